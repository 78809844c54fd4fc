import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import type { EvidenceBundle, EvidenceUnavailable, Plan } from '../../verify/types.ts';
import type { KnownRegion } from './regions.ts';

/** Evidence for a plan from the region's chain, unproven; or, as a value, why there is none. */
export async function fetchEvidence(region: KnownRegion, plan: Plan): Promise<EvidenceBundle | EvidenceUnavailable> {
  if (region.reader === undefined) {
    return { unavailable: 'chain.unreachable', detail: 'no address of this chain is configured' };
  }
  try {
    const { slots, minimumBlock, statusHistory } = plan;
    return await region.reader.evidence({ slots, minimumBlock, ...(statusHistory && { statusHistory }) });
  } catch (error) {
    if (error instanceof ChainUnreachable || error instanceof ChainBehind) {
      return { unavailable: error.code, detail: error.message };
    }
    throw error;
  }
}
