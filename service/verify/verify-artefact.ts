import type { Primitives } from '../proof/primitives.ts';
import type { Artefact } from './artefact/artefact.ts';
import type { EngineCache } from './cache.ts';
import { checkAnchor, checkAuthority } from './checks/anchor.ts';
import { checkChain } from './checks/chain.ts';
import type { ChainResult } from './checks/chain.ts';
import { passed, undetermined } from './checks/check.ts';
import { checkHolder } from './checks/holder.ts';
import { checkIssuerAtIssuance } from './checks/issuer.ts';
import { checkKey, KEY_USE } from './checks/key.ts';
import { checkRecord } from './checks/record.ts';
import type { RecordWords } from './checks/record.ts';
import { checkCertificateSchema } from './checks/schema.ts';
import { checkStatus } from './checks/status.ts';
import { checkValidity } from './checks/validity.ts';
import { knownTypes } from './data.ts';
import { decide } from './decide.ts';
import { slotKey } from './evidence/prove-slots.ts';
import { isZero, readHead } from './evidence/words.ts';
import { prepareArtefact } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { PreparedCertificate } from './prepare-certificate.ts';
import { readListedStatus } from './status/status-list.ts';
import type { ListedStatus } from './status/status-list.ts';
import type { PendingRecord } from './prepare-record.ts';
import type {
  Check,
  CheckName,
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Policy,
  SlotRef,
  TrustedPoint,
  TypeSchema,
  Verdict,
} from './types.ts';

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
  /** What the presentation must be bound to; demanding it requires the check. */
  holder?: HolderDemand | undefined;
  cache?: EngineCache | undefined;
  /** From `prepareArtefact` for this artefact and trusted point. */
  prepared?: Prepared | undefined;
  /** Certificate types whose claims are checked; the project's own when absent. */
  types?: readonly TypeSchema[] | undefined;
};

function wordOf(chain: ChainResult, slot: SlotRef): Uint8Array | undefined {
  return chain.slots?.get(slotKey(slot));
}

/** What the status list says that the caller brought, if the certificate names one. */
async function listedStatus(input: Verification, { form }: PreparedCertificate): Promise<ListedStatus | undefined> {
  const { primitives, trustedPoint, now, cache, evidence } = input;
  const token: unknown = evidence?.statusList;
  if (form?.statusList === undefined || trustedPoint === undefined || typeof token !== 'string') return undefined;
  const { statusList: entry, iss } = form;
  return readListedStatus({ primitives, token, entry, iss, trustedPoint, now, cache });
}

function chainChecksOfCertificate(
  prepared: PreparedCertificate,
  chain: ChainResult,
  listed: ListedStatus | undefined,
): Check[] {
  const { form, pending } = prepared;
  if (form === undefined || pending === undefined) return [];
  const { department, slots } = pending;
  const asOf = chain.check.asOf;
  const { check: anchorCheck, anchor } = checkAnchor(wordOf(chain, slots.anchor), form.anchor, asOf);
  const demand = anchor && { department, use: KEY_USE.sign, at: anchor.time };
  return [
    checkIssuerAtIssuance(pending.chain, anchor?.time),
    checkKey(wordOf(chain, slots.key), demand, asOf),
    anchorCheck,
    checkAuthority(anchor, department, asOf),
    // A word of zeros says valid only of an anchor that is there.
    checkStatus(anchor && wordOf(chain, slots.status), form.anchor.index, asOf, listed),
  ];
}

function recordWords({ slots }: PendingRecord, chain: ChainResult): RecordWords | undefined {
  const [root, coverage, owner] = slots.head.map((slot) => wordOf(chain, slot));
  const dispute = wordOf(chain, slots.dispute);
  if (root === undefined || coverage === undefined || owner === undefined || dispute === undefined) return undefined;
  return { root, head: readHead(coverage, owner), dispute, pastRoot: slots.past && wordOf(chain, slots.past) };
}

function chainChecksOfRecord(prepared: Prepared['content'] & { kind: 'record-answer' }, chain: ChainResult): Check[] {
  const { answer, pending } = prepared;
  if (pending === undefined) return [];
  const asOf = chain.check.asOf;
  const words = recordWords(pending, chain);
  const committed = words !== undefined && !isZero(words.root) ? words.head : undefined;
  const { department, time } = committed ?? {};
  const demand = department === undefined ? undefined : { department, use: KEY_USE.vrf, at: time as number };
  return [
    checkKey(wordOf(chain, pending.slots.key), demand, asOf),
    // The contract takes commits of a domain from the department accredited for it and from no one else.
    department === undefined
      ? undetermined('authority', 'authority.unproven')
      : passed('authority', { evidence: { department }, ...(asOf === undefined ? {} : { asOf }) }),
    checkRecord(answer, pending.proof, words, asOf),
  ];
}

/** Checks of a certificate that need neither chain nor issuer. */
async function ownChecks(input: Verification, prepared: PreparedCertificate): Promise<Check[]> {
  const { form, claims, artefact } = prepared;
  if (form === undefined || claims === undefined) return [];
  const { primitives, now, holder, policy, trustedPoint, types = knownTypes } = input;
  const required = holder !== undefined || policy.required.includes('holder');
  return [
    checkValidity(form, now),
    await checkHolder(primitives, artefact, form.holderKey, holder, { required, now }),
    ...(trustedPoint === undefined ? [] : [checkCertificateSchema(form.vct, claims, trustedPoint, types)]),
  ];
}

/**
 * The verdict on an artefact: valid, invalid or undetermined, with every check, its reason and the age of what it rests
 * on. Never throws on input, whatever artefact and evidence hold; an exception is a bug.
 */
export async function verifyArtefact(input: Verification): Promise<Verdict> {
  const { artefact, trustedPoint, policy, now, primitives, cache } = input;
  const prepared = input.prepared ?? (await prepareArtefact({ primitives, artefact, trustedPoint, cache }));
  if (prepared.artefact !== artefact || prepared.trustedPoint !== trustedPoint) {
    throw new TypeError('prepared for another artefact or trusted point');
  }
  const { content, plan } = prepared;
  const run: Check[] = [...content.checks];
  const also: CheckName[] = [];
  if (content.kind === 'certificate') {
    run.push(...(await ownChecks(input, content)));
    if (input.holder !== undefined) also.push('holder');
  } else if (content.kind === 'record-answer' && content.answer.leaf !== undefined) also.push('schema');

  const notices: string[] = [];
  let chain: ChainResult | undefined;
  if (plan.slots.length > 0 && trustedPoint !== undefined) {
    const evidence = input.evidence ?? { unavailable: 'chain.unreachable', detail: 'no evidence was brought' };
    chain = await checkChain({ primitives, evidence, plan, trustedPoint, policy, now, cache });
    run.push(chain.check);
    if (content.kind === 'certificate') {
      const listed = await listedStatus(input, content);
      run.push(...chainChecksOfCertificate(content, chain, listed));
      if (listed?.usable === false) notices.push('status.listUnusable');
    }
    if (content.kind === 'record-answer') run.push(...chainChecksOfRecord(content, chain));
  }
  const { verdict, codes, checks } = decide(content.kind, run, policy, also);
  if (chain?.check.outcome === 'passed' && trustedPoint?.development) notices.push('chain.developmentQuorum');
  return {
    verdict,
    codes,
    checks,
    notices,
    ...(plan.chain === '' ? {} : { region: plan.chain }),
    ...(chain?.summary === undefined ? {} : { evidence: chain.summary }),
    ...(content.kind === 'defective' || content.claims === undefined ? {} : { claims: content.claims }),
    checkedAt: now,
  };
}
