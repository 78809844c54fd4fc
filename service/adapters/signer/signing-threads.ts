import type { KeyObject } from 'node:crypto';
import { createThreadPool } from '../workshop/thread-pool.ts';
import type { SigningMessage } from './signing-thread.ts';

const SIGNATURE_BYTES = 64;
/** Inputs a message: a thread's share is worth the way there. */
const SHARE = 128;

export type SigningThreads = { sign(key: KeyObject, inputs: readonly string[]): Promise<Uint8Array[]> };

/** Signs JWS signing inputs (ASCII) with ES256 on every core. The threads start with the first work and hold nothing open. */
export function createSigningThreads(): SigningThreads {
  const pool = createThreadPool(new URL('signing-thread.ts', import.meta.url), undefined);
  return {
    async sign(key, inputs) {
      const shares: Promise<Uint8Array>[] = [];
      for (let at = 0; at < inputs.length; at += SHARE) {
        shares.push(pool.run({ key, inputs: inputs.slice(at, at + SHARE) } satisfies SigningMessage));
      }
      const signed = await Promise.all(shares);
      return signed.flatMap((bytes) =>
        Array.from({ length: bytes.length / SIGNATURE_BYTES }, (_, at) =>
          bytes.subarray(at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES),
        ),
      );
    },
  };
}
