import { Worker } from 'node:worker_threads';
import type { Done, Job, WorkerData } from './worker.ts';

/** Threads that sign side by side. They start with the first job, so a Signer with little to do stays small. */
export type Pool = {
  readonly threads: number;
  run(job: Job): Promise<Done>;
  close(): Promise<void>;
};

/** A slice of payloads is a few hundred kilobytes; a larger nursery would only be filled with garbage. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };

type Waiting = { job: Job; done: PromiseWithResolvers<Done> };

export function createPool(threads: number, data: WorkerData): Pool {
  const idle: Worker[] = [];
  const all = new Map<Worker, Waiting | undefined>();
  const queue: Waiting[] = [];

  function start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: data,
      resourceLimits: THREAD_LIMITS,
    });
    worker.unref();
    all.set(worker, undefined);
    worker.on('message', (done: Done) => {
      const waiting = all.get(worker);
      all.set(worker, undefined);
      idle.push(worker);
      waiting?.done.resolve(done);
      next();
    });
    // A thread dies only of a bug or for want of memory: its job fails, and another thread takes its place.
    worker.on('error', (error) => {
      const waiting = all.get(worker);
      all.delete(worker);
      waiting?.done.reject(error);
      next();
    });
    return worker;
  }

  function next(): void {
    for (let waiting = queue[0]; waiting !== undefined; waiting = queue[0]) {
      const worker = idle.pop() ?? (all.size < threads ? start() : undefined);
      if (worker === undefined) return;
      queue.shift();
      all.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  return {
    threads,
    run(job) {
      const done = Promise.withResolvers<Done>();
      queue.push({ job, done });
      next();
      return done.promise;
    },
    async close() {
      await Promise.all([...all.keys()].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}
