import { concatBytes, equalBytes } from './bytes.ts';
import type { Sha256 } from './primitives.ts';

/** Sizes and indices are u32, as on chain. */
const MAX_SIZE = 0xffffffff;
const HASH = 32;

/** A tree kept in memory for making proofs. */
export type MerkleTree = {
  readonly root: Uint8Array;
  readonly size: number;
  /** Every hash of the tree level by level, the leaves first, 32 bytes each. */
  readonly hashes: Uint8Array;
  /** Inclusion proof of a leaf, bottom-up (RFC 9162 section 2.1.3.1). @throws RangeError when there is no such leaf */
  proof(index: number): Uint8Array[];
  /** Consistency proof from the tree of the first `oldSize` leaves, 1..size (section 2.1.4.1). @throws RangeError */
  consistencyProof(oldSize: number): Uint8Array[];
};

// Filled in again and again: hashing is synchronous and keeps nothing, and leaves of one kind are of one length.
let leafInput = new Uint8Array(1);

/** SHA-256(0x00 ‖ data). @see RFC 9162 section 2.1.1 */
export function leafHash(sha256: Sha256, data: Uint8Array): Uint8Array {
  if (leafInput.length !== 1 + data.length) leafInput = new Uint8Array(1 + data.length);
  leafInput.set(data, 1);
  return sha256(leafInput);
}

/** Hashes into places of one piece of memory, without memory of its own for each where the primitive can. */
export function hashingInto(sha256: Sha256, target: Uint8Array): (data: Uint8Array, at: number) => void {
  return sha256.into?.(target) ?? ((data, at) => target.set(sha256(data), at));
}

const NODE_INPUT = new Uint8Array(1 + 2 * HASH);
NODE_INPUT[0] = 1;

/** SHA-256(0x01 ‖ left ‖ right), 32 bytes each. @see RFC 9162 section 2.1.1 @throws RangeError */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH || right.length !== HASH) throw new RangeError('hashes have 32 bytes');
  NODE_INPUT.set(left, 1);
  NODE_INPUT.set(right, 1 + HASH);
  return sha256(NODE_INPUT);
}

/** Largest power of two below n, for n of at least 2. */
function splitPoint(n: number): number {
  return 2 ** (31 - Math.clz32(n - 1));
}

function integer(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

function hashes(values: readonly Uint8Array[]): boolean {
  return values.length <= 64 && values.every((value) => value.length === HASH);
}

/** How many hashes each level of a tree has, from its leaves to its root. */
export function levelSizes(size: number): number[] {
  const sizes = [size];
  for (let level = size; level > 1; sizes.push(level)) level = (level + 1) >>> 1;
  return sizes;
}

/**
 * Hashes of the levels above the leaves, put behind them. Pairing level by level, an odd last hash carried up unchanged, gives
 * the RFC's tree without recursion.
 */
function hashLevels(sha256: Sha256, hashes: Uint8Array, levels: readonly number[]): void {
  const put = hashingInto(sha256, hashes);
  let from = 0;
  let to = (levels[0] as number) * HASH;
  for (const size of levels.slice(0, -1)) {
    const end = from + size * HASH;
    for (; from + HASH < end; from += 2 * HASH, to += HASH) {
      NODE_INPUT.set(new Uint8Array(hashes.buffer, from, 2 * HASH), 1);
      put(NODE_INPUT, to);
    }
    if (from === end) continue;
    hashes.copyWithin(to, from, end);
    [from, to] = [end, to + HASH];
  }
}

/**
 * The tree over leaf hashes (from {@link leafHash}), 32 bytes each, one after another. The empty tree's root is SHA-256 of
 * nothing.
 *
 * @see RFC 9162 section 2.1.1
 * @throws RangeError
 */
export function merkleTree(sha256: Sha256, leaves: Uint8Array): MerkleTree {
  const size = leaves.length / HASH;
  if (!Number.isInteger(size)) throw new RangeError('hashes have 32 bytes');
  if (size > MAX_SIZE) throw new RangeError('too many leaves');
  const levels = levelSizes(size);
  const starts = levels.map((_, depth) => levels.slice(0, depth).reduce((sum, of) => sum + of, 0));
  const count = (starts.at(-1) as number) + (levels.at(-1) as number);
  // One object for the garbage collector; views of single hashes are made when a proof needs them.
  const hashes = new Uint8Array(count * HASH);
  hashes.set(leaves);
  hashLevels(sha256, hashes, levels);
  const hashAt = (depth: number, place: number): Uint8Array =>
    new Uint8Array(hashes.buffer, ((starts[depth] as number) + place) * HASH, HASH);

  // Proofs of neighbours share most of their hashes: of the last one only what is below the paths' meeting is made anew.
  let last = 0;
  let missing = 0;
  const siblings = new Array<Uint8Array | undefined>(levels.length - 1).fill(NODE_INPUT);
  const turn = (depth: number, sibling: number): void => {
    if (siblings[depth] === undefined) missing -= 1;
    const isThere = sibling < (levels[depth] as number);
    if (!isThere) missing += 1;
    siblings[depth] = isThere ? hashAt(depth, sibling) : undefined;
  };
  for (let depth = 0; depth < siblings.length; depth++) turn(depth, 1);
  const proof = (index: number): Uint8Array[] => {
    if (!integer(index, 0, size - 1)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
    for (let depth = 31 - Math.clz32(index ^ last); depth >= 0; depth--) turn(depth, (index >>> depth) ^ 1);
    last = index;
    const path = siblings.slice() as Uint8Array[];
    return missing === 0 ? path : path.filter((hash) => hash !== undefined);
  };

  /** Hash of the subtree over the leaves from..to, which the RFC's splits only cut at whole subtrees. */
  const subtree = (from: number, to: number): Uint8Array => {
    const depth = to - from === 1 ? 0 : 32 - Math.clz32(to - from - 1);
    return hashAt(depth, from >>> depth);
  };

  const consistencyProof = (oldSize: number): Uint8Array[] => {
    if (!integer(oldSize, 1, size)) throw new RangeError(`no tree of ${oldSize} in a tree of ${size}`);
    const path: Uint8Array[] = [];
    let [from, to, whole] = [0, size, true];
    while (oldSize !== to) {
      const middle = from + splitPoint(to - from);
      if (oldSize <= middle) {
        path.push(subtree(middle, to));
        to = middle;
      } else {
        path.push(subtree(from, middle));
        from = middle;
        whole = false;
      }
    }
    if (!whole) path.push(subtree(from, to));
    return path.reverse();
  };

  const root = size === 0 ? sha256(new Uint8Array(0)) : hashAt(levels.length - 1, 0);
  return { root, size, hashes, proof, consistencyProof };
}

/**
 * The root that an inclusion proof leads to; undefined when index, size and the proof's length do not fit together.
 * Safe on hostile input.
 *
 * @see RFC 9162 section 2.1.3.2
 */
export function rootFromInclusion(
  sha256: Sha256,
  inclusion: {
    readonly leafHash: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly proof: readonly Uint8Array[];
  },
): Uint8Array | undefined {
  const { index, size, proof } = inclusion;
  if (!integer(size, 1, MAX_SIZE) || !integer(index, 0, size - 1)) return undefined;
  if (inclusion.leafHash.length !== HASH || !hashes(proof)) return undefined;
  let node = index;
  let last = size - 1;
  let hash = inclusion.leafHash;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if ((node & 1) === 1 || node === last) {
      hash = nodeHash(sha256, sibling, hash);
      while ((node & 1) === 0 && node !== 0) {
        node >>>= 1;
        last >>>= 1;
      }
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    node >>>= 1;
    last >>>= 1;
  }
  return last === 0 ? hash : undefined;
}

/** Whether a leaf is in the tree of this root and size, at this index. */
export function verifyInclusion(
  sha256: Sha256,
  inclusion: {
    readonly leafHash: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly proof: readonly Uint8Array[];
    readonly root: Uint8Array;
  },
): boolean {
  const root = rootFromInclusion(sha256, inclusion);
  return root !== undefined && equalBytes(root, inclusion.root);
}

/**
 * Whether the tree of `oldSize` leaves is the beginning of the tree of `size` leaves. A proof from size 0 says nothing
 * and is refused. Safe on hostile input.
 *
 * @see RFC 9162 section 2.1.4.2
 */
export function verifyConsistency(
  sha256: Sha256,
  claim: {
    readonly oldSize: number;
    readonly size: number;
    readonly oldRoot: Uint8Array;
    readonly root: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): boolean {
  const { oldSize, size, oldRoot, root, proof } = claim;
  if (!integer(size, 1, MAX_SIZE) || !integer(oldSize, 1, size)) return false;
  // The same tree twice: there is nothing to hash, so the roots only have to be equal.
  if (oldSize === size) return proof.length === 0 && equalBytes(oldRoot, root);
  if (oldRoot.length !== HASH || root.length !== HASH || proof.length === 0 || !hashes(proof)) return false;
  const wholeOld = (oldSize & (oldSize - 1)) === 0;
  const path = wholeOld ? [oldRoot, ...proof] : proof;
  let node = oldSize - 1;
  let last = size - 1;
  while ((node & 1) === 1) {
    node >>>= 1;
    last >>>= 1;
  }
  let oldHash = path[0] as Uint8Array;
  let hash = oldHash;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if ((node & 1) === 1 || node === last) {
      oldHash = nodeHash(sha256, sibling, oldHash);
      hash = nodeHash(sha256, sibling, hash);
      while ((node & 1) === 0 && node !== 0) {
        node >>>= 1;
        last >>>= 1;
      }
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    node >>>= 1;
    last >>>= 1;
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root);
}

/** The bytes of a leaf's preimage that a tag leads: 0x00 ‖ tag, for callers that hash many leaves of one kind. */
export function taggedLeafPrefix(tag: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(Uint8Array.of(0), tag);
}
