import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { mptProof } from '../../proof/mpt.ts';
import { accountFromProof, storageFromProof } from '../../proof/state-proof.ts';
import type { AccountProof, SlotRef } from '../types.ts';

/** Trie nodes by the hash that their parents name them by. */
export type NodeOf = (hash: Uint8Array) => Uint8Array | undefined;

type StorageProof = AccountProof['storageProof'][number];

function storageProofOf(storageRoot: Uint8Array, slot: Hex, nodeOf: NodeOf): StorageProof | undefined {
  const proof = mptProof(storageRoot, keccak_256(hexToBytes(slot)), nodeOf);
  if (proof === undefined) return undefined;
  const value = bytesToHex(storageFromProof(storageRoot, hexToBytes(slot), proof));
  return { key: slot, value, proof: proof.map(bytesToHex) };
}

/**
 * EIP-1186 proofs of slots, put together from the nodes of state and storage tries. A slot that the nodes show to be empty
 * is proven, too.
 *
 * @param slots lower-case hex, of 32 bytes
 * @returns undefined when the nodes do not reach to one of the slots
 * @throws ProofInvalid, AccountAbsent when the root is of no such state
 */
export function proofsFromNodes(
  stateRoot: Uint8Array,
  slots: readonly SlotRef[],
  nodeOf: NodeOf,
): AccountProof[] | undefined {
  const accounts: AccountProof[] = [];
  for (const [address, ofAccount] of Map.groupBy(slots, (slot) => slot.address)) {
    const accountProof = mptProof(stateRoot, keccak_256(hexToBytes(address)), nodeOf);
    if (accountProof === undefined) return undefined;
    const { storageRoot } = accountFromProof(stateRoot, hexToBytes(address), accountProof);
    const storageProof: StorageProof[] = [];
    for (const { slot } of ofAccount) {
      const proof = storageProofOf(storageRoot, slot, nodeOf);
      if (proof === undefined) return undefined;
      storageProof.push(proof);
    }
    accounts.push({ address, accountProof: accountProof.map(bytesToHex), storageProof });
  }
  return accounts;
}
