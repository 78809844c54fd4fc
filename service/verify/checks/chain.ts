import type { Primitives } from '../../proof/primitives.ts';
import type { CachedEvidence, EngineCache } from '../cache.ts';
import { proveOfflineStatement } from '../evidence/offline-statement.ts';
import { EvidenceFault, proveHeader } from '../evidence/prove-header.ts';
import { indexSlots, readSlots } from '../evidence/prove-slots.ts';
import type {
  Check,
  EvidenceBundle,
  EvidenceSummary,
  EvidenceUnavailable,
  Plan,
  Policy,
  SlotRef,
  TrustedPoint,
} from '../types.ts';
import { passed, undetermined } from './check.ts';

/** A validator's clock may run ahead of the verifier's by this much. */
const SKEW_SECONDS = 30;

const UNAVAILABLE: readonly string[] = ['chain.behind', 'chain.notInBundle'];

/** What the chain says by proof: `slots` only when the check passed, so that nothing can rely on less. */
export type ChainResult = {
  check: Check;
  summary?: EvidenceSummary;
  slots?: ReadonlyMap<SlotRef, Uint8Array>;
};

/** The word of a slot, by the plan's own reference to it, when the chain check passed. */
export function slotWord(chain: ChainResult, slot: SlotRef): Uint8Array | undefined {
  return chain.slots?.get(slot);
}

type Limit = Pick<EvidenceSummary, 'maxAgeSeconds' | 'offline'>;

type Question = {
  primitives: Primitives;
  evidence: EvidenceBundle | EvidenceUnavailable;
  plan: Plan;
  trustedPoint: TrustedPoint;
  policy: Policy;
  now: number;
  /** The time a verdict is asked for; evidence from before it says nothing about it. */
  asOf: number | undefined;
  cache: EngineCache | undefined;
};

/** The header of a bundle by its votes; once, where there is a cache. @throws EvidenceFault */
async function prove(question: Question, bundle: EvidenceBundle): Promise<CachedEvidence> {
  const { primitives, trustedPoint } = question;
  const header = await proveHeader(primitives, bundle, trustedPoint);
  const { offline: token } = bundle;
  const offline = token === undefined ? token : await proveOfflineStatement(primitives, token, trustedPoint, header);
  return { header, slots: indexSlots(bundle), offline };
}

/** A bundle that many ask of at the same time is proven once: until it is, the cache holds the promise. */
function proveOnce(question: Question, bundle: EvidenceBundle): CachedEvidence | Promise<CachedEvidence> {
  const { trustedPoint, cache } = question;
  const known = cache?.evidence.get(trustedPoint)?.get(bundle);
  if (known !== undefined) return known;
  const proving = prove(question, bundle);
  if (cache === undefined) return proving;
  const bundles = cache.evidence.get(trustedPoint) ?? new WeakMap();
  cache.evidence.set(trustedPoint, bundles.set(bundle, proving));
  proving.then(
    (proven) => bundles.set(bundle, proven),
    () => bundles.delete(bundle),
  );
  return proving;
}

/** How old evidence may be. Only a policy for it takes the region's word that it may be older than usual. */
function ageLimit({ policy, trustedPoint }: Question, { offline }: CachedEvidence): Limit {
  if (offline !== undefined && policy.offlineMaxAgeSeconds !== undefined) {
    return { offline: true, maxAgeSeconds: Math.min(policy.offlineMaxAgeSeconds, offline.maxAgeSeconds) };
  }
  return { maxAgeSeconds: Math.min(policy.maxAgeSeconds ?? Infinity, trustedPoint.maxAgeSeconds) };
}

function summarise({ trustedPoint, now }: Question, { header }: CachedEvidence, limit: Limit): EvidenceSummary {
  const { number, hexHash, timestamp, statementTime, quorum, votes } = header;
  return {
    chain: trustedPoint.caip2,
    height: number,
    blockHash: hexHash,
    blockTime: timestamp,
    statementTime,
    ageSeconds: Math.max(0, now - statementTime),
    ...limit,
    quorum,
    votes,
    development: trustedPoint.development,
  };
}

/** Age, height and quorum of a proven header; nothing when all are in order. */
function judge(question: Question, { header }: CachedEvidence, limit: Limit): Check | undefined {
  const { plan, trustedPoint, policy, now, asOf: asked } = question;
  const { number, statementTime } = header;
  const asOf = statementTime;
  const { maxAgeSeconds: maxAge, offline } = limit;
  if (trustedPoint.development && policy.production) return undetermined('chain', 'chain.developmentQuorum', { asOf });
  if (statementTime > now + SKEW_SECONDS) return undetermined('chain', 'chain.fromFuture', { asOf });
  if (now - statementTime > maxAge) {
    return undetermined('chain', offline ? 'chain.bundleExpired' : 'chain.stale', { asOf, evidence: { maxAge } });
  }
  if (number < plan.minimumBlock) {
    return undetermined('chain', 'chain.behind', { asOf, detail: `block ${number} is below ${plan.minimumBlock}` });
  }
  if (asked !== undefined && statementTime < asked) {
    return undetermined('chain', 'chain.behind', { asOf, detail: 'the evidence is from before the time asked for' });
  }
  return undefined;
}

/**
 * Whether the evidence is a fresh, proven view of the region's chain. Only ever passed or undetermined: an outage or a
 * liar in between says nothing about a certificate.
 */
export async function checkChain(question: Question): Promise<ChainResult> {
  const { evidence } = question;
  if ('unavailable' in evidence) {
    const { unavailable, detail } = evidence;
    const code = UNAVAILABLE.includes(unavailable) ? unavailable : 'chain.unreachable';
    return { check: undetermined('chain', code, typeof detail === 'string' ? { detail } : {}) };
  }
  try {
    const { plan } = question;
    const proof = proveOnce(question, evidence);
    const known = proof instanceof Promise ? await proof : proof;
    const slots = readSlots(known.header, plan.slots, known.slots);
    const limit = ageLimit(question, known);
    const summary = summarise(question, known, limit);
    const fault = judge(question, known, limit);
    if (fault !== undefined) return { check: fault, summary };
    const { height, votes, quorum } = summary;
    const check = passed('chain', { asOf: known.header.statementTime, evidence: { height, votes, quorum } });
    return { check, summary, slots };
  } catch (error) {
    if (error instanceof EvidenceFault) return { check: undetermined('chain', error.code, { detail: error.message }) };
    throw error;
  }
}
