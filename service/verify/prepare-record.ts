import type { JsonObject, JsonValue } from '../proof/canonical-json.ts';
import type { Primitives } from '../proof/primitives.ts';
import { disputeSlot, epochRootSlot, headSlots, keySlot } from '../proof/storage-layout.ts';
import { failed, passed, undetermined } from './checks/check.ts';
import { proveRecord } from './checks/record-proof.ts';
import type { RecordProof } from './checks/record-proof.ts';
import { checkRecordSchema } from './checks/schema.ts';
import type { Check, DomainSchema, RecordAnswer, SlotRef, TrustedPoint } from './types.ts';

/** All that can be said of a record answer without its chain. */
export type PreparedRecord = {
  readonly kind: 'record-answer';
  readonly answer: RecordAnswer;
  readonly checks: readonly Check[];
  readonly claims: JsonObject;
  /** Present when nothing but the chain is left to ask. */
  readonly pending?: PendingRecord;
};

export type PendingRecord = {
  readonly proof: RecordProof;
  readonly slots: {
    readonly head: readonly [root: SlotRef, coverage: SlotRef, owner: SlotRef];
    readonly dispute: SlotRef;
    readonly key: SlotRef;
    /** Root of the epoch the answer names. */
    readonly past?: SlotRef;
  };
};

const lower = (hex: `0x${string}`): `0x${string}` => hex.toLowerCase() as `0x${string}`;

function slotsOf(answer: RecordAnswer, proof: RecordProof, trustedPoint: TrustedPoint): PendingRecord['slots'] {
  const records = lower(trustedPoint.contracts.recordRegistry);
  const { domainId, key, thumbprint } = proof;
  const [root, coverage, owner] = headSlots(domainId);
  const at = (slot: `0x${string}`): SlotRef => ({ address: records, slot });
  return {
    head: [at(root), at(coverage), at(owner)],
    dispute: at(disputeSlot(domainId, key)),
    key: { address: lower(trustedPoint.contracts.authorityRegistry), slot: keySlot(thumbprint) },
    ...(answer.epoch === undefined ? {} : { past: at(epochRootSlot(domainId, answer.epoch)) }),
  };
}

/** What the answer says, for people: the domain, the subject and the opened fields. */
function claimsOf({ domain, subject, leaf }: RecordAnswer): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const { name, value } of leaf?.fields ?? []) {
    Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return leaf === undefined ? { domain, subject } : { domain, subject, asOf: leaf.asOf, fields };
}

/** Offline checks of a record answer: whose domain, the fields' names, the VRF, the opened fields. */
export function prepareRecord(
  primitives: Primitives,
  answer: RecordAnswer,
  trustedPoint: TrustedPoint | undefined,
  domains: readonly DomainSchema[],
  past: boolean,
): PreparedRecord {
  const prepared = { kind: 'record-answer', answer, claims: claimsOf(answer) } as const;
  const form = passed('form');
  if (trustedPoint === undefined || trustedPoint.caip2 !== answer.chain) {
    const detail = `no trusted point for ${answer.chain}`;
    return { ...prepared, checks: [form, undetermined('issuer', 'issuer.unknownRegion', { detail })] };
  }
  if (!answer.domain.startsWith(`${trustedPoint.base}/domains/`)) {
    const detail = `${answer.domain} is no domain of ${trustedPoint.base}`;
    return { ...prepared, checks: [form, failed('issuer', 'issuer.outsideRegion', { detail })] };
  }
  const checks = [form, passed('issuer'), checkRecordSchema(answer, domains)];
  // The map says what is, not what was.
  if (past) return { ...prepared, checks: [...checks, undetermined('record', 'record.pastUnsupported')] };
  const proof = proveRecord(primitives.sha256, answer);
  if ('code' in proof) {
    return { ...prepared, checks: [...checks, failed('record', proof.code, { detail: proof.detail })] };
  }
  return { ...prepared, checks, pending: { proof, slots: slotsOf(answer, proof, trustedPoint) } };
}
