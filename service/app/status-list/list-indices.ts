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

  const reserve = async (group: Uint8Array, counter: Counter): Promise<void> => {
    const key = listIndexKey(group);
    const value = await store.get<ListIndexRow>(key);
    const start = Math.max(counter.reserved, value?.reserved ?? 0);
    const row: ListIndexRow = { reserved: start + counter.block };
    await store.commit({ expect: [{ key, value }], put: [[key, row]] });
    counter.next = start;
    counter.reserved = row.reserved;
    counter.block = Math.min(counter.block * 2, LARGEST_BLOCK);
  };

  return {
    async next(group) {
      const counter = await load(Buffer.from(group).toString('hex'), group);
      while (counter.next >= counter.reserved) {
        counter.reserving ??= reserve(group, counter).finally(() => (counter.reserving = undefined));
        await counter.reserving;
      }
      return counter.next++;
    },
  };
}
