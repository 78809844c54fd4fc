import { uuidFromBytes } from '../../domain/uuid.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoggedEvent, Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { placeOfRow } from '../../domain/bulk/row-id.ts';
import type { ChunkState } from './rows.ts';

/** Certificates that are accepted and not yet issued. */
export type QueueGauge = {
  depth(): number;
  /** Depth, and the age of the oldest in seconds (0 when empty). */
  progress(): { depth: number; oldestSeconds: number };
  /** Whether anything was settled in the last two seconds. */
  isMoving(): boolean;
  stop(): void;
};

type Waiting = { size: number; at: number };

const UUID_BYTES = 16;
const MOVING_MS = 2000;
const underWay = new Set<ChunkState['state']>(['accepted', 'batched', 'anchored']);

/** Counts what is on its way: once from the store, then from what commits say. */
export async function openQueueGauge(store: Store, clock: Clock): Promise<QueueGauge> {
  const waiting = new Map<string, Waiting>();
  let depth = 0;
  let settledAt = -Infinity;
  const add = (name: string, size: number, at: number): void => {
    if (size === 0 || waiting.has(name)) return;
    waiting.set(name, { size, at });
    depth += size;
  };
  const remove = (name: string): void => {
    depth -= waiting.get(name)?.size ?? 0;
    settledAt = performance.now();
    waiting.delete(name);
  };
  const heard = ({ type, subject, at, facts = {} }: LoggedEvent): void => {
    const instance = String(facts['instance']);
    const chunk = `${subject}/${String(facts['from'])}`;
    switch (type) {
      case 'certificate.accepted':
      case 'instance.accepted':
      case 'instance.requeued':
        return add(instance, 1, at);
      case 'certificate.issued':
      case 'certificate.failed':
        return remove(instance);
      case 'rows.accepted':
        return add(chunk, Number(facts['accepted']), at);
      case 'rows.issued':
      case 'rows.failed':
      case 'rows.cancelled':
      case 'rows.requeued':
        return remove(chunk);
    }
  };

  const now = clock.now();
  const early: LoggedEvent[] = [];
  let loaded = false;
  const stop = store.onCommit(({ events }) => (loaded ? events.forEach(heard) : void early.push(...events)));
  for await (const [key, { state, size }] of store.range<ChunkState>([tables.issueChunkStates])) {
    if (!underWay.has(state)) continue;
    const bytes = key[1] as Uint8Array;
    const from = new DataView(bytes.buffer, bytes.byteOffset + UUID_BYTES).getBigUint64(0);
    add(`${uuidFromBytes(bytes.slice(0, UUID_BYTES))}/${from}`, size, now);
  }
  for await (const [key] of store.range([tables.pendingInstances])) {
    const instance = uuidFromBytes((key[1] as Uint8Array).slice(UUID_BYTES, 2 * UUID_BYTES));
    add(instance, 1, Math.floor(placeOfRow(instance).time / 1000));
  }
  loaded = true;
  early.forEach(heard);

  return {
    depth: () => depth,
    progress() {
      const [oldest] = waiting.values();
      return { depth, oldestSeconds: oldest === undefined ? 0 : Math.max(0, clock.now() - oldest.at) };
    },
    isMoving: () => performance.now() - settledAt < MOVING_MS,
    stop: () => void stop(),
  };
}
