import type { PackedPayloads } from '../../ports/workshop.ts';

/**
 * Payloads of chunks between acceptance and signing, so that they need not be opened and made again. Only a cache: what is
 * not in it is made from the store.
 */
export type PayloadCache = {
  put(time: number, payloads: PackedPayloads): void;
  /** Gives them and forgets them. */
  take(time: number): PackedPayloads | undefined;
};

/** @param maxBytes of payloads kept, about 1 KB each */
export function createPayloadCache(maxBytes: number): PayloadCache {
  const kept = new Map<number, PackedPayloads>();
  let bytes = 0;
  const take = (time: number): PackedPayloads | undefined => {
    const payloads = kept.get(time);
    kept.delete(time);
    bytes -= payloads?.bytes.length ?? 0;
    return payloads;
  };
  return {
    put(time, payloads) {
      kept.set(time, payloads);
      bytes += payloads.bytes.length;
      // The newest leave: those at the front are signed first.
      while (bytes > maxBytes) take([...kept.keys()].at(-1) as number);
    },
    take,
  };
}
