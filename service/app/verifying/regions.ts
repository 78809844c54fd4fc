import type { ChainReader } from '../../ports/chain-reader.ts';
import type { TrustedPoint } from '../../verify/types.ts';

/** What this service knows of a region: what to believe, and, where it has an address, how to ask its chain. */
export type KnownRegion = {
  trustedPoint: TrustedPoint;
  home: boolean;
  reader: Pick<ChainReader, 'evidence' | 'blocks'> | undefined;
};

/** Home and the partners that the home PartnerRegistry admits, by CAIP-2 name. */
export type Regions = {
  /** May ask the home chain once more before it says that a region is unknown. */
  find(caip2: string): Promise<KnownRegion | undefined>;
  /** Home first. */
  all(): KnownRegion[];
};
