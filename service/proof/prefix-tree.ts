import { compareBytes, concatBytes, equalBytes } from './bytes.ts';
import type { Sha256 } from './primitives.ts';
import { tag } from './tag.ts';

/**
 * What stands where the key's path ends: the key's own leaf, nothing, or the only leaf below, which has another key.
 * `hash` is that other key's record leaf, so that the leaf's hash binds the key shown.
 */
export type PrefixFound =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'other'; readonly key: Uint8Array; readonly hash: Uint8Array };

/** Siblings bottom-up (the deepest first), 32 bytes each; their number is the depth at which the path ends. */
export type PrefixProof = { readonly siblings: readonly Uint8Array[]; readonly found: PrefixFound };

/** Keys have 256 bits. */
export const KEY_BITS = 256;
const HASH = 32;
const LEAF_TAG = tag('map-leaf');
const NODE_TAG = tag('map-node');
const EMPTY_TAG = tag('map-empty');

/** Bit `depth` of a key, the most significant first. */
export function keyBit(key: Uint8Array, depth: number): 0 | 1 {
  return (((key[depth >>> 3] as number) >>> (7 - (depth & 7))) & 1) as 0 | 1;
}

/** Whether two keys agree in their first `depth` bits. */
export function sharesPrefix(a: Uint8Array, b: Uint8Array, depth: number): boolean {
  const bytes = depth >>> 3;
  if (compareBytes(a.subarray(0, bytes), b.subarray(0, bytes)) !== 0) return false;
  const rest = depth & 7;
  return rest === 0 || ((a[bytes] as number) ^ (b[bytes] as number)) >>> (8 - rest) === 0;
}

/** SHA-256(tag(map-empty)): the root of the map without entries, and the hash of an empty side. */
export function prefixEmptyHash(sha256: Sha256): Uint8Array {
  return sha256(EMPTY_TAG);
}

// One preimage of each kind is filled in again and again: hashing is synchronous and keeps nothing, and a map of 100,000
// keys hashes a quarter of a million of them.
const LEAF_INPUT = concatBytes(LEAF_TAG, new Uint8Array(2 * HASH));
const NODE_INPUT = concatBytes(NODE_TAG, new Uint8Array(2 + 2 * HASH));

function checkHashes(a: Uint8Array, b: Uint8Array): void {
  if (a.length !== HASH || b.length !== HASH) throw new RangeError('keys and hashes have 32 bytes');
}

/** SHA-256(tag(map-leaf), key 32, recordLeaf 32). @throws RangeError */
export function prefixLeafHash(sha256: Sha256, key: Uint8Array, recordLeaf: Uint8Array): Uint8Array {
  checkHashes(key, recordLeaf);
  LEAF_INPUT.set(key, 32);
  LEAF_INPUT.set(recordLeaf, 64);
  return sha256(LEAF_INPUT);
}

/** SHA-256(tag(map-node), depth u16, left 32, right 32); the root's depth is 0. @throws RangeError */
export function prefixNodeHash(sha256: Sha256, depth: number, left: Uint8Array, right: Uint8Array): Uint8Array {
  checkHashes(left, right);
  NODE_INPUT[32] = depth >>> 8;
  NODE_INPUT[33] = depth;
  NODE_INPUT.set(left, 34);
  NODE_INPUT.set(right, 66);
  return sha256(NODE_INPUT);
}

function wellFormed(key: Uint8Array, proof: PrefixProof): boolean {
  const { siblings, found } = proof;
  if (key.length !== HASH || siblings.length > KEY_BITS) return false;
  if (siblings.some((sibling) => sibling.length !== HASH)) return false;
  if (found.kind !== 'other') return true;
  if (found.key.length !== HASH || found.hash.length !== HASH || equalBytes(found.key, key)) return false;
  return sharesPrefix(found.key, key, siblings.length);
}

/** The root that hashing upwards from the end of the key's path leads to. */
function climb(sha256: Sha256, key: Uint8Array, end: Uint8Array, siblings: readonly Uint8Array[]): Uint8Array {
  let hash = end;
  for (let i = 0; i < siblings.length; i++) {
    const depth = siblings.length - 1 - i;
    const sibling = siblings[i] as Uint8Array;
    hash =
      keyBit(key, depth) === 0
        ? prefixNodeHash(sha256, depth, hash, sibling)
        : prefixNodeHash(sha256, depth, sibling, hash);
  }
  return hash;
}

/**
 * Whether the map with this root holds `recordLeaf` under `key`. Safe on hostile input. Since a root fixes what stands at
 * the end of a key's path, no root has both a proof of presence and one of absence for a key.
 */
export function verifyPresence(
  sha256: Sha256,
  claim: {
    readonly root: Uint8Array;
    readonly key: Uint8Array;
    readonly recordLeaf: Uint8Array;
    readonly proof: PrefixProof;
  },
): boolean {
  const { root, key, recordLeaf, proof } = claim;
  if (proof.found.kind !== 'leaf' || recordLeaf.length !== HASH || !wellFormed(key, proof)) return false;
  return equalBytes(climb(sha256, key, prefixLeafHash(sha256, key, recordLeaf), proof.siblings), root);
}

/** Whether the map with this root holds nothing under `key`. Safe on hostile input. */
export function verifyAbsence(
  sha256: Sha256,
  claim: { readonly root: Uint8Array; readonly key: Uint8Array; readonly proof: PrefixProof },
): boolean {
  const { root, key, proof } = claim;
  const { found, siblings } = proof;
  if (found.kind === 'leaf' || !wellFormed(key, proof)) return false;
  const end = found.kind === 'other' ? prefixLeafHash(sha256, found.key, found.hash) : prefixEmptyHash(sha256);
  return equalBytes(climb(sha256, key, end, siblings), root);
}
