import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** The work ended with its thread, or was refused because the pool is closed. Give it again. */
export class WorkshopClosed extends Error {
  override readonly name = 'WorkshopClosed';
  readonly code = 'workshop.closed';
}

const HEAP = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 96 };

type Message = { id: number; value?: unknown; error?: unknown };
type Job = { resolve(value: unknown): void; reject(error: unknown): void };
type Member = { worker: Worker; jobs: Map<number, Job> };

export type ThreadPool = {
  /** Gives a message to the thread with the least to do. @throws what the thread threw; WorkshopClosed */
  run<T>(message: unknown, transfer?: ArrayBuffer[]): Promise<T>;
  close(): Promise<void>;
};

/** Threads a pool has when nobody says how many: one a core, at most eight. */
export const defaultThreads = (): number => Math.min(8, availableParallelism());

/**
 * Threads that each run one module, which answers every `{id, message}` with `{id, value}` or `{id, error}`. They start
 * with the first message and do not keep the process alive. A thread that dies is replaced; its work is rejected.
 */
export function createThreadPool(module: URL, workerData: unknown, threads = defaultThreads()): ThreadPool {
  const members: Member[] = [];
  let last = 0;
  let closed = false;

  const start = (): Member => {
    const member: Member = {
      jobs: new Map(),
      // Threads keep nothing between messages: small heaps are enough, and a city runs several.
      worker: new Worker(module, { workerData, resourceLimits: HEAP }),
    };
    const lost = (cause: unknown): void => {
      const at = members.indexOf(member);
      if (at >= 0) members.splice(at, 1);
      for (const { reject } of member.jobs.values()) reject(new WorkshopClosed('the thread ended', { cause }));
      member.jobs.clear();
    };
    member.worker.unref();
    member.worker.on('error', lost);
    member.worker.on('exit', lost);
    member.worker.on('message', ({ id, value, error }: Message) => {
      const job = member.jobs.get(id);
      member.jobs.delete(id);
      if (member.jobs.size === 0) member.worker.unref();
      if (error === undefined) job?.resolve(value);
      else job?.reject(error);
    });
    members.push(member);
    return member;
  };

  const idlest = (): Member => {
    const [least] = members.toSorted((a, b) => a.jobs.size - b.jobs.size);
    return least === undefined || (least.jobs.size > 0 && members.length < threads) ? start() : least;
  };

  return {
    run<T>(message: unknown, transfer: ArrayBuffer[] = []) {
      if (closed) return Promise.reject(new WorkshopClosed('the pool is closed'));
      return new Promise<T>((resolve, reject) => {
        const { worker, jobs } = idlest();
        const id = ++last;
        // What cannot be sent throws, and is no job then.
        worker.postMessage({ id, message }, transfer);
        jobs.set(id, { resolve: resolve as Job['resolve'], reject });
        worker.ref();
      });
    },
    async close() {
      closed = true;
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}
