import { createPrivateKey, sign } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

// The floor: ES256 by node:crypto over finished signing inputs, and nothing else.
const { pem, inputs } = workerData as { pem: string; inputs: string[] };
const key = createPrivateKey(pem);
const messages = inputs.map((input) => Buffer.from(input, 'latin1'));

parentPort?.on('message', () => {
  for (const message of messages) sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  parentPort?.postMessage('signed');
});
parentPort?.postMessage('ready');
