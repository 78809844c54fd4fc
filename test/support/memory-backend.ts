import type { Backend, Range } from '../../service/adapters/level/backend.ts';
import { StoreUnavailable } from '../../service/ports/store.ts';
import { compareBytes } from '../../service/proof/bytes.ts';

/** A disk in memory whose faults a test decides. */
export type MemoryDisk = Backend & {
  /** What the disk says to a write: it has no room, it may not be written, or it breaks after writing but before answering. */
  fault: 'none' | 'full' | 'readOnly' | 'replyLost' | 'broken';
  /** Writes reach the cache at once and the disk only when this resolves; undefined syncs at once. */
  syncing: Promise<void> | undefined;
  /** How many writes were made durable. */
  synced: number;
  /** Power fails: what was not synced is gone, and everything under way never answers. */
  crash(): void;
};

type Entries = Map<string, [key: Uint8Array, value: Uint8Array]>;

const nameOf = (key: Uint8Array): string => Buffer.from(key).toString('hex');

/** A disk that keeps written and synced bytes apart, as a machine does whose power can fail. */
export function createMemoryDisk(): MemoryDisk {
  let durable: Entries = new Map();
  let generation = 0;
  let open = false;

  const check = (): void => {
    if (!open) throw new StoreUnavailable('not open');
    if (disk.fault === 'broken') throw new StoreUnavailable('the disk is broken');
  };
  const matching = ({ gte, lt, reverse, limit }: Range): [Uint8Array, Uint8Array][] => {
    const inside = [...durable.values()].filter(
      ([key]) => compareBytes(key, gte) >= 0 && (lt === undefined || compareBytes(key, lt) < 0),
    );
    inside.sort(([a], [b]) => (reverse ? compareBytes(b, a) : compareBytes(a, b)));
    return inside.slice(0, limit ?? inside.length);
  };

  const disk: MemoryDisk = {
    fault: 'none',
    syncing: undefined,
    synced: 0,
    async open() {
      if (disk.fault !== 'none' && disk.fault !== 'replyLost') throw new StoreUnavailable(`the disk is ${disk.fault}`);
      open = true;
    },
    async get(key) {
      check();
      return durable.get(nameOf(key))?.[1];
    },
    async write(operations) {
      check();
      if (disk.fault === 'full' || disk.fault === 'readOnly') throw new StoreUnavailable(`the disk is ${disk.fault}`);
      const before = generation;
      const cached: Entries = new Map(durable);
      for (const [key, value] of operations) {
        if (value === undefined) cached.delete(nameOf(key));
        else cached.set(nameOf(key), [key, value]);
      }
      await disk.syncing;
      if (generation !== before) return new Promise(() => undefined);
      durable = cached;
      disk.synced += 1;
      if (disk.fault === 'replyLost') throw new StoreUnavailable('the disk broke before it answered');
    },
    async *entries(range) {
      check();
      // As Level does, views of memory that holds more.
      for (const [key, value] of matching(range)) yield [Buffer.from(key), value];
    },
    async close() {
      open = false;
    },
    crash() {
      generation += 1;
      open = false;
    },
  };
  return disk;
}
