import { createChainReader } from '../adapters/json-rpc/chain-reader.ts';
import type { ChainData } from '../domain/chain.ts';
import { ChainBehind, ChainUnreachable } from '../ports/chain-reader.ts';
import type { Primitives } from '../proof/primitives.ts';
import { artefactChain, prepareArtefact, readTrustedPoint, verifyArtefact } from '../verify/index.ts';
import type {
  Artefact,
  EngineCache,
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Plan,
  Policy,
  TrustedPoint,
  Verdict,
} from '../verify/index.ts';

export type { ChainData } from '../domain/chain.ts';

/** A region as a verifier has pinned it: whom to ask, and what to believe. The content of a region's network file. */
export type Region = { chain: ChainData; trustedPoint: TrustedPoint };

/** The value is no network file. Get the region's again, from someone you trust. */
export class RegionInvalid extends Error {
  override readonly name = 'RegionInvalid';
  readonly code = 'region.invalid';
}

const isHttp = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isHttp);

/**
 * Reads a region's network file: `{chain, trustedPoint}`. Other members are left alone. Says that it has the right shape,
 * not that it may be believed.
 *
 * @param value parsed JSON
 * @throws RegionInvalid, TrustedPointInvalid
 */
export function readRegion(value: unknown): Region {
  const { chain, trustedPoint: point } = (value ?? {}) as Record<string, unknown>;
  const trustedPoint = readTrustedPoint(point);
  const { caip2, rpcUrls, attestationUrls, scheme, depth } = (chain ?? {}) as Record<string, unknown>;
  if (!isList(rpcUrls) || !isList(attestationUrls)) {
    throw new RegionInvalid('chain.rpcUrls and chain.attestationUrls are lists of http addresses');
  }
  if (!Number.isSafeInteger(depth) || (depth as number) < 0)
    throw new RegionInvalid('chain.depth is a number of blocks');
  if (caip2 !== trustedPoint.caip2 || scheme !== trustedPoint.scheme) {
    throw new RegionInvalid('chain and trusted point differ');
  }
  return { chain: chain as ChainData, trustedPoint };
}

/**
 * Gathers what a plan asks for from the issuing region's own nodes and attesters, over HTTP. What they give is unproven;
 * `verifyArtefact` decides what it proves. What the trusted validators did not sign is dropped here already, so that one
 * liar among several attesters delays nothing.
 *
 * Answers within 3 seconds, also that nothing could be had, which says nothing of the artefact. Keep a bundle while it is
 * young enough: it answers every plan with the same slots and no later block.
 *
 * @param input.plan of `prepareArtefact`
 * @returns undefined for a plan without slots: there is nothing to gather, and nobody is asked
 */
export async function gatherEvidence(
  input: Region & { primitives: Primitives; plan: Plan },
): Promise<EvidenceBundle | EvidenceUnavailable | undefined> {
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

export type Gather = typeof gatherEvidence;

/**
 * The whole course of one verification against the issuing region's own chain: what the artefact says offline, the
 * evidence gathered for it, the verdict. Never throws on input, like `verifyArtefact`.
 *
 * @param input.regions by CAIP-2 name; an artefact of any other is `issuer.unknownRegion`, undetermined
 * @param input.now Unix seconds; read when the evidence has arrived, since evidence of the future is refused
 */
export async function verifyOnline(input: {
  primitives: Primitives;
  regions: ReadonlyMap<string, Region>;
  artefact: Artefact;
  policy: Policy;
  now: () => number;
  /** Unix seconds: the verdict is to speak of that time. */
  asOf?: number | undefined;
  holder?: HolderDemand | undefined;
  cache?: EngineCache | undefined;
  /** Instead of {@link gatherEvidence}: for who keeps bundles. */
  gather?: Gather | undefined;
}): Promise<Verdict> {
  const { primitives, regions, artefact, policy, now, asOf, holder, cache, gather = gatherEvidence } = input;
  const region = regions.get(artefactChain(artefact) ?? '');
  const trustedPoint = region?.trustedPoint;
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, asOf, cache });
  const evidence = region && (await gather({ primitives, ...region, plan: prepared.plan }));
  const given = { primitives, artefact, trustedPoint, evidence, policy, asOf, holder, cache, prepared };
  return verifyArtefact({ ...given, now: now() });
}
