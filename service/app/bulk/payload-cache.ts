import type { PackedPayloads } from '../../ports/workshop.ts';
import type { ChunkPlace } from './rows.ts';

/**
 * Payloads of chunks between acceptance and signing, so that they need not be opened and made again. Only a cache: what is
 * not in it is made from the store.
 */
export type PayloadCache = {
  put(chunk: ChunkPlace, payloads: PackedPayloads): void;
  /** Gives them and forgets them. */
  take(chunk: ChunkPlace): PackedPayloads | undefined;
};

/** @param maxBytes of payloads kept, about 1 KB each */
export function createPayloadCache(maxBytes: number): PayloadCache {
  const kept = new Map<string, PackedPayloads>();
  let bytes = 0;
  const nameOf = ({ batch, from }: ChunkPlace): string => `${batch}/${from}`;
  const remove = (name: string): PackedPayloads | undefined => {
    const payloads = kept.get(name);
    kept.delete(name);
    bytes -= payloads?.bytes.length ?? 0;
    return payloads;
  };
  return {
    put(chunk, payloads) {
      kept.set(nameOf(chunk), payloads);
      bytes += payloads.bytes.length;
      // The newest leave: those at the front are signed first.
      while (bytes > maxBytes) remove([...kept.keys()].at(-1) as string);
    },
    take: (chunk) => remove(nameOf(chunk)),
  };
}
