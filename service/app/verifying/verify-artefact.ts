import type { Clock } from '../../ports/clock.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { artefactChain, readArtefact } from '../../verify/artefact/read-artefact.ts';
import type { EngineCache } from '../../verify/cache.ts';
import { prepareArtefact } from '../../verify/prepare.ts';
import type { Verified } from '../../verify/receipt/receipt.ts';
import type { HolderDemand, Policy, Verdict } from '../../verify/types.ts';
import { verifyArtefact } from '../../verify/verify-artefact.ts';
import type { Evidence, Sources } from './sources.ts';

export type VerifyingDeps = {
  primitives: Primitives;
  sources: Sources;
  engine: EngineCache;
  clock: Clock;
};

/** What is to be verified, and what for. */
export type VerifyingRequest = {
  artefact: string;
  policy: Policy;
  holder?: HolderDemand | undefined;
  /** Unix seconds, not later than now: the verdict is to speak of that time. */
  asOf?: number | undefined;
  /** A Token Status List to compare with the chain, instead of the one that the issuing region publishes. */
  statusList?: string | undefined;
};

/** What {@link withList} made of evidence, for as long as that is there. */
const listed = new WeakMap<Evidence, Evidence>();

/** Evidence with a status list: of the same two the same object, by which the engine knows what it has proven. */
function withList(evidence: Evidence, statusList: string | undefined): Evidence {
  if (statusList === undefined) return evidence;
  const known = listed.get(evidence);
  if (known?.statusList === statusList) return known;
  const both = { ...evidence, statusList };
  listed.set(evidence, both);
  return both;
}

/**
 * The verdict on an artefact of any known region, with what it rests on. That region's chain is asked; its service only
 * for a status list, which can contradict the chain and never stands for it. Home is verified by the same path as a
 * partner. Every artefact gets a verdict; an exception is a bug.
 *
 * When a fresh answer of the chain proves nothing (a liar in between, attesters that have stopped), evidence kept from
 * earlier still counts until its maximum age; of the past nothing is kept.
 */
export async function verifyAnArtefact(deps: VerifyingDeps, request: VerifyingRequest): Promise<Verified> {
  const { primitives, sources, engine, clock } = deps;
  const { policy, holder, asOf } = request;
  const artefact = readArtefact(request.artefact, engine);
  const chain = artefactChain(artefact);
  const trustedPoint = chain === undefined ? undefined : await sources.trustedPoint(chain);
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, asOf, cache: engine });
  const given = { primitives, artefact, trustedPoint, policy, holder, asOf, cache: engine, prepared };
  const verify = async (evidence?: Evidence): Promise<Verified> => {
    const verdict = await verifyArtefact({ ...given, evidence, now: Math.max(clock.now(), asOf ?? 0) });
    return { artefact: request.artefact, evidence, trustedPoint, policy, holder, verdict };
  };
  const { statusList: uri, ...plan } = prepared.plan;
  if (trustedPoint === undefined || plan.slots.length === 0) return verify();

  const { genesisHash } = trustedPoint;
  const listOf = (fresh: boolean) =>
    uri === undefined ? undefined : (request.statusList ?? sources.statusList(plan.chain, uri, fresh));
  const [fetched, listed] = await Promise.all([sources.gather(plan), listOf(false)]);
  let statusList = listed;
  let answer = await verify(withList(fetched, statusList));
  if (answer.verdict.codes[0] === 'status.conflict' && request.statusList === undefined) {
    // The status may have changed since the list was fetched that is kept.
    statusList = await listOf(true);
    answer = await verify(withList(fetched, statusList));
  }
  if (asOf !== undefined) return answer;
  const { verdict } = answer;
  if (chainPassed(verdict)) {
    if (!('unavailable' in fetched) && verdict.evidence !== undefined) {
      await sources.keep(genesisHash, plan.slots, fetched, verdict.evidence);
    }
    return answer;
  }
  const kept = await sources.kept(genesisHash, plan);
  if (kept === undefined) return answer;
  // Where even what was kept is too old, the trouble of the moment is the answer.
  const again = await verify(withList(kept, statusList));
  return chainPassed(again.verdict) ? again : answer;
}

const chainPassed = (verdict: Verdict): boolean =>
  verdict.checks.some(({ check, outcome }) => check === 'chain' && outcome === 'passed');
