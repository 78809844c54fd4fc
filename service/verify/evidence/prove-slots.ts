import { equalBytes, hexToBytes } from '../../proof/bytes.ts';
import { ProofInvalid } from '../../proof/proof-invalid.ts';
import { accountFromProof, AccountAbsent, storageFromProof } from '../../proof/state-proof.ts';
import type { EvidenceBundle, SlotRef } from '../types.ts';
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

/** 32 bytes of a hex quantity, padded or not: nodes differ in how they write slots and values. */
function word(quantity: unknown, what: string): Uint8Array {
  if (typeof quantity !== 'string' || !/^0x[0-9a-f]{1,64}$/.test(quantity)) {
    throw new EvidenceFault('chain.evidenceInvalid', `${what} is no quantity`);
  }
  return hexToBytes(quantity.slice(2).padStart(64, '0'));
}

/** Values read by proof from one proven header; `slotKey` names them. */
export const slotKey = ({ address, slot }: SlotRef): string => `${address}/${slot}`;

function proveSlot(bundle: EvidenceBundle, header: ProvenHeader, wanted: SlotRef): Uint8Array {
  const account = bundle.accounts.find((candidate) => candidate?.address === wanted.address);
  const storage = Array.isArray(account?.storageProof) ? account.storageProof : [];
  const slot = hexToBytes(wanted.slot);
  const entry = storage.find((candidate) => equalBytes(word(candidate?.key, 'slot key'), slot));
  if (account === undefined || entry === undefined) {
    throw new EvidenceFault('chain.evidenceIncomplete', `no proof of ${slotKey(wanted)}`);
  }
  try {
    const address = hexToBytes(wanted.address);
    const { storageRoot } = accountFromProof(header.stateRoot, address, nodes(account.accountProof, 'account proof'));
    const value = storageFromProof(storageRoot, slot, nodes(entry.proof, 'storage proof'));
    // Nobody relies on the value stated, but a proof of another value is another's mistake, not to be passed on.
    if (!equalBytes(word(entry.value, 'slot value'), value)) {
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
 * The 32 bytes of each slot, read by proof from the header's state; `known` holds those read before and gets the new
 * ones.
 *
 * @throws EvidenceFault
 */
export function proveSlots(
  bundle: EvidenceBundle,
  header: ProvenHeader,
  wanted: readonly SlotRef[],
  known: Map<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  for (const slot of wanted) {
    const key = slotKey(slot);
    if (!known.has(key)) known.set(key, proveSlot(bundle, header, slot));
  }
  return known;
}
