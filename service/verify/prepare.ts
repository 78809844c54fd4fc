import type { Primitives } from '../proof/primitives.ts';
import type { Artefact } from './artefact/artefact.ts';
import { artefactChain } from './artefact/read-artefact.ts';
import type { EngineCache } from './cache.ts';
import { defectCheck } from './checks/form.ts';
import { knownDomains } from './data.ts';
import { prepareCertificate } from './prepare-certificate.ts';
import type { PreparedCertificate } from './prepare-certificate.ts';
import { prepareRecord } from './prepare-record.ts';
import type { PreparedRecord } from './prepare-record.ts';
import type { Check, DomainSchema, Plan, SlotRef, TrustedPoint } from './types.ts';

/** An artefact after every check that needs no chain. Good for one artefact under one trusted point. */
export type Prepared = {
  readonly artefact: Artefact;
  readonly trustedPoint: TrustedPoint | undefined;
  readonly content:
    PreparedCertificate | PreparedRecord | { readonly kind: 'defective'; readonly checks: readonly Check[] };
  readonly plan: Plan;
  /** The time in the past that the verdict is to speak of, if any. */
  readonly asOf: number | undefined;
};

function slotsOf(content: Prepared['content']): SlotRef[] {
  if (content.kind === 'certificate' && content.pending !== undefined) {
    const { anchor, status, key, statusHead } = content.pending.slots;
    return [anchor, statusHead ?? status, key];
  }
  if (content.kind === 'record-answer' && content.pending !== undefined) {
    const { head, dispute, key, past } = content.pending.slots;
    return [...head, dispute, key, ...(past === undefined ? [] : [past])];
  }
  return [];
}

/** What beside slots a certificate's status is read from: a list for the present, the changes for the past. */
function statusSources(
  { form, pending }: PreparedCertificate,
  past: boolean,
): Pick<Plan, 'statusList' | 'statusHistory'> {
  if (form === undefined || pending === undefined) return {};
  if (past) return { statusHistory: { contract: pending.slots.anchor.address, anchorId: form.anchor.hexId } };
  return form.statusList === undefined ? {} : { statusList: form.statusList.uri };
}

/**
 * Runs the checks that need no chain and names the slots that the others need (formats.md, "How one verification runs",
 * step 2). `verifyArtefact` takes the result, so that nothing is checked twice.
 */
export async function prepareArtefact(input: {
  primitives: Primitives;
  artefact: Artefact;
  trustedPoint: TrustedPoint | undefined;
  /** Unix seconds: the verdict is to speak of that time, so the changes of status since are needed. */
  asOf?: number | undefined;
  cache?: EngineCache | undefined;
  domains?: readonly DomainSchema[];
}): Promise<Prepared> {
  const { primitives, artefact, trustedPoint, asOf, cache, domains = knownDomains } = input;
  let content: Prepared['content'];
  if (artefact.kind === 'certificate') {
    content = await prepareCertificate(primitives, artefact, { trustedPoint, past: asOf !== undefined, cache });
  } else if (artefact.kind === 'record-answer') {
    content = prepareRecord(primitives, artefact.answer, trustedPoint, domains, asOf !== undefined);
  } else content = { kind: 'defective', checks: [defectCheck(artefact)] };
  const minimumBlock = content.kind === 'certificate' ? (content.form?.anchor.block ?? 0) : 0;
  const plan: Plan = { chain: artefactChain(artefact) ?? '', minimumBlock, slots: slotsOf(content) };
  if (content.kind === 'certificate') Object.assign(plan, statusSources(content, asOf !== undefined));
  return { artefact, trustedPoint, content, plan, asOf };
}

/**
 * What must be fetched before `verifyArtefact` can answer. Without slots nothing is: the artefact is decided already, and
 * `verifyArtefact` wants no evidence.
 */
export async function planVerification(
  primitives: Primitives,
  artefact: Artefact,
  trustedPoint: TrustedPoint | undefined,
): Promise<Plan> {
  return (await prepareArtefact({ primitives, artefact, trustedPoint })).plan;
}
