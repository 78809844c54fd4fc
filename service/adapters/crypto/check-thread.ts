import { parentPort } from 'node:worker_threads';
import { unpackChecks } from './packed-checks.ts';
import { nodePrimitives } from './primitives.ts';

const { verifyEs256 } = nodePrimitives();

// Answers 1 for every check that holds, 0 for every other, in their order.
parentPort?.on('message', ({ id, message }: { id: number; message: Uint8Array }) => {
  try {
    const answers = unpackChecks(message).map(({ publicKey, message: signed, signature }) =>
      verifyEs256(publicKey, signed, signature) === true ? 1 : 0,
    );
    parentPort?.postMessage({ id, value: Uint8Array.from(answers) });
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
