import type { KeyObject } from 'node:crypto';
import { SIGNATURE_BYTES } from './sign-inputs.ts';
import type { WorkThreads } from './work-threads.ts';

/** Inputs a message: a thread's share is worth the way there. */
const SHARE = 128;

/** Signs JWS signing inputs (ASCII) with ES256, 64 bytes r ‖ s each, in their order. */
export type ManySigner = (key: KeyObject, inputs: readonly string[]) => Promise<Uint8Array[]>;

/** Signs on every core. */
export function signOnThreads(threads: WorkThreads): ManySigner {
  return async (key, inputs) => {
    const shares: Promise<Uint8Array>[] = [];
    for (let at = 0; at < inputs.length; at += SHARE) {
      shares.push(threads.run({ sign: { key, inputs: inputs.slice(at, at + SHARE) } }));
    }
    const signed = await Promise.all(shares);
    return signed.flatMap((bytes) =>
      Array.from({ length: bytes.length / SIGNATURE_BYTES }, (_, at) =>
        bytes.subarray(at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES),
      ),
    );
  };
}
