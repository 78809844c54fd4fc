import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { ProofInvalid } from '../../proof/proof-invalid.ts';
import { accountFromProof, AccountAbsent, storageFromProof } from '../../proof/state-proof.ts';
import type { AccountProof, EvidenceBundle, SlotRef } from '../types.ts';
import { EvidenceFault, isLowerHex } from './prove-header.ts';
import type { ProvenHeader } from './prove-header.ts';

/** Nodes of one proof; a path has at most 64 nibbles. */
const MAX_NODES = 65;
/** Bytes of one node as hex: a branch of sixteen hashes and a value has about six hundred. */
const MAX_NODE_HEX = 4_096;

function nodes(proof: unknown, what: string): Uint8Array[] {
  if (!Array.isArray(proof) || proof.length > MAX_NODES) {
    throw new EvidenceFault('chain.evidenceInvalid', `${what} is no list of nodes`);
  }
  return proof.map((node: unknown) => {
    if (!isLowerHex(node) || node.length > MAX_NODE_HEX) {
      throw new EvidenceFault('chain.evidenceInvalid', `${what} holds what is not lower-case hex`);
    }
    return hexToBytes(node);
  });
}

/** 64 digits of a hex quantity, padded or not: nodes differ in how they write slots and values. */
function word(quantity: unknown, what: string): Hex {
  if (typeof quantity !== 'string' || !/^0x[0-9a-f]{1,64}$/.test(quantity)) {
    throw new EvidenceFault('chain.evidenceInvalid', `${what} is no quantity`);
  }
  return quantity.length === 66 ? (quantity as Hex) : `0x${quantity.slice(2).padStart(64, '0')}`;
}

/** How a slot is named in maps of slots. */
export const slotKey = ({ address, slot }: SlotRef): string => `${address}/${slot}`;

type Entry = { readonly account: AccountProof; readonly storage: AccountProof['storageProof'][number] };

/** The proofs of a bundle by slot, and what was read from them so far. */
export type ProvenSlots = {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly storageRoots: Map<string, Uint8Array>;
  readonly values: Map<string, Uint8Array>;
};

/** @throws EvidenceFault */
export function indexSlots(bundle: EvidenceBundle): ProvenSlots {
  const entries = new Map<string, Entry>();
  for (const account of bundle.accounts) {
    if (typeof account?.address !== 'string' || !Array.isArray(account.storageProof)) {
      throw new EvidenceFault('chain.evidenceInvalid', 'account proof of another shape');
    }
    for (const storage of account.storageProof) {
      const key = slotKey({ address: account.address, slot: word(storage?.key, 'slot key') });
      if (!entries.has(key)) entries.set(key, { account, storage });
    }
  }
  return { entries, storageRoots: new Map(), values: new Map() };
}

function storageRootOf(
  proven: ProvenSlots,
  { address, accountProof }: AccountProof,
  stateRoot: Uint8Array,
): Uint8Array {
  const known = proven.storageRoots.get(address);
  if (known !== undefined) return known;
  const { storageRoot } = accountFromProof(stateRoot, hexToBytes(address), nodes(accountProof, 'account proof'));
  proven.storageRoots.set(address, storageRoot);
  return storageRoot;
}

function proveSlot(proven: ProvenSlots, header: ProvenHeader, wanted: SlotRef): Uint8Array {
  const entry = proven.entries.get(slotKey(wanted));
  if (entry === undefined) throw new EvidenceFault('chain.evidenceIncomplete', `no proof of ${slotKey(wanted)}`);
  const { account, storage } = entry;
  try {
    const storageRoot = storageRootOf(proven, account, header.stateRoot);
    const value = storageFromProof(storageRoot, hexToBytes(wanted.slot), nodes(storage.proof, 'storage proof'));
    // Nobody relies on the value stated, but a proof of another value is another's mistake, not to be passed on.
    if (word(storage.value, 'slot value') !== bytesToHex(value)) {
      throw new EvidenceFault('chain.evidenceInvalid', 'stated value is not the proven one');
    }
    return value;
  } catch (error) {
    if (error instanceof ProofInvalid || error instanceof AccountAbsent) {
      throw new EvidenceFault('chain.evidenceInvalid', `${error.code}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/**
 * The 32 bytes of each slot, read by proof from the header's state.
 *
 * @param proven of this bundle; it keeps what is read, for the next question about the same bundle and header
 * @throws EvidenceFault
 */
export function readSlots(
  header: ProvenHeader,
  wanted: readonly SlotRef[],
  proven: ProvenSlots,
): ReadonlyMap<SlotRef, Uint8Array> {
  const words = new Map<SlotRef, Uint8Array>();
  for (const slot of wanted) {
    const key = slotKey(slot);
    const word = proven.values.get(key) ?? proveSlot(proven, header, slot);
    proven.values.set(key, word);
    words.set(slot, word);
  }
  return words;
}

/**
 * The same by {@link slotKey} for a bundle that is asked once: `known` holds values that need no proof any more and gets
 * the new ones.
 *
 * @throws EvidenceFault
 */
export function proveSlots(
  bundle: EvidenceBundle,
  header: ProvenHeader,
  wanted: readonly SlotRef[],
  known: Map<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  const { entries, storageRoots } = indexSlots(bundle);
  readSlots(header, wanted, { entries, storageRoots, values: known });
  return known;
}
