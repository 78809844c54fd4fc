import type { Clock } from '../../ports/clock.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { artefactChain, readArtefact } from '../../verify/artefact/read-artefact.ts';
import type { EngineCache } from '../../verify/cache.ts';
import { prepareArtefact } from '../../verify/prepare.ts';
import type { EvidenceBundle, EvidenceUnavailable, HolderDemand, Policy, Verdict } from '../../verify/types.ts';
import { verifyArtefact } from '../../verify/verify-artefact.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import type { Regions } from './regions.ts';

export type VerifyingDeps = {
  primitives: Primitives;
  regions: Regions;
  evidence: EvidenceCache;
  engine: EngineCache;
  clock: Clock;
};

/**
 * The verdict on an artefact of any known region, asking that region's chain and never its service. Home is verified by
 * the same path as a partner. Every artefact gets a verdict; an exception is a bug.
 *
 * When a fresh answer of the chain proves nothing (a liar in between, attesters that have stopped), evidence kept from
 * earlier still counts until its maximum age.
 */
export async function verifyAnArtefact(
  deps: VerifyingDeps,
  request: { artefact: string; policy: Policy; holder?: HolderDemand | undefined },
): Promise<Verdict> {
  const { primitives, engine, clock } = deps;
  const artefact = readArtefact(request.artefact);
  const chain = artefactChain(artefact);
  const region = chain === undefined ? undefined : await deps.regions.find(chain);
  const trustedPoint = region?.trustedPoint;
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, cache: engine });
  const verify = (evidence?: EvidenceBundle | EvidenceUnavailable): Promise<Verdict> =>
    verifyArtefact({
      primitives,
      artefact,
      trustedPoint,
      evidence,
      policy: request.policy,
      now: clock.now(),
      holder: request.holder,
      cache: engine,
      prepared,
    });
  const { plan } = prepared;
  if (region === undefined || plan.slots.length === 0) return verify();

  const { genesisHash } = region.trustedPoint;
  const fetched = await fetchEvidence(region, plan);
  const verdict = await verify(fetched);
  if (chainPassed(verdict)) {
    if (!('unavailable' in fetched) && verdict.evidence !== undefined) {
      deps.evidence.put(genesisHash, plan.slots, fetched, verdict.evidence);
    }
    return verdict;
  }
  const kept = deps.evidence.find(genesisHash, plan);
  if (kept === undefined) return verdict;
  // Where even what was kept is too old, the trouble of the moment is the answer.
  const again = await verify(kept);
  return chainPassed(again) ? again : verdict;
}

const chainPassed = (verdict: Verdict): boolean =>
  verdict.checks.some(({ check, outcome }) => check === 'chain' && outcome === 'passed');
