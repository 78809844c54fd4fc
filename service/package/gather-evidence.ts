import { createChainReader } from '../adapters/json-rpc/chain-reader.ts';
import type { ChainData } from '../domain/chain.ts';
import { ChainBehind, ChainUnreachable } from '../ports/chain-reader.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { EvidenceBundle, EvidenceUnavailable, Plan, TrustedPoint } from '../verify/index.ts';

export type { ChainData } from '../domain/chain.ts';

/**
 * Gathers what a plan asks for from the issuing region's own nodes and attesters, over HTTP. What they give is unproven;
 * `verifyArtefact` decides what it proves. What the trusted validators did not sign is dropped here already, so that one
 * liar among several attesters delays nothing.
 *
 * Answers within 3 seconds, also that nothing could be had, which says nothing of the artefact.
 * Keep a bundle while it is young enough: a plan with the same slots and no later block is answered by it.
 *
 * @param input.chain where the region of `trustedPoint` is asked
 * @param input.plan of `prepareArtefact`; without slots there is nothing to gather, and nobody is asked
 */
export async function gatherEvidence(input: {
  primitives: Primitives;
  chain: ChainData;
  trustedPoint: TrustedPoint;
  plan: Plan;
}): Promise<EvidenceBundle | EvidenceUnavailable | undefined> {
  const { primitives, chain, trustedPoint, plan } = input;
  if (plan.slots.length === 0) return undefined;
  const reader = createChainReader(chain, { trust: { primitives, point: trustedPoint } });
  try {
    return await reader.evidence(plan);
  } catch (error) {
    if (error instanceof ChainUnreachable || error instanceof ChainBehind) {
      return { unavailable: error.code, detail: error.message };
    }
    throw error;
  }
}
