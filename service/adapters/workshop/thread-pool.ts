import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';

/** The work ended with its thread, or was refused because the pool is closed. Give it again. */
export class WorkshopClosed extends Error {
  override readonly name = 'WorkshopClosed';
  readonly code = 'workshop.closed';
}

const SMALL: ResourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 96 };

type Message = { id: number; value?: unknown; error?: unknown } | { id: number; part: unknown } | { question: unknown };
type Job = { resolve(value: unknown): void; reject(error: unknown): void; part(value: unknown): void };
type Member = { worker: Worker; jobs: Map<number, Job> };

export type ThreadPool = {
  /**
   * Gives a message to the thread with the least to do.
   *
   * @param part called with what the thread says of this message before its answer
   * @throws what the thread threw; WorkshopClosed
   */
  run<T>(message: unknown, transfer?: ArrayBuffer[], part?: (value: unknown) => void): Promise<T>;
  close(): Promise<void>;
};

export type ThreadPoolOptions = {
  /** One a core when undefined. */
  threads?: number | undefined;
  /** Small heaps when undefined, which do for threads that keep nothing between messages: a city runs several. */
  limits?: ResourceLimits;
  /** Called with what a thread asks; the answer goes back to it. Whose question has none is ended. */
  answer?(question: unknown): Promise<unknown>;
};

/** Threads a pool has when nobody says how many: one a core, at most eight. */
export const defaultThreads = (): number => Math.min(8, availableParallelism());

/**
 * Threads that each run one module, which answers every `{id, message}` with `{id, value}` or `{id, error}`, after any
 * number of `{id, part}`, and may say `{question}`, which is answered by `{answer}`. They start with the first message
 * and do not keep the process alive. A thread that dies is replaced; its work is rejected.
 */
export function createThreadPool(module: URL, workerData: unknown, options: ThreadPoolOptions = {}): ThreadPool {
  const { threads = defaultThreads(), limits = SMALL, answer } = options;
  const members: Member[] = [];
  let last = 0;
  let closed = false;

  const hear = ({ worker, jobs }: Member, message: Message): void => {
    if ('question' in message) {
      const answered = answer?.(message.question).then((given) => worker.postMessage({ answer: given }));
      answered?.catch(() => worker.terminate());
      return;
    }
    const job = jobs.get(message.id);
    if ('part' in message) return job?.part(message.part);
    jobs.delete(message.id);
    if (jobs.size === 0) worker.unref();
    if (message.error === undefined) job?.resolve(message.value);
    else job?.reject(message.error);
  };

  const start = (): Member => {
    const member: Member = { jobs: new Map(), worker: new Worker(module, { workerData, resourceLimits: limits }) };
    const lost = (cause: unknown): void => {
      const at = members.indexOf(member);
      if (at >= 0) members.splice(at, 1);
      for (const { reject } of member.jobs.values()) reject(new WorkshopClosed('the thread ended', { cause }));
      member.jobs.clear();
    };
    member.worker.unref();
    member.worker.on('error', lost);
    member.worker.on('exit', lost);
    member.worker.on('message', (message: Message) => hear(member, message));
    members.push(member);
    return member;
  };

  const idlest = (): Member => {
    const [least] = members.toSorted((a, b) => a.jobs.size - b.jobs.size);
    return least === undefined || (least.jobs.size > 0 && members.length < threads) ? start() : least;
  };

  return {
    run<T>(message: unknown, transfer: ArrayBuffer[] = [], part: (value: unknown) => void = () => undefined) {
      if (closed) return Promise.reject(new WorkshopClosed('the pool is closed'));
      return new Promise<T>((resolve, reject) => {
        const { worker, jobs } = idlest();
        const id = ++last;
        // What cannot be sent throws, and is no job then.
        worker.postMessage({ id, message }, transfer);
        jobs.set(id, { resolve: resolve as Job['resolve'], reject, part });
        worker.ref();
      });
    },
    async close() {
      closed = true;
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}
