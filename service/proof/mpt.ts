import { keccak_256 } from '@noble/hashes/sha3.js';
import { equalBytes, hexToBytes } from './bytes.ts';
import { ProofInvalid } from './proof-invalid.ts';
import { isRlpList, NotRlp, rlpListItems, rlpString } from './rlp.ts';

/** Root of the trie without entries: keccak256(0x80). */
export const EMPTY_TRIE_ROOT = hexToBytes('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');

const EMPTY_STRING = 0x80;

function nibbles(key: Uint8Array): Uint8Array {
  const path = new Uint8Array(key.length * 2);
  for (let i = 0; i < key.length; i++) {
    path[2 * i] = (key[i] as number) >>> 4;
    path[2 * i + 1] = (key[i] as number) & 15;
  }
  return path;
}

/** Hex-prefix encoding (yellow paper, appendix C): a flag nibble, then the path's nibbles. */
function hexPrefix(encoded: Uint8Array): { leaf: boolean; path: Uint8Array } {
  const all = nibbles(encoded);
  const flag = all[0] ?? 16;
  const odd = (flag & 1) === 1;
  if (flag > 3 || (!odd && all[1] !== 0)) throw new ProofInvalid('path is not hex-prefix encoded');
  return { leaf: flag >= 2, path: all.subarray(odd ? 1 : 2) };
}

function startsWith(path: Uint8Array, at: number, part: Uint8Array): boolean {
  return at + part.length <= path.length && equalBytes(path.subarray(at, at + part.length), part);
}

/** Gives the node of a hash: 32 bytes. */
type Load = (hash: Uint8Array) => Uint8Array;

/** Goes down from the root to where the key's path ends; `load` answers for the nodes it gives. */
function descend(root: Uint8Array, key: Uint8Array, load: Load): Uint8Array | undefined {
  const path = nibbles(key);
  let at = 0;

  const child = (reference: Uint8Array): Uint8Array => {
    if (isRlpList(reference)) {
      if (reference.length >= 32) throw new ProofInvalid('embedded node is too long');
      return reference;
    }
    const hash = rlpString(reference);
    if (hash.length !== 32) throw new ProofInvalid('reference is no hash');
    return load(hash);
  };

  let node = load(root);
  // Some nodes answer an empty trie with its one-byte encoding, others with nothing.
  if (node.length === 1 && node[0] === EMPTY_STRING) return undefined;
  // Every step takes a nibble or ends, except from a branch's or extension's child, so the loop is bounded by the path.
  for (;;) {
    const items = rlpListItems(node);
    if (items.length === 17) {
      if (at === path.length) {
        const value = rlpString(items[16] as Uint8Array);
        return value.length === 0 ? undefined : value;
      }
      const reference = items[path[at++] as number] as Uint8Array;
      if (reference[0] === EMPTY_STRING) return undefined;
      node = child(reference);
    } else if (items.length === 2) {
      const { leaf, path: part } = hexPrefix(rlpString(items[0] as Uint8Array));
      const matches = startsWith(path, at, part);
      if (leaf) {
        const value = rlpString(items[1] as Uint8Array);
        if (value.length === 0) throw new ProofInvalid('leaf without value');
        return matches && at + part.length === path.length ? value : undefined;
      }
      if (part.length === 0) throw new ProofInvalid('extension without path');
      if (!matches) return undefined;
      at += part.length;
      node = child(items[1] as Uint8Array);
    } else {
      throw new ProofInvalid('node is neither branch, extension nor leaf');
    }
  }
}

function walk(root: Uint8Array, key: Uint8Array, load: Load): Uint8Array | undefined {
  try {
    return descend(root, key, load);
  } catch (error) {
    if (error instanceof NotRlp) throw new ProofInvalid('node is not canonical RLP', { cause: error });
    throw error;
  }
}

/**
 * Reads a key from a Merkle-Patricia trie by proof.
 *
 * @param root the trie's root, known from elsewhere (32 bytes); a check without it would accept forgeries
 * @param key the path's bytes; for state and storage tries keccak256 of address or slot
 * @param nodes RLP of the nodes from the root down; nodes under 32 bytes are embedded in their parents and not listed
 * @returns the value, or undefined when the proof shows that the key is absent
 * @see Ethereum yellow paper, appendix D
 * @throws ProofInvalid when the proof shows neither: a proof that is too short is no proof of absence
 */
export function mptGet(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Uint8Array | undefined {
  if (nodes.length === 0 && equalBytes(root, EMPTY_TRIE_ROOT)) return undefined;
  let used = 0;
  const value = walk(root, key, (hash) => {
    const node = nodes[used++];
    if (node === undefined) throw new ProofInvalid('proof ends before the path does');
    if (!equalBytes(keccak_256(node), hash)) throw new ProofInvalid('node is not the one its parent names');
    return node;
  });
  if (used !== nodes.length) throw new ProofInvalid('more nodes than the path needs');
  return value;
}

/**
 * The proof of a key, from the root down as {@link mptGet} takes it, picked from nodes of one or many tries.
 *
 * @param nodeOf the node with this hash, if it is there
 * @returns undefined when a node that the path needs is not there
 * @throws ProofInvalid
 */
export function mptProof(
  root: Uint8Array,
  key: Uint8Array,
  nodeOf: (hash: Uint8Array) => Uint8Array | undefined,
): Uint8Array[] | undefined {
  if (equalBytes(root, EMPTY_TRIE_ROOT)) return [];
  const nodes: Uint8Array[] = [];
  const missing = new ProofInvalid('a node is not there');
  try {
    walk(root, key, (hash) => {
      const node = nodeOf(hash);
      if (node === undefined) throw missing;
      nodes.push(node);
      return node;
    });
  } catch (error) {
    if (error === missing) return undefined;
    throw error;
  }
  return nodes;
}
