import { keccak_256 } from '@noble/hashes/sha3.js';
import { mptGet } from './mpt.ts';
import { ProofInvalid } from './proof-invalid.ts';
import { NotRlp, rlpListItems, rlpString, rlpUint } from './rlp.ts';

/** An account under a state root; hashes are 32 bytes. */
export type Account = {
  readonly nonce: bigint;
  readonly balance: bigint;
  readonly storageRoot: Uint8Array;
  readonly codeHash: Uint8Array;
};

/** The proof shows that there is no such account: the contract's address or the chain is another one. */
export class AccountAbsent extends Error {
  override readonly name = 'AccountAbsent';
  readonly code = 'accountAbsent';
}

function hash32(encoded: Uint8Array): Uint8Array {
  const hash = rlpString(encoded);
  if (hash.length !== 32) throw new ProofInvalid('account holds a hash of another length');
  return hash;
}

/**
 * Reads an account by proof. Everything else an `eth_getProof` answer states about the account is to be ignored.
 *
 * @param stateRoot 32 bytes, of a proven header
 * @param address 20 bytes
 * @param accountProof RLP of the nodes from the state root down (EIP-1186)
 * @throws ProofInvalid
 * @throws AccountAbsent when the proof shows that the account does not exist
 */
export function accountFromProof(
  stateRoot: Uint8Array,
  address: Uint8Array,
  accountProof: readonly Uint8Array[],
): Account {
  if (address.length !== 20) throw new RangeError('an address has 20 bytes');
  const value = mptGet(stateRoot, keccak_256(address), accountProof);
  if (value === undefined) throw new AccountAbsent('no account at this address');
  try {
    const items = rlpListItems(value);
    if (items.length !== 4) throw new ProofInvalid('account has another shape');
    const [nonce, balance, storageRoot, codeHash] = items as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    return {
      nonce: rlpUint(nonce, 8),
      balance: rlpUint(balance),
      storageRoot: hash32(storageRoot),
      codeHash: hash32(codeHash),
    };
  } catch (error) {
    if (error instanceof NotRlp) throw new ProofInvalid('account is not canonical RLP', { cause: error });
    throw error;
  }
}

/**
 * Reads a storage slot by proof.
 *
 * @param storageRoot 32 bytes, of an account read by {@link accountFromProof}
 * @param slot the slot's number or key, at most 32 bytes; shorter ones are padded on the left
 * @param proof RLP of the nodes from the storage root down (EIP-1186)
 * @returns the slot's 32 bytes; all zero when the proof shows that it is absent, as the EVM has it
 * @throws ProofInvalid
 */
export function storageFromProof(
  storageRoot: Uint8Array,
  slot: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  if (slot.length > 32) throw new RangeError('a slot has at most 32 bytes');
  const word = new Uint8Array(32);
  word.set(slot, 32 - slot.length);
  const value = mptGet(storageRoot, keccak_256(word), proof);
  word.fill(0);
  if (value === undefined) return word;
  try {
    const scalar = rlpString(value);
    // The EVM deletes a slot that becomes zero, so a stored zero or leading zero is no state of any chain.
    if (scalar.length === 0 || scalar.length > 32 || scalar[0] === 0) throw new ProofInvalid('slot is no scalar');
    word.set(scalar, 32 - scalar.length);
    return word;
  } catch (error) {
    if (error instanceof NotRlp) throw new ProofInvalid('slot is not canonical RLP', { cause: error });
    throw error;
  }
}
