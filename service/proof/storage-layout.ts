import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes, utf8 } from './bytes.ts';
import type { Hex } from './bytes.ts';

// Where the contracts keep what state proofs prove (Solidity docs, "Layout of State Variables in Storage"). The base slots
// are pinned against the compiler's own layout and against a chain by test/unit/proof/storage-layout.test.ts.

/** A value that is no key of the mapping asked for. The caller passes ids as they are on chain. */
export class NotAKey extends Error {
  override readonly name = 'NotAKey';
  readonly code = 'storageLayout.notAKey';
}

const word = (value: number | bigint): Uint8Array => hexToBytes(value.toString(16).padStart(64, '0'));

/** bytesN stand at the left of a word, numbers and addresses at the right. */
const left = (bytes: Uint8Array): Uint8Array => concatBytes(bytes, new Uint8Array(32 - bytes.length));
const right = (bytes: Uint8Array): Uint8Array => concatBytes(new Uint8Array(32 - bytes.length), bytes);

function sized(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw new NotAKey(`${what} has ${length} bytes, not ${bytes.length}`);
  return bytes;
}

/** The slot of `mapping[key]` for a mapping that stands at `slot`. */
const entry = (slot: Uint8Array, key: Uint8Array): Uint8Array => keccak_256(concatBytes(key, slot));

const id = (bytes: Uint8Array, what: string): Uint8Array => sized(bytes, 32, what);
const department = (uscc: string): Uint8Array => left(sized(utf8(uscc), 18, 'department'));

/** The slot `places` after this one: the next member of a struct. */
const after = (slot: Uint8Array, places: number): Uint8Array => word(BigInt(bytesToHex(slot)) + BigInt(places));

/** Base slots of the state variables, by contract. */
export const BASE_SLOTS = {
  AuthorityRegistry: { paused: 0, keys: 1, accounts: 2, departments: 3, accreditations: 4, newestVrfKeys: 5 },
  CertificateAnchors: { anchors: 0, statusWords: 1, statusHeads: 2 },
  RecordRegistry: { heads: 1, roots: 2, disputes: 3 },
  UseLedger: { grants: 0, heads: 1, nonces: 2 },
  PartnerRegistry: { digests: 1 },
} as const;

const authority = BASE_SLOTS.AuthorityRegistry;
const anchors = BASE_SLOTS.CertificateAnchors;
const records = BASE_SLOTS.RecordRegistry;
const uses = BASE_SLOTS.UseLedger;

/** AuthorityRegistry: {authority 160, consuming 8, paused 8}, low-order first as in all below; bits. */
export const pausedSlot = (): Hex => bytesToHex(word(authority.paused));

/** AuthorityRegistry: {department 144, use 8, from 32, until 32, compromisedFrom 32} of a key's thumbprint. */
export const keySlot = (thumbprint: Uint8Array): Hex =>
  bytesToHex(entry(word(authority.keys), id(thumbprint, 'thumbprint')));

/** AuthorityRegistry: {department 144, from 32, until 32, suspended 8} of an account of 20 bytes. */
export const accountSlot = (account: Uint8Array): Hex =>
  bytesToHex(entry(word(authority.accounts), right(sized(account, 20, 'account'))));

const departmentEntry = (uscc: string): Uint8Array => entry(word(authority.departments), department(uscc));

/** AuthorityRegistry: {from 32, until 32, suspendedFrom 32, suspendedUntil 32, suspensions 32} of a department. */
export const departmentSlot = (uscc: string): Hex => bytesToHex(departmentEntry(uscc));

/** AuthorityRegistry: the department's suspension `index` (not the newest), 64 bits {from 32, until 32} each, 4 a word. */
export const olderSuspensionSlot = (uscc: string, index: number): Hex =>
  bytesToHex(entry(after(departmentEntry(uscc), 1), word(Math.floor(index / 4))));

/** AuthorityRegistry: {successor 144, succeededAt 32} of a department. */
export const successorSlot = (uscc: string): Hex => bytesToHex(after(departmentEntry(uscc), 2));

/** AuthorityRegistry: the number of departments this one succeeded. */
export const predecessorCountSlot = (uscc: string): Hex => bytesToHex(after(departmentEntry(uscc), 3));

/** AuthorityRegistry: {predecessor 144}, number `index` of those this department succeeded. */
export const predecessorSlot = (uscc: string, index: number): Hex =>
  bytesToHex(after(keccak_256(after(departmentEntry(uscc), 3)), index));

const accreditationEntry = (uscc: string, subject: Uint8Array): Uint8Array =>
  entry(entry(word(authority.accreditations), department(uscc)), id(subject, 'subject'));

/** AuthorityRegistry: {from 32, until 32, count 32}: the newest accreditation and the number of them. */
export const accreditationSlot = (uscc: string, subject: Uint8Array): Hex =>
  bytesToHex(accreditationEntry(uscc, subject));

/** AuthorityRegistry: accreditation `index` (not the newest), 64 bits {from 32, until 32} each, four to a word. */
export const olderAccreditationSlot = (uscc: string, subject: Uint8Array, index: number): Hex =>
  bytesToHex(entry(after(accreditationEntry(uscc, subject), 1), word(Math.floor(index / 4))));

/** CertificateAnchors: {department 144, size 32, time 40, blockNumber 40} of a batch. */
export const anchorSlot = (anchorId: Uint8Array): Hex =>
  bytesToHex(entry(word(anchors.anchors), id(anchorId, 'anchor id')));

/** CertificateAnchors: the word with the status of leaf `index`: bits 2 * (index % 128) and the next. */
export const statusWordSlot = (anchorId: Uint8Array, index: number): Hex =>
  bytesToHex(entry(entry(word(anchors.statusWords), id(anchorId, 'anchor id')), word(Math.floor(index / 128))));

/** CertificateAnchors: the newest link of the batch's chain of status changes. */
export const statusHeadSlot = (anchorId: Uint8Array): Hex =>
  bytesToHex(entry(word(anchors.statusHeads), id(anchorId, 'anchor id')));

/**
 * RecordRegistry, a domain's head: [root], [from 32, through 32, vrfEpoch 32, count 64, closedAt 40, epoch 32],
 * [department 144, time 40].
 */
export function headSlots(domain: Uint8Array): [root: Hex, coverage: Hex, owner: Hex] {
  const slot = entry(word(records.heads), id(domain, 'domain'));
  return [bytesToHex(slot), bytesToHex(after(slot, 1)), bytesToHex(after(slot, 2))];
}

/** RecordRegistry: the root of one epoch of a domain, the first being 1. */
export const epochRootSlot = (domain: Uint8Array, epoch: number): Hex =>
  bytesToHex(entry(entry(word(records.roots), id(domain, 'domain')), word(epoch)));

/** RecordRegistry: {raisedAt 40, epoch 32, arbiter 160}, 0 when the record is not in dispute. */
export const disputeSlot = (domain: Uint8Array, recordKey: Uint8Array): Hex =>
  bytesToHex(entry(entry(word(records.disputes), id(domain, 'domain')), id(recordKey, 'record key')));

/** UseLedger, a grant: [department 144, kind 8, cancelled 8, from 32, until 32, remaining 32], [requester], [holder]. */
export function grantSlots(grantId: Uint8Array): [terms: Hex, requester: Hex, holder: Hex] {
  const slot = entry(word(uses.grants), id(grantId, 'grant id'));
  return [bytesToHex(slot), bytesToHex(after(slot, 1)), bytesToHex(after(slot, 2))];
}

/** UseLedger: the newest link of the uses that a department recorded for a requester. */
export const useHeadSlot = (uscc: string, requester: Uint8Array): Hex =>
  bytesToHex(entry(entry(word(uses.heads), department(uscc)), id(requester, 'requester')));

/** UseLedger: the next nonce of a holder commitment. */
export const holderNonceSlot = (holder: Uint8Array): Hex => bytesToHex(entry(word(uses.nonces), id(holder, 'holder')));

/** PartnerRegistry: SHA-256 of a partner's entry, 0 when the region is no partner. */
export const partnerSlot = (chainId: number): Hex =>
  bytesToHex(entry(word(BASE_SLOTS.PartnerRegistry.digests), word(chainId)));
