import { bytesToHex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import type { EngineCache } from '../cache.ts';
import { EvidenceFault, proveHeader } from '../evidence/prove-header.ts';
import type { ProvenHeader } from '../evidence/prove-header.ts';
import { indexSlots, readSlots, slotKey } from '../evidence/prove-slots.ts';
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

/** What the chain says by proof: `slots` only when the check passed, so that nothing can rely on less. */
export type ChainResult = {
  check: Check;
  summary?: EvidenceSummary;
  slots?: ReadonlyMap<string, Uint8Array>;
};

/** The word of a slot, when the chain check passed. */
export function slotWord(chain: ChainResult, slot: SlotRef): Uint8Array | undefined {
  return chain.slots?.get(slotKey(slot));
}

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

async function prove(
  question: Question,
  bundle: EvidenceBundle,
): Promise<[ProvenHeader, ReadonlyMap<string, Uint8Array>]> {
  const { primitives, trustedPoint, plan, cache } = question;
  const bundles = cache?.evidence.get(trustedPoint) ?? new WeakMap();
  cache?.evidence.set(trustedPoint, bundles);
  const known = bundles.get(bundle) ?? {
    header: await proveHeader(primitives, bundle, trustedPoint),
    slots: indexSlots(bundle),
  };
  bundles.set(bundle, known);
  return [known.header, readSlots(known.header, plan.slots, known.slots)];
}

function summarise(header: ProvenHeader, trustedPoint: TrustedPoint, now: number): EvidenceSummary {
  const { number, hash, timestamp, statementTime, quorum, votes } = header;
  return {
    chain: trustedPoint.caip2,
    height: number,
    blockHash: bytesToHex(hash),
    blockTime: timestamp,
    statementTime,
    ageSeconds: Math.max(0, now - statementTime),
    quorum,
    votes,
    development: trustedPoint.development,
  };
}

/** Age, height and quorum of a proven header; nothing when all are in order. */
function judge({ plan, trustedPoint, policy, now, asOf: asked }: Question, header: ProvenHeader): Check | undefined {
  const { number, statementTime } = header;
  const asOf = statementTime;
  const maxAge = Math.min(policy.maxAgeSeconds ?? Infinity, trustedPoint.maxAgeSeconds);
  if (trustedPoint.development && policy.production) return undetermined('chain', 'chain.developmentQuorum', { asOf });
  if (statementTime > now + SKEW_SECONDS) return undetermined('chain', 'chain.fromFuture', { asOf });
  if (now - statementTime > maxAge) return undetermined('chain', 'chain.stale', { asOf, evidence: { maxAge } });
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
  const { evidence, trustedPoint, now } = question;
  if ('unavailable' in evidence) {
    const { unavailable, detail } = evidence;
    const code = unavailable === 'chain.behind' ? unavailable : 'chain.unreachable';
    return { check: undetermined('chain', code, typeof detail === 'string' ? { detail } : {}) };
  }
  try {
    const [header, slots] = await prove(question, evidence);
    const summary = summarise(header, trustedPoint, now);
    const fault = judge(question, header);
    if (fault !== undefined) return { check: fault, summary };
    const { height, votes, quorum } = summary;
    const check = passed('chain', { asOf: header.statementTime, evidence: { height, votes, quorum } });
    return { check, summary, slots };
  } catch (error) {
    if (error instanceof EvidenceFault) return { check: undetermined('chain', error.code, { detail: error.message }) };
    throw error;
  }
}
