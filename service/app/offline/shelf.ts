import { BundlesBusy } from '../../ports/partner-service.ts';

export type ShelfLimits = {
  /** Of what is kept and what is still being sent, together. */
  maxBytes: number;
  /** What may be made or waited for at once of one region. */
  maxMaking: number;
};

/** What is counted is its bytes. */
type Sized = { bytes: Uint8Array };

export type ShelfOrder<T extends Sized> = {
  /** Of one lane one is made at a time. */
  lane: string;
  /** Names what is made, and so its type. */
  key: string;
  make(): Promise<T>;
  /** Whether what was made may still be given to who asks now. */
  isFresh(): boolean;
};

export type Shelf = {
  /**
   * Made by `make`, or what it made for others. Its bytes count until whoever took it has `gone`.
   *
   * @throws BundlesBusy, what `make` throws
   */
  take<T extends Sized>(order: ShelfOrder<T>, gone: AbortSignal): Promise<T>;
};

type Entry = {
  key: string;
  made: Promise<Sized>;
  isFresh(): boolean;
  /** 0 until it is made. */
  bytes: number;
  users: number;
};

/**
 * Keeps what is costly to make for all who ask for the same. Memory holds `maxBytes` and one more of each lane, which is
 * being made: what is still being sent cannot be thrown away, so beyond that nothing new is begun.
 */
export function openShelf(limits: ShelfLimits): Shelf {
  /** What may be given again, that used last at the end. */
  const kept = new Map<string, Entry>();
  const lanes = new Map<string, { tail: Promise<unknown>; count: number }>();
  let heldBytes = 0;

  const isKept = (entry: Entry): boolean => kept.get(entry.key) === entry;
  const free = (entry: Entry): void => {
    if (entry.users > 0 || isKept(entry)) return;
    heldBytes -= entry.bytes;
    entry.bytes = 0;
  };
  const forget = (entry: Entry): void => {
    if (isKept(entry)) kept.delete(entry.key);
    free(entry);
  };
  const makeRoom = (bytes: number): void => {
    for (const entry of kept.values()) {
      if (heldBytes <= bytes) return;
      if (entry.users === 0) forget(entry);
    }
  };

  function hold(entry: Entry, gone: AbortSignal): void {
    // Who has gone is never told so again.
    if (gone.aborted) return;
    entry.users++;
    gone.addEventListener(
      'abort',
      () => {
        entry.users--;
        free(entry);
        makeRoom(limits.maxBytes);
      },
      { once: true },
    );
  }

  function begin(order: ShelfOrder<Sized>): Entry {
    const lane = lanes.get(order.lane) ?? { tail: Promise.resolve(), count: 0 };
    makeRoom(limits.maxBytes - 1);
    if (lane.count >= limits.maxMaking) throw new BundlesBusy(`${limits.maxMaking} bundles are being made`);
    if (heldBytes >= limits.maxBytes) throw new BundlesBusy('as many bundles are being sent as memory is kept for');
    lanes.set(order.lane, lane);
    lane.count++;
    const entry: Entry = { key: order.key, made: undefined as never, isFresh: order.isFresh, bytes: 0, users: 0 };
    const make = async (): Promise<Sized> => {
      if (entry.users === 0) throw new BundlesBusy('nobody waits for it any more');
      const made = await order.make();
      entry.bytes = made.bytes.length;
      heldBytes += entry.bytes;
      free(entry);
      return made;
    };
    entry.made = lane.tail.then(make).finally(() => {
      lane.count--;
      makeRoom(limits.maxBytes);
    });
    lane.tail = entry.made.catch(() => forget(entry));
    kept.set(order.key, entry);
    return entry;
  }

  return {
    async take<T extends Sized>(order: ShelfOrder<T>, gone: AbortSignal) {
      for (const entry of kept.values()) if (!entry.isFresh()) forget(entry);
      const known = kept.get(order.key);
      const entry = known ?? begin(order);
      hold(entry, gone);
      kept.delete(order.key);
      kept.set(order.key, entry);
      return entry.made as Promise<T>;
    },
  };
}
