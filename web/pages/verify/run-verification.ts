import type { Primitives } from '../../../service/proof/primitives.ts';
import {
  artefactChain,
  evidenceFromBundles,
  policyOf,
  prepareArtefact,
  readArtefact,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type {
  EngineCache,
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  OpenBundles,
  Plan,
  Verdict,
} from '../../../service/verify/index.ts';
import { client } from '../../api/client.ts';
import { decryptPresentation, looksLikePresentationLink, parsePresentationLink } from '../../api/presentation.ts';
import { Problem, ServiceUnreachable } from '../../api/problem.ts';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { nowSeconds } from '../../shell/time.ts';

/** One answer, and whether a holder presented it here. */
export type Verification = { verdict: Verdict; presented: boolean };

/** What the engine needs from its surroundings; one for the life of the page. */
export type Engine = { primitives: Primitives; cache: EngineCache };

/** A slot lives 60 seconds and works once; the rest allows for clocks that differ. */
const presentationMaxAgeSeconds = 90;

type Handed = { artefact: string; policy: 'window' | 'presentation'; holder?: HolderDemand };

/** A presentation link is taken, which works once, and decrypted; anything else is the artefact itself. */
async function receive(text: string, region: Region, signal: AbortSignal): Promise<Handed> {
  if (!looksLikePresentationLink(text)) return { artefact: text, policy: 'window' };
  const link = parsePresentationLink(text);
  const { ciphertext, nonce } = await client.takePresentation(link.id, { signal });
  const artefact = await decryptPresentation(ciphertext, link.key);
  const audience = `${region.home.base}/windows`;
  return { artefact, policy: 'presentation', holder: { audience, nonce, maxAgeSeconds: presentationMaxAgeSeconds } };
}

/** Evidence through the city's own relay. Whatever keeps it away says nothing about the artefact. */
async function fetchEvidence(plan: Plan, signal: AbortSignal): Promise<EvidenceBundle | EvidenceUnavailable> {
  try {
    return await client.evidence(plan, { signal });
  } catch (error) {
    if (error instanceof Problem && error.code === 'chain.behind') return { unavailable: 'chain.behind' };
    if (error instanceof Problem || error instanceof ServiceUnreachable) {
      return { unavailable: 'chain.unreachable', detail: error.code };
    }
    throw error;
  }
}

/** Evidence now, or, where none can be had, from a bundle of that city: then under a policy that knows its age. */
async function gather(plan: Plan, bundles: OpenBundles, signal: AbortSignal): Promise<Gathered> {
  if (plan.slots.length === 0) return { evidence: undefined, offline: false };
  const evidence = await fetchEvidence(plan, signal);
  const away = 'unavailable' in evidence && evidence.unavailable === 'chain.unreachable';
  if (!away || !bundles.has(plan.chain)) return { evidence, offline: false };
  return { evidence: evidenceFromBundles(bundles, plan), offline: true };
}

type Gathered = { evidence: EvidenceBundle | EvidenceUnavailable | undefined; offline: boolean };

/**
 * One verification, in this browser: only the plan's slots are sent anywhere, and every byte that comes back is checked.
 *
 * @throws PresentationLinkBroken, PresentationUnreadable, Problem, ServiceUnreachable (a link that cannot be taken)
 */
export async function runVerification(
  text: string,
  region: Region,
  { primitives, cache }: Engine,
  bundles: OpenBundles,
  signal: AbortSignal,
): Promise<Verification> {
  const handed = await receive(text, region, signal);
  const artefact = readArtefact(handed.artefact);
  const trustedPoint = cityOf(region, artefactChain(artefact));
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, cache });
  const { evidence, offline } = await gather(prepared.plan, bundles, signal);
  // A city whose own chain is no demonstration accepts none from elsewhere either.
  const policy = policyOf(offline ? 'offline' : handed.policy, { production: !region.home.development });
  const { holder } = handed;
  const now = nowSeconds();
  const verdict = await verifyArtefact({
    primitives,
    artefact,
    trustedPoint,
    evidence,
    policy,
    now,
    holder,
    cache,
    prepared,
  });
  return { verdict, presented: holder !== undefined };
}
