import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

export type SigningMessage = { key: KeyObject; inputs: string[] };

const SIGNATURE_BYTES = 64;

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

/** Answers with the ES256 signatures of all inputs, 64 bytes each. */
parentPort?.on('message', ({ id, message }: { id: number; message: SigningMessage }) => {
  try {
    const value = new Uint8Array(message.inputs.length * SIGNATURE_BYTES);
    for (const [at, input] of message.inputs.entries()) {
      // Asking Node for r and s by options takes as long again as the signature itself.
      putSignature(value, at * SIGNATURE_BYTES, sign('sha256', Buffer.from(input, 'latin1'), message.key));
    }
    parentPort?.postMessage({ id, value }, [value.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
