import { concatBytes, u16 } from './bytes.ts';
import { prefixLeafHash, prefixNodeHash } from './prefix-tree.ts';
import type { Sha256 } from './primitives.ts';

/** A place in the tree: the first `depth` bits of the keys below it; prefix has ceil(depth / 8) bytes, spare bits zero. */
export type PrefixPosition = { readonly depth: number; readonly prefix: Uint8Array };

/** What is stored at a position: both children's hashes, or the only leaf below. Empty positions are not stored. */
export type PrefixNode =
  | { readonly kind: 'node'; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly kind: 'leaf'; readonly key: Uint8Array; readonly recordLeaf: Uint8Array };

/**
 * Where a tree's nodes are kept. An update makes all its writes after its last read, each position at most once, so they
 * may be collected and committed in one batch together with the new root.
 */
export type PrefixNodes = {
  get(position: PrefixPosition): Promise<PrefixNode | undefined> | PrefixNode | undefined;
  put(position: PrefixPosition, node: PrefixNode): Promise<void> | void;
  del(position: PrefixPosition): Promise<void> | void;
};

/**
 * The stored nodes are not those of the root: damaged, of another tree, or of a later root. Rebuild the tree from the
 * records; nothing it would have proven can be believed.
 */
export class PrefixTreeCorrupt extends Error {
  override readonly name = 'PrefixTreeCorrupt';
  readonly code = 'prefixTreeCorrupt';
}

/** The position that the first `depth` bits of a key name. */
export function positionOf(key: Uint8Array, depth: number): PrefixPosition {
  const prefix = key.slice(0, (depth + 7) >>> 3);
  const spare = -depth & 7;
  if (spare > 0) prefix[prefix.length - 1] = ((prefix[prefix.length - 1] as number) >>> spare) << spare;
  return { depth, prefix };
}

/** The position beside the one that the first `depth` bits of a key name; depth is at least 1. */
export function siblingPosition(key: Uint8Array, depth: number): PrefixPosition {
  const position = positionOf(key, depth);
  const last = position.prefix.length - 1;
  position.prefix[last] = (position.prefix[last] as number) ^ (1 << (-depth & 7));
  return position;
}

/** A position as a fixed-width field of a store key: depth u16, then the prefix padded with zeros to 32 bytes. */
export function positionBytes(position: PrefixPosition): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(34);
  bytes.set(u16(position.depth));
  bytes.set(position.prefix, 2);
  return bytes;
}

/** A node as 65 bytes: 0 ‖ left ‖ right, or 1 ‖ key ‖ record leaf. */
export function encodePrefixNode(node: PrefixNode): Uint8Array<ArrayBuffer> {
  return node.kind === 'node'
    ? concatBytes(Uint8Array.of(0), node.left, node.right)
    : concatBytes(Uint8Array.of(1), node.key, node.recordLeaf);
}

/** Reads what {@link encodePrefixNode} wrote. @throws PrefixTreeCorrupt */
export function decodePrefixNode(bytes: Uint8Array): PrefixNode {
  if (bytes.length !== 65) throw new PrefixTreeCorrupt('a stored node has another length');
  const first = bytes.subarray(1, 33);
  const second = bytes.subarray(33);
  if (bytes[0] === 0) return { kind: 'node', left: first, right: second };
  if (bytes[0] === 1) return { kind: 'leaf', key: first, recordLeaf: second };
  throw new PrefixTreeCorrupt('a stored node is of no known kind');
}

/** The hash of a stored node, as its parent holds it. */
export function hashOfNode(sha256: Sha256, depth: number, node: PrefixNode): Uint8Array {
  return node.kind === 'node'
    ? prefixNodeHash(sha256, depth, node.left, node.right)
    : prefixLeafHash(sha256, node.key, node.recordLeaf);
}
