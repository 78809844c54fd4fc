import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Contestant } from './signing-thread.ts';

const THREADS = 2;

/** How many a second a contestant issues on two threads, in memory and with nothing kept. */
export async function openContest(
  who: Contestant,
): Promise<{ perSecond(ms: number): Promise<number>; close(): unknown }> {
  const module = new URL('signing-thread.ts', import.meta.url);
  const workers = Array.from({ length: THREADS }, () => new Worker(module, { workerData: who }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    async perSecond(ms) {
      const counts = workers.map(async (worker) => {
        worker.postMessage(ms);
        return (await once(worker, 'message'))[0] as number;
      });
      const began = performance.now();
      const sum = (await Promise.all(counts)).reduce((total, count) => total + count, 0);
      return sum / ((performance.now() - began) / 1000);
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
