import type { Primitives } from '../proof/primitives.ts';
import type { Artefact } from './artefact/artefact.ts';
import type { EngineCache } from './cache.ts';
import { isObject } from './artefact/strict-json.ts';
import { checkChain } from './checks/chain.ts';
import type { ChainResult } from './checks/chain.ts';
import { knownTypes } from './data.ts';
import { decide } from './decide.ts';
import { prepareArtefact } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type {
  Check,
  CheckName,
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Policy,
  TrustedPoint,
  TypeSchema,
  Verdict,
} from './types.ts';
import { chainChecksOfCertificate, listedStatus, ownChecks } from './verify-certificate.ts';
import { chainChecksOfRecord } from './verify-record.ts';

export type Verification = {
  primitives: Primitives;
  artefact: Artefact;
  /** Of the region that `artefactChain` names; undefined when the verifier knows no such region. */
  trustedPoint: TrustedPoint | undefined;
  /** What the plan asked for; to be left out when the plan has no slots. */
  evidence?: EvidenceBundle | EvidenceUnavailable | undefined;
  policy: Policy;
  /** Unix seconds. */
  now: number;
  /** Unix seconds, not after `now`: the verdict is to speak of that time. Only certificates have a past that is proven. */
  asOf?: number | undefined;
  /** What the presentation must be bound to; demanding it requires the check. */
  holder?: HolderDemand | undefined;
  cache?: EngineCache | undefined;
  /** From `prepareArtefact` for this artefact, trusted point and time. */
  prepared?: Prepared | undefined;
  /** Certificate types whose claims are checked; the project's own when absent. */
  types?: readonly TypeSchema[] | undefined;
};

function checkPrepared(prepared: Prepared, { artefact, trustedPoint, asOf }: Verification): Prepared {
  if (prepared.artefact !== artefact || prepared.trustedPoint !== trustedPoint || prepared.asOf !== asOf) {
    throw new TypeError('prepared for another artefact, trusted point or time');
  }
  return prepared;
}

/** Evidence comes from a liar until proven otherwise, so its type says nothing yet. */
function evidenceOf(brought: unknown): EvidenceBundle | EvidenceUnavailable {
  if (brought === undefined || brought === null) {
    return { unavailable: 'chain.unreachable', detail: 'no evidence was brought' };
  }
  // What is no object is a bundle without anything in it, and the chain check says so.
  return (isObject(brought) ? brought : {}) as EvidenceBundle | EvidenceUnavailable;
}

type Run = { checks: Check[]; notices: string[]; also: CheckName[]; chain: ChainResult | undefined };

async function runChecks(input: Verification, { content, plan }: Prepared): Promise<Run> {
  const { primitives, trustedPoint, policy, now, asOf, holder, cache, types = knownTypes } = input;
  const run: Run = { checks: [...content.checks], notices: [], also: [], chain: undefined };
  const holderRequired = holder !== undefined || policy.required.includes('holder');
  const evidence = evidenceOf(input.evidence);
  const given = { primitives, trustedPoint, evidence, now, asOf, holder, holderRequired, types, cache };
  if (content.kind === 'certificate') {
    run.checks.push(...ownChecks(given, content));
    if (holder !== undefined) run.also.push('holder');
  }
  // Without its schema a record's fields have no names, and no one can say what was proven.
  if (content.kind === 'record-answer' && content.answer.leaf !== undefined) run.also.push('schema');
  if (plan.slots.length === 0 || trustedPoint === undefined) return run;

  const chain = await checkChain({ primitives, evidence, plan, trustedPoint, policy, now, asOf, cache });
  run.chain = chain;
  run.checks.push(chain.check);
  if (content.kind === 'certificate') {
    const list = listedStatus(given, content);
    const { checks, notices } = chainChecksOfCertificate(given, content, chain, list && (await list));
    run.checks.push(...checks);
    run.notices.push(...notices);
  }
  if (content.kind === 'record-answer') run.checks.push(...chainChecksOfRecord(content, chain));
  if (chain.check.outcome === 'passed' && trustedPoint.development) run.notices.push('chain.developmentQuorum');
  return run;
}

/**
 * The verdict on an artefact: valid, invalid or undetermined, with every check, its reason and the age of what it rests
 * on. Never throws on input, whatever artefact and evidence hold; an exception is a bug.
 */
export async function verifyArtefact(input: Verification): Promise<Verdict> {
  const { asOf, now } = input;
  if (asOf !== undefined && !(asOf <= now)) throw new RangeError('asOf lies after now');
  const ready = checkPrepared(input.prepared ?? (await prepareArtefact(input)), input);
  const { content, plan } = ready;
  const run = await runChecks(input, ready);
  const { verdict, codes, checks } = decide(content.kind, run.checks, input.policy, run.also);
  const answer = { verdict, codes, checks, notices: run.notices } as Verdict;
  if (plan.chain !== '') answer.region = plan.chain;
  if (run.chain?.summary !== undefined) answer.evidence = run.chain.summary;
  if (content.kind !== 'defective' && content.claims !== undefined) answer.claims = content.claims;
  answer.checkedAt = now;
  if (asOf !== undefined) answer.asOf = asOf;
  return answer;
}
