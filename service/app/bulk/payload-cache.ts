import type { PayloadText } from '../../ports/workshop.ts';

/**
 * Payloads of chunks between acceptance and signing, so that they need not be opened and made again. Only a cache: what is
 * not in it is made from the store.
 */
export type PayloadCache = {
  put(time: number, payloads: PayloadText[]): void;
  /** Gives them and forgets them. */
  take(time: number): PayloadText[] | undefined;
};

/** @param maxRows rows kept; the oldest leave first; about 1 KB each */
export function createPayloadCache(maxRows: number): PayloadCache {
  const kept = new Map<number, PayloadText[]>();
  let rows = 0;
  const take = (time: number): PayloadText[] | undefined => {
    const payloads = kept.get(time);
    kept.delete(time);
    rows -= payloads?.length ?? 0;
    return payloads;
  };
  return {
    put(time, payloads) {
      kept.set(time, payloads);
      rows += payloads.length;
      // The newest leave: those at the front are signed first.
      while (rows > maxRows) take([...kept.keys()].at(-1) as number);
    },
    take,
  };
}
