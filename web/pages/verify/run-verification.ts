import { bytesToHex } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { certificateLeaf } from '../../../service/proof/certificate.ts';
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
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { nowSeconds } from '../../shell/time.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import type { EvidenceSource } from './fetch-evidence.ts';

/** What was verified and under which demands; to have it done again, or for a receipt. */
export type Handed = { artefact: string; policy: 'window' | 'presentation'; holder?: HolderDemand };

/**
 * One answer, and whether a holder presented it here. `superseded`: by what to ask for the replacement.
 */
export type Verification = {
  verdict: Verdict;
  presented: boolean;
  handed: Handed;
  superseded?: { chain: string; leaf: Hex } | undefined;
};

/** What the engine needs from its surroundings; one for the life of the page. */
export type Engine = { primitives: Primitives; cache: EngineCache };

/** Where and as of when. `asOf`: Unix seconds; now when absent. */
export type Circumstances = {
  region: Region;
  engine: Engine;
  bundles: OpenBundles;
  asOf?: number | undefined;
  evidence?: EvidenceSource;
};

/** A slot lives 60 seconds and works once; the rest allows for clocks that differ. */
const presentationMaxAgeSeconds = 90;

/** A presentation link is taken, which works once, and decrypted; anything else is the artefact itself. */
async function receive(text: string, region: Region, signal: AbortSignal): Promise<Handed> {
  if (!looksLikePresentationLink(text)) return { artefact: text, policy: 'window' };
  const link = parsePresentationLink(text);
  const { ciphertext, nonce } = await client.takePresentation(link.id, { signal });
  const artefact = await decryptPresentation(ciphertext, link.key);
  const audience = `${region.home.base}/windows`;
  return { artefact, policy: 'presentation', holder: { audience, nonce, maxAgeSeconds: presentationMaxAgeSeconds } };
}

type Gathered = { evidence: EvidenceBundle | EvidenceUnavailable | undefined; offline: boolean };

/** Evidence now, or, where none can be had, from a bundle of that city: then under a policy that knows its age. */
async function gather(
  plan: Plan,
  { bundles, evidence: source }: Circumstances,
  signal: AbortSignal,
): Promise<Gathered> {
  if (plan.slots.length === 0) return { evidence: undefined, offline: false };
  const evidence = await (source ?? fetchEvidence)(plan, signal);
  const away = 'unavailable' in evidence && evidence.unavailable === 'chain.unreachable';
  // A bundle holds states and no history.
  if (!away || plan.statusHistory !== undefined || !bundles.has(plan.chain)) return { evidence, offline: false };
  return { evidence: evidenceFromBundles(bundles, plan), offline: true };
}

/**
 * One verification, in this browser: only the plan is sent anywhere, and every byte that comes back is checked.
 *
 * @throws PresentationLinkBroken, PresentationUnreadable, Problem, ServiceUnreachable (a link that cannot be taken)
 */
export async function runVerification(
  text: string,
  circumstances: Circumstances,
  signal: AbortSignal,
): Promise<Verification> {
  const { region, engine, asOf } = circumstances;
  const { primitives, cache } = engine;
  const handed = await receive(text, region, signal);
  const artefact = readArtefact(handed.artefact);
  const trustedPoint = cityOf(region, artefactChain(artefact));
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, asOf, cache });
  const { plan } = prepared;
  const { evidence, offline } = await gather(plan, circumstances, signal);
  // A city whose own chain is no demonstration accepts none from elsewhere either.
  const policy = policyOf(offline ? 'offline' : handed.policy, { production: !region.home.development });
  const { holder } = handed;
  const given = { primitives, artefact, trustedPoint, policy, holder, asOf, cache, prepared };
  const now = Math.max(nowSeconds(), asOf ?? 0);
  let verdict = await verifyArtefact({ ...given, evidence, now });
  if (verdict.codes[0] === 'status.conflict') {
    // The status may have changed since the list was fetched that the service kept.
    verdict = await verifyArtefact({ ...given, evidence: await fetchEvidence(plan, signal, true), now });
  }
  const gone = artefact.kind === 'certificate' && verdict.codes.includes('status.superseded');
  const superseded = gone
    ? { chain: plan.chain, leaf: bytesToHex(certificateLeaf(primitives.sha256, artefact.payload)) }
    : undefined;
  return { verdict, presented: holder !== undefined, handed, superseded };
}
