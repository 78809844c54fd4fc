import type { Primitives } from '../../proof/primitives.ts';
import type { Artefact } from '../artefact/artefact.ts';
import { artefactChain } from '../artefact/read-artefact.ts';
import type { EngineCache } from '../cache.ts';
import { prepareArtefact } from '../prepare.ts';
import type {
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Plan,
  Policy,
  TrustedPoint,
  Verdict,
} from '../types.ts';
import { verifyArtefact } from '../verify-artefact.ts';
import type { OpenBundle } from './open-offline-bundle.ts';

/** Opened bundles by CAIP-2 name of their chain. */
export type OpenBundles = ReadonlyMap<string, OpenBundle>;

/** Evidence for a plan from whichever bundle is of its chain. */
export function evidenceFromBundles(bundles: OpenBundles, plan: Plan): EvidenceBundle | EvidenceUnavailable {
  const missing = { unavailable: 'chain.notInBundle', detail: `no bundle of ${plan.chain}` } as const;
  return bundles.get(plan.chain)?.evidence(plan) ?? missing;
}

/**
 * The whole course of one verification without a network. Never throws on input, like `verifyArtefact`.
 *
 * @param input.policy one for offline use (`policyOf('offline', …)`); under any other a bundle counts as long as evidence
 * fetched now
 * @param input.now Unix seconds, as asOf; a bundle holds nothing of the past
 */
export async function verifyOffline(input: {
  primitives: Primitives;
  trustedPoints: readonly TrustedPoint[];
  bundles: OpenBundles;
  artefact: Artefact;
  policy: Policy;
  now: number;
  asOf?: number | undefined;
  holder?: HolderDemand | undefined;
  cache?: EngineCache | undefined;
}): Promise<Verdict> {
  const { trustedPoints, bundles, ...given } = input;
  const chain = artefactChain(given.artefact);
  const trustedPoint = trustedPoints.find(({ caip2 }) => caip2 === chain);
  const prepared = await prepareArtefact({ ...given, trustedPoint });
  const { plan } = prepared;
  const evidence = plan.slots.length === 0 ? undefined : evidenceFromBundles(bundles, plan);
  return verifyArtefact({ ...given, trustedPoint, prepared, evidence });
}
