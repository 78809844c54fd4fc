import type { Hex } from '../proof/bytes.ts';

/** A batch of certificates as the chain's event tells it: `type` is SHA-256 of the vct. */
export type AnchoredBatch = { id: Hex; department: string; type: Hex; size: number; block: number };

/**
 * What a region's chain tells in its events: which batches and keys there are. Unproven and perhaps incomplete, since a
 * node may hide events: good for finding slots, never for saying that something is not there. Errors: `ChainUnreachable`.
 */
export type RegionEvents = {
  /** Batches up to a block, newest first; older ones are only read as they are asked for. */
  batches(through: number): AsyncIterable<AnchoredBatch>;
  /** Thumbprints (SHA-256) of all keys that departments ever had for signing. */
  signingKeys(through: number): Promise<Hex[]>;
};
