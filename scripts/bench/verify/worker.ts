import { parentPort, workerData } from 'node:worker_threads';
import { engine } from './candidates.ts';
import type { Items } from './items.ts';

// One of several threads: says that it is ready, verifies its share once for every message, answers when done.
const items = workerData as Items;
const verify = engine(items);
for (const text of items.texts.slice(0, 200)) await verify(text);

parentPort?.on('message', () => {
  void (async () => {
    for (const text of items.texts) await verify(text);
    parentPort?.postMessage('done');
  })();
});
parentPort?.postMessage('ready');
