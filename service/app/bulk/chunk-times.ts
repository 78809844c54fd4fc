import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** Gives every chunk a millisecond of its own, from which its rows' ids are made. */
export type ChunkTimes = { next(nowSeconds: number): Promise<number> };

/** Times rise from chunk to chunk, whatever the clock does and whichever process runs. */
export function createChunkTimes(store: Store): ChunkTimes {
  let last: Promise<number> | undefined;
  const newest = async (): Promise<number> => {
    for await (const [key] of store.range([tables.issueChunkPlaces], { reverse: true, limit: 1 })) {
      const bytes = key[1] as Uint8Array;
      return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    }
    return 0;
  };
  return {
    next(nowSeconds) {
      const before = last ?? newest();
      const next = before.then((time) => Math.max(nowSeconds * 1000, time + 1));
      last = next;
      // A failed read must not stay: the next request tries again.
      next.catch(() => (last = undefined));
      return next;
    },
  };
}
