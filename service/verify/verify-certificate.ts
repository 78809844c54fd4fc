import { equalBytes } from '../proof/bytes.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { EngineCache } from './cache.ts';
import { checkAnchor, checkAuthority } from './checks/anchor.ts';
import { slotWord } from './checks/chain.ts';
import type { ChainResult } from './checks/chain.ts';
import { checkHolder } from './checks/holder.ts';
import { checkIssuerAtIssuance } from './checks/issuer.ts';
import { checkKey, KEY_USE } from './checks/key.ts';
import { checkCertificateSchema } from './checks/schema.ts';
import { checkPastStatus, checkStatus } from './checks/status.ts';
import { checkValidity } from './checks/validity.ts';
import type { PreparedCertificate } from './prepare-certificate.ts';
import { statusAsOf } from './status/status-history.ts';
import { readListedStatus } from './status/status-list.ts';
import type { ListedStatus } from './status/status-list.ts';
import type { Check, EvidenceBundle, EvidenceUnavailable, HolderDemand, TrustedPoint, TypeSchema } from './types.ts';

/** Under what circumstances a certificate is verified. Times in Unix seconds; asOf: the time the verdict is to speak of. */
export type Circumstances = {
  primitives: Primitives;
  trustedPoint: TrustedPoint | undefined;
  evidence: EvidenceBundle | EvidenceUnavailable;
  now: number;
  asOf: number | undefined;
  holder: HolderDemand | undefined;
  holderRequired: boolean;
  types: readonly TypeSchema[];
  cache: EngineCache | undefined;
};

/** Checks of a certificate that need neither chain nor issuer: period, holder, claims. */
export function ownChecks(given: Circumstances, { form, claims, binding }: PreparedCertificate): Check[] {
  if (form === undefined || claims === undefined) return [];
  const { now, asOf, holder, holderRequired, trustedPoint, types } = given;
  const checks = [checkValidity(form, asOf ?? now), checkHolder(binding, holder, { required: holderRequired, now })];
  if (trustedPoint !== undefined) checks.push(checkCertificateSchema(form.vct, claims, trustedPoint, types));
  return checks;
}

/** What the status list says that the caller brought, if the certificate names one. Of the past no list speaks. */
export function listedStatus(
  given: Circumstances,
  { form, pending }: PreparedCertificate,
): Promise<ListedStatus> | undefined {
  const { primitives, trustedPoint, now, asOf, cache, evidence } = given;
  const token: unknown = evidence.statusList;
  if (pending === undefined || asOf !== undefined || typeof token !== 'string') return undefined;
  if (form?.statusList === undefined || trustedPoint === undefined) return undefined;
  const { statusList: entry, iss } = form;
  return readListedStatus({ primitives, token, entry, iss, trustedPoint, now, cache });
}

/**
 * Checks of a certificate that rest on the chain; `notices` are codes to show that decide nothing.
 *
 * @param listed from {@link listedStatus}
 */
export function chainChecksOfCertificate(
  given: Circumstances,
  { form, pending }: PreparedCertificate,
  chain: ChainResult,
  listed: ListedStatus | undefined,
): { checks: Check[]; notices: string[] } {
  if (form === undefined || pending === undefined) return { checks: [], notices: [] };
  const { department, slots } = pending;
  const { id: anchorId, index } = form.anchor;
  const asOf = chain.check.asOf;
  const { check: anchorCheck, anchor } = checkAnchor(slotWord(chain, slots.anchor), form.anchor, asOf, given.asOf);
  const demand = anchor && { department, use: KEY_USE.sign, at: anchor.time };
  const checks = [
    checkIssuerAtIssuance(pending.chain, anchor?.time),
    checkKey(slotWord(chain, slots.key), demand, asOf),
    anchorCheck,
    checkAuthority(anchor, department, asOf),
  ];
  if (given.asOf !== undefined) {
    const head = anchor && slots.statusHead && slotWord(chain, slots.statusHead);
    const links = 'statusHistory' in given.evidence ? given.evidence.statusHistory : undefined;
    const { sha256 } = given.primitives;
    const status = head && statusAsOf(sha256, { anchorId, head, links, index, time: given.asOf });
    return { checks: [...checks, checkPastStatus(head, status, given.asOf)], notices: [] };
  }
  // Only the certificate's own signing key is among the proven slots; a list by another key stands on X.509 alone.
  const vouched =
    listed?.usable === true &&
    equalBytes(listed.signer, pending.chain.thumbprint) &&
    checkKey(slotWord(chain, slots.key), { department, use: KEY_USE.sign, at: listed.asOf }, asOf).outcome === 'passed';
  // A word of zeros says valid only of an anchor that is there.
  const status = checkStatus(anchor && slotWord(chain, slots.status), index, asOf, listed, vouched);
  return { checks: [...checks, status], notices: listed?.usable === false ? ['status.listUnusable'] : [] };
}
