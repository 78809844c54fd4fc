import type { Primitives } from '../../proof/primitives.ts';
import { nodePrimitives } from './primitives.ts';

type Waiting = {
  publicKey: Uint8Array;
  message: Uint8Array;
  signature: Uint8Array;
  resolve(holds: boolean): void;
  reject(error: unknown): void;
};

/**
 * Node's primitives with the signatures that are asked for in one turn of the event loop checked one after the other,
 * which spares the processor the way from JavaScript to OpenSSL's code and tables and back. The bytes of a check must not
 * change before its answer.
 */
export function batchedPrimitives(): Primitives {
  const native = nodePrimitives();
  let waiting: Waiting[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    for (const { publicKey, message, signature, resolve, reject } of batch) {
      try {
        resolve(native.verifyEs256(publicKey, message, signature) as boolean);
      } catch (error) {
        reject(error);
      }
    }
  };
  return {
    ...native,
    verifyEs256: (publicKey, message, signature) =>
      new Promise((resolve, reject) => {
        waiting.push({ publicKey, message, signature, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
  };
}
