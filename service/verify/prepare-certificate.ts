import type { Hex } from '../proof/bytes.ts';
import type { JsonObject } from '../proof/canonical-json.ts';
import type { Primitives } from '../proof/primitives.ts';
import { anchorSlot, statusHeadSlot, statusWordSlot } from '../proof/storage-layout.ts';
import type { CertificateArtefact } from './artefact/artefact.ts';
import type { EngineCache } from './cache.ts';
import { checkAlgorithm, checkTyp } from './checks/algorithm.ts';
import { checkInclusion } from './checks/anchor.ts';
import { undetermined } from './checks/check.ts';
import { checkDisclosure } from './checks/disclosure.ts';
import { checkForm } from './checks/form.ts';
import type { AnchorClaim, CertificateForm } from './checks/form.ts';
import { checkBinding } from './checks/holder.ts';
import type { Binding } from './checks/holder.ts';
import { checkIssuerOffline, departmentOf } from './checks/issuer.ts';
import { readChain } from './x509/read-chain.ts';
import type { ParsedChain } from './x509/parsed-chain.ts';
import { checkSignature } from './checks/key.ts';
import type { Check, SlotRef, TrustedPoint } from './types.ts';

/** All that can be said of a certificate without its chain. */
export type PreparedCertificate = {
  readonly kind: 'certificate';
  readonly artefact: CertificateArtefact;
  readonly checks: readonly Check[];
  /** Present once the form and the disclosures hold. */
  readonly form?: CertificateForm;
  readonly claims?: JsonObject;
  /** Present with them when there is a key binding. */
  readonly binding?: Binding | undefined;
  /** Present when nothing but the chain is left to ask. */
  readonly pending?: PendingCertificate | undefined;
};

export type PendingCertificate = {
  readonly department: string;
  readonly chain: ParsedChain & { ok: true };
  readonly slots: {
    readonly anchor: SlotRef;
    readonly status: SlotRef;
    readonly key: SlotRef;
    /** Asked for when the verdict is to speak of the past. */
    readonly statusHead?: SlotRef;
  };
};

const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;

/** Slot keys are Keccak hashes; those of a batch and of the 128 certificates of a word are the same. */
function batchSlots({ id, hexId, index }: AnchorClaim, cache: EngineCache | undefined): { anchor: Hex; status: Hex } {
  const name = `${hexId}/${Math.floor(index / 128)}`;
  const known = cache?.slots.get(name) ?? { anchor: anchorSlot(id), status: statusWordSlot(id, index) };
  cache?.slots.set(name, known);
  return known;
}

/** The slots one certificate's verdict depends on, by contract. */
function slotsOf(
  form: CertificateForm,
  key: Hex,
  trustedPoint: TrustedPoint,
  past: boolean,
  cache: EngineCache | undefined,
): PendingCertificate['slots'] {
  const anchors = lower(trustedPoint.contracts.certificateAnchors);
  const { anchor, status } = batchSlots(form.anchor, cache);
  return {
    anchor: { address: anchors, slot: anchor },
    status: { address: anchors, slot: status },
    key: { address: lower(trustedPoint.contracts.authorityRegistry), slot: key },
    ...(past ? { statusHead: { address: anchors, slot: statusHeadSlot(form.anchor.id) } } : {}),
  };
}

type Offline = { readonly fault?: Check | undefined; readonly pending?: PendingCertificate };

/** Issuer, signature and anchor as far as no chain is needed; the first that does not hold ends it. */
async function checkOffline(
  primitives: Primitives,
  artefact: CertificateArtefact,
  form: CertificateForm,
  { trustedPoint, past, cache }: Surroundings,
): Promise<Offline> {
  if (trustedPoint === undefined || trustedPoint.caip2 !== form.anchor.chain) {
    const detail = `no trusted point for ${form.anchor.chain}`;
    return { fault: undetermined('issuer', 'issuer.unknownRegion', { detail }) };
  }
  const { headerText } = artefact;
  const chain = cache?.chains.get(headerText) ?? (await readChain(primitives, headerText, form.x5c, cache?.chains));
  const department = departmentOf(form.iss, trustedPoint.base);
  const issuerFault = checkIssuerOffline(form, department, chain, trustedPoint);
  if (issuerFault !== undefined || !chain.ok || department === undefined) return { fault: issuerFault };
  const signature = checkSignature(primitives, artefact, chain.leaf.publicKey);
  const inclusionFault = checkInclusion(primitives.sha256, artefact, form, department, trustedPoint);
  const fault = (await signature) ?? inclusionFault;
  if (fault !== undefined) return { fault };
  return { pending: { department, chain, slots: slotsOf(form, chain.keySlot, trustedPoint, past, cache) } };
}

/** `past`: whether the verdict is to speak of a time in the past. */
export type Surroundings = {
  readonly trustedPoint: TrustedPoint | undefined;
  readonly past: boolean;
  readonly cache: EngineCache | undefined;
};

/** Offline checks in order; the first that does not hold ends them, since the rest would rest on nothing. */
export async function prepareCertificate(
  primitives: Primitives,
  artefact: CertificateArtefact,
  surroundings: Surroundings,
): Promise<PreparedCertificate> {
  const { check: formCheck, form } = checkForm(artefact);
  const { check: disclosureCheck, claims } = checkDisclosure(primitives, artefact);
  const checks = [checkAlgorithm(artefact), checkTyp(artefact), formCheck, disclosureCheck];
  if (form === undefined || claims === undefined || checks.some(({ outcome }) => outcome === 'failed')) {
    return { kind: 'certificate', artefact, checks };
  }
  // Both signatures are asked for before either is awaited, so that primitives may check them together.
  const [binding, { fault, pending }] = await Promise.all([
    checkBinding(primitives, artefact, form.holderKey, surroundings.cache?.bindings),
    checkOffline(primitives, artefact, form, surroundings),
  ]);
  if (fault !== undefined) checks.push(fault);
  return { kind: 'certificate', artefact, checks, form, claims, binding, pending };
}
