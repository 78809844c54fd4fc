import type { Primitives } from '../../proof/primitives.ts';
import { createThreadPool, defaultThreads } from '../workshop/thread-pool.ts';
import { packChecks } from './packed-checks.ts';
import type { SignatureCheck } from './packed-checks.ts';
import { nodePrimitives } from './primitives.ts';

/** So many checks wait for one another before they leave for a thread. */
const MAX_BATCH = 32;
/** Fewer than these are done here: the way to a thread and back costs as much as a check. */
const MIN_BATCH = 3;

type Waiting = SignatureCheck & { resolve(holds: boolean): void; reject(error: unknown): void };

/**
 * Node's primitives with the signatures, two thirds of a verification, checked together when many are asked for at the
 * same time, by threads. Few are checked here, and so are those whose thread ended.
 *
 * Threads start with the first use and do not keep the process alive. With one there is none: checks are still done one
 * after the other, which spares the processor the way from JavaScript to OpenSSL's code and tables and back.
 */
export function threadedPrimitives(threads = defaultThreads()): Primitives {
  const native = nodePrimitives();
  const pool = createThreadPool(new URL('check-thread.ts', import.meta.url), undefined, threads);
  let waiting: Waiting[] = [];

  const checkHere = (batch: readonly Waiting[]): void => {
    for (const { publicKey, message, signature, resolve } of batch) {
      resolve(native.verifyEs256(publicKey, message, signature) as boolean);
    }
  };
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    const packed = packChecks(batch);
    let answers: Uint8Array;
    try {
      answers = await pool.run<Uint8Array>(packed, [packed.buffer]);
    } catch {
      // The thread ended: what it was to say can be said here as well.
      checkHere(batch);
      return;
    }
    for (const [i, { resolve }] of batch.entries()) resolve(answers[i] === 1);
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (threads < 2 || batch.length < MIN_BATCH) return checkHere(batch);
    // Every thread is to have a part.
    const size = Math.min(MAX_BATCH, Math.ceil(batch.length / threads));
    for (let at = 0; at < batch.length; at += size) {
      const part = batch.slice(at, at + size);
      send(part).catch((error: unknown) => part.forEach(({ reject }) => reject(error)));
    }
  };

  return {
    ...native,
    verifyEs256: (publicKey, message, signature) => {
      if (publicKey.length !== 65 || signature.length !== 64) return false;
      return new Promise<boolean>((resolve, reject) => {
        waiting.push({ publicKey, message, signature, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      });
    },
  };
}
