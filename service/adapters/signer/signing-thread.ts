import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

export type SigningMessage = { key: KeyObject; inputs: string[] };

const SIGNATURE_BYTES = 64;

/** Answers with the ES256 signatures of all inputs, 64 bytes each. */
parentPort?.on('message', ({ id, message }: { id: number; message: SigningMessage }) => {
  try {
    const key = { key: message.key, dsaEncoding: 'ieee-p1363' } as const;
    const value = new Uint8Array(message.inputs.length * SIGNATURE_BYTES);
    for (const [at, input] of message.inputs.entries()) {
      value.set(sign('sha256', Buffer.from(input, 'latin1'), key), at * SIGNATURE_BYTES);
    }
    parentPort?.postMessage({ id, value }, [value.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
