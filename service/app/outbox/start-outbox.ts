import { setTimeout as sleep } from 'node:timers/promises';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { SignerUnavailable } from '../../ports/signer.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { OutboxItem } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { defaultTimings } from './deps.ts';
import type { OutboxDeps } from './deps.ts';
import { createFinality } from './finality.ts';
import type { OutboxHandlers } from './handler.ts';
import { NotNow } from './not-now.ts';
import { outboxKey, transact } from './transact.ts';

export type Outbox = {
  /** For /health: items waiting, and the age of the oldest in seconds (0 when empty). */
  progress(): { depth: number; oldestSeconds: number };
  /** Items of one kind that wait for a signer's account. */
  waiting(signer: string, kind: string): number;
  /** Ends after the step under way; nothing is lost. */
  stop(): Promise<void>;
};

type Queued = { id: number; kind: string; at: number };

const isTrouble = (error: unknown): boolean =>
  error instanceof ChainUnreachable ||
  error instanceof NotNow ||
  error instanceof SignerUnavailable ||
  error instanceof StoreUnavailable ||
  error instanceof StoreConflict;

class Stopped extends Error {}

/**
 * Sends what the outbox holds, item by item for each signer's account and all accounts side by side, and goes on where
 * another run stopped. It wakes on commits and asks the chain only while something is in flight.
 */
export async function startOutbox(deps: OutboxDeps, handlers: OutboxHandlers): Promise<Outbox> {
  const timings = { ...defaultTimings, ...deps.timings };
  const finality = createFinality(deps, timings.pollFrom);
  const stopping = new AbortController();
  const queues = new Map<string, Map<number, Queued>>();
  const workers = new Map<string, Promise<void>>();

  const pause = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) throw new Stopped();
  };

  const attempt = async (item: OutboxItem): Promise<boolean> => {
    const handler = handlers[item.kind];
    if (!handler) throw new TypeError(`nobody handles outbox items of kind ${item.kind}`);
    return transact({ deps, timings, finality, handler, pause }, item);
  };

  const settle = async (id: number): Promise<void> => {
    let wait = timings.retryFrom;
    for (;;) {
      try {
        const item = await deps.store.get<OutboxItem>(outboxKey(id));
        if (!item || (await attempt(item))) return;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        if (!isTrouble(error)) deps.report(error);
        await pause(wait);
        wait = Math.min(wait * 2, timings.retryTo);
      }
    }
  };

  const work = async (signer: string, queue: Map<number, Queued>): Promise<void> => {
    try {
      for (const id of queue.keys()) {
        await settle(id);
        queue.delete(id);
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    } finally {
      workers.delete(signer);
    }
  };

  const enqueue = ({ id, kind, at, signer }: OutboxItem): void => {
    const queue = queues.get(signer) ?? new Map<number, Queued>();
    queues.set(signer, queue);
    if (!queue.has(id)) queue.set(id, { id, kind, at });
  };

  const wake = (): void => {
    if (stopping.signal.aborted) return;
    for (const [signer, queue] of queues) {
      if (queue.size > 0 && !workers.has(signer)) workers.set(signer, work(signer, queue));
    }
  };

  let loaded = false;
  const early: OutboxItem[] = [];
  const unsubscribe = deps.store.onCommit(({ outbox }) => {
    if (outbox.length === 0) return;
    if (!loaded) return void early.push(...outbox);
    outbox.forEach(enqueue);
    wake();
  });
  for await (const [, item] of deps.store.range<OutboxItem>([tables.outbox])) enqueue(item);
  loaded = true;
  early.forEach(enqueue);
  wake();

  const all = (): Queued[] => [...queues.values()].flatMap((queue) => [...queue.values()]);
  return {
    progress() {
      const items = all();
      const oldest = items.reduce((least, { at }) => Math.min(least, at), Infinity);
      return { depth: items.length, oldestSeconds: items.length === 0 ? 0 : Math.max(0, deps.clock.now() - oldest) };
    },
    waiting: (signer, kind) => [...(queues.get(signer)?.values() ?? [])].filter((item) => item.kind === kind).length,
    async stop() {
      unsubscribe();
      stopping.abort();
      await Promise.allSettled(workers.values());
    },
  };
}
