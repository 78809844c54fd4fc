import type { Store } from '../../ports/store.ts';
import { listIndexKey } from './rows.ts';
import type { ListIndexRow } from './rows.ts';

/**
 * Gives every certificate its index among those of its department and type (`groupOf`), before anything is anchored. No
 * index is given twice, whatever happens to the process: indices are set aside durably in blocks before the first of a
 * block is used, so that giving one out costs no write; those of a block that a crash left over stay unused.
 */
export type ListIndices = {
  /** @throws StoreUnavailable and then none was given */
  next(group: Uint8Array): Promise<number>;
  /**
   * So many indices that follow each other, for certificates that are accepted together.
   *
   * @returns the first
   * @throws StoreUnavailable and then none was given
   */
  take(group: Uint8Array, count: number): Promise<number>;
};

/** The first block of a process is small, since a restart wastes it; later ones grow with use. */
const FIRST_BLOCK = 16;
const LARGEST_BLOCK = 4096;

type Counter = { next: number; reserved: number; block: number; reserving?: Promise<void> | undefined };

export function createListIndices(store: Pick<Store, 'get' | 'commit'>): ListIndices {
  const counters = new Map<string, Promise<Counter>>();

  const load = (name: string, group: Uint8Array): Promise<Counter> => {
    const known = counters.get(name);
    if (known !== undefined) return known;
    const counter = store.get<ListIndexRow>(listIndexKey(group)).then((row) => {
      const reserved = row?.reserved ?? 0;
      return { next: reserved, reserved, block: FIRST_BLOCK };
    });
    counters.set(name, counter);
    // A failed read must not stay: the next request tries again.
    counter.catch(() => counters.delete(name));
    return counter;
  };

  const reserve = async (group: Uint8Array, counter: Counter, count: number): Promise<void> => {
    const key = listIndexKey(group);
    const value = await store.get<ListIndexRow>(key);
    const start = Math.max(counter.reserved, value?.reserved ?? 0);
    // What is left of the last block is used first, unless somebody else set indices aside meanwhile.
    if (start !== counter.reserved) counter.next = start;
    const row: ListIndexRow = { reserved: Math.max(start, counter.next + count) + counter.block };
    await store.commit({ expect: [{ key, value }], put: [[key, row]] });
    counter.reserved = row.reserved;
    counter.block = Math.min(counter.block * 2, LARGEST_BLOCK);
  };

  const take = async (group: Uint8Array, count: number): Promise<number> => {
    const counter = await load(Buffer.from(group).toString('hex'), group);
    while (counter.next + count > counter.reserved) {
      counter.reserving ??= reserve(group, counter, count).finally(() => (counter.reserving = undefined));
      await counter.reserving;
    }
    counter.next += count;
    return counter.next - count;
  };

  return { next: (group) => take(group, 1), take };
}
