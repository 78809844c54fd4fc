import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export const SIGNATURE_BYTES = 64;

/** Puts r and s of a DER signature (SEC 1 appendix C.8), 32 bytes each, into `target`. */
export function putSignature(target: Uint8Array, offset: number, der: Uint8Array): void {
  let at = 2;
  for (const end of [offset + SIGNATURE_BYTES / 2, offset + SIGNATURE_BYTES]) {
    const length = der[at + 1] as number;
    const number = der.subarray(at + 2, at + 2 + length);
    // A zero before a high bit is no digit; leading zeros are left out.
    const digits = number[0] === 0 ? number.subarray(1) : number;
    target.set(digits, end - digits.length);
    at += 2 + length;
  }
}

/** ES256 signatures of JWS signing inputs (ASCII), 64 bytes each, one after another. */
export function signInputs(key: KeyObject, inputs: readonly string[]): Uint8Array {
  const signatures = new Uint8Array(inputs.length * SIGNATURE_BYTES);
  for (const [at, input] of inputs.entries()) {
    // Asking Node for r and s by options takes as long again as the signature itself.
    putSignature(signatures, at * SIGNATURE_BYTES, sign('sha256', Buffer.from(input, 'latin1'), key));
  }
  return signatures;
}
