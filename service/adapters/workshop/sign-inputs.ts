import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { startOf } from '../../domain/bulk/packed.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import { SIGNATURE_BYTES } from '../../ports/signer.ts';

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

/** ES256 signatures of JWS whose payloads (base64url) stand under one header (base64url), 64 bytes each. */
export function signInputs(key: KeyObject, header: string, payloads: Packed): Uint8Array {
  const { bytes, ends } = payloads;
  const signatures = new Uint8Array(ends.length * SIGNATURE_BYTES);
  const prefix = header.length + 1;
  // One buffer for all signing inputs: the header stays, the payload is copied in behind it.
  let input = Buffer.alloc(0);
  for (let row = 0; row < ends.length; row++) {
    const [start, end] = [startOf(payloads, row), ends[row] as number];
    const length = prefix + end - start;
    if (input.length < length) {
      input = Buffer.alloc(2 * length);
      input.write(`${header}.`, 'latin1');
    }
    input.set(bytes.subarray(start, end), prefix);
    // Asking Node for r and s by options takes as long again as the signature itself.
    putSignature(signatures, row * SIGNATURE_BYTES, sign('sha256', input.subarray(0, length), key));
  }
  return signatures;
}
