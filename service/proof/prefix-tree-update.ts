import { compareBytes, equalBytes } from './bytes.ts';
import { KEY_BITS, keyBit, prefixEmptyHash, prefixLeafHash, prefixNodeHash } from './prefix-tree.ts';
import { hashOfNode, positionOf, PrefixTreeCorrupt, siblingPosition } from './prefix-tree-nodes.ts';
import type { PrefixNode, PrefixNodes, PrefixPosition } from './prefix-tree-nodes.ts';
import type { Sha256 } from './primitives.ts';

/** One change of the map: the record leaf that a key holds from now on (32 bytes each), or undefined to take it out. */
export type PrefixChange = { readonly key: Uint8Array; readonly recordLeaf: Uint8Array | undefined };

type Leaf = { readonly key: Uint8Array; readonly recordLeaf: Uint8Array };

/**
 * A subtree after the update. A branch is written already; a leaf or nothing is not, because it may still move up:
 * whoever knows its final position settles it there. `stored`: something is stored at the position it comes from.
 */
type Subtree =
  | { readonly kind: 'untouched' | 'node'; readonly hash: Uint8Array }
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly stored: boolean }
  | { readonly kind: 'empty'; readonly stored: boolean };

type Write = readonly [position: PrefixPosition, node: PrefixNode | undefined];

/** Writes are gathered while reading, and made when nothing can fail any more. */
type Context = {
  readonly sha256: Sha256;
  readonly nodes: PrefixNodes;
  readonly empty: Uint8Array;
  readonly writes: Write[];
};

function sorted(changes: Iterable<PrefixChange>): PrefixChange[] {
  const list = [...changes].sort((a, b) => compareBytes(a.key, b.key));
  list.forEach(({ key, recordLeaf }, i) => {
    if (key.length * 8 !== KEY_BITS) throw new RangeError('a key has 32 bytes');
    if (recordLeaf !== undefined && recordLeaf.length !== 32) throw new RangeError('a record leaf has 32 bytes');
    const next = list[i + 1];
    if (next !== undefined && equalBytes(key, next.key)) throw new RangeError('a key is changed twice');
  });
  return list;
}

/** First of the entries lo..hi whose bit at this depth is 1; they are sorted and share the bits before. */
function split(entries: readonly { readonly key: Uint8Array }[], lo: number, hi: number, depth: number): number {
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (keyBit((entries[middle] as { key: Uint8Array }).key, depth) === 1) hi = middle;
    else lo = middle + 1;
  }
  return lo;
}

/** Writes a subtree's end at its final position and returns its hash. `key` is any key that leads there. */
function settle(context: Context, subtree: Subtree, key: Uint8Array, depth: number): Uint8Array {
  const { sha256, empty, writes } = context;
  switch (subtree.kind) {
    case 'leaf':
      writes.push([positionOf(key, depth), { kind: 'leaf', ...subtree.leaf }]);
      return prefixLeafHash(sha256, subtree.leaf.key, subtree.leaf.recordLeaf);
    case 'empty':
      if (subtree.stored) writes.push([positionOf(key, depth), undefined]);
      return empty;
    default:
      return subtree.hash;
  }
}

/** Builds the subtree of sorted leaves lo..hi where no branch was before. */
function build(
  context: Context,
  leaves: readonly Leaf[],
  lo: number,
  hi: number,
  depth: number,
  stored: boolean,
): Subtree {
  const first = leaves[lo];
  if (first === undefined || lo >= hi) return { kind: 'empty', stored };
  if (hi - lo === 1) return { kind: 'leaf', leaf: first, stored };
  const middle = split(leaves, lo, hi, depth);
  const last = leaves[hi - 1] as Leaf;
  const left = build(context, leaves, lo, middle, depth + 1, false);
  const right = build(context, leaves, middle, hi, depth + 1, false);
  const leftHash = settle(context, left, first.key, depth + 1);
  const rightHash = settle(context, right, last.key, depth + 1);
  context.writes.push([positionOf(first.key, depth), { kind: 'node', left: leftHash, right: rightHash }]);
  return { kind: 'node', hash: prefixNodeHash(context.sha256, depth, leftHash, rightHash) };
}

async function load(context: Context, key: Uint8Array, depth: number, expected: Uint8Array, sibling = false) {
  const node = await context.nodes.get(sibling ? siblingPosition(key, depth) : positionOf(key, depth));
  const hash = node === undefined ? context.empty : hashOfNode(context.sha256, depth, node);
  if (!equalBytes(hash, expected)) throw new PrefixTreeCorrupt(`node at depth ${depth} is not its parent's`);
  return node;
}

/** The leaves below a position that held at most one, after the changes lo..hi. */
function merged(changes: readonly PrefixChange[], lo: number, hi: number, old: Leaf | undefined): Leaf[] {
  const leaves: Leaf[] = [];
  let rest = old;
  for (let i = lo; i < hi; i++) {
    const { key, recordLeaf } = changes[i] as PrefixChange;
    const order = rest === undefined ? 1 : compareBytes(rest.key, key);
    if (rest !== undefined && order < 0) leaves.push(rest);
    if (order <= 0) rest = undefined;
    if (recordLeaf !== undefined) leaves.push({ key, recordLeaf });
  }
  if (rest !== undefined) leaves.push(rest);
  return leaves;
}

const isEmpty = (context: Context, subtree: Subtree): boolean =>
  subtree.kind === 'empty' || (subtree.kind === 'untouched' && equalBytes(subtree.hash, context.empty));

/** An untouched sibling whose other side became empty: if it is a lone leaf, it moves up. */
async function revealed(context: Context, subtree: Subtree, key: Uint8Array, depth: number): Promise<Subtree> {
  if (subtree.kind !== 'untouched') return subtree;
  const node = await load(context, key, depth, subtree.hash, true);
  if (node?.kind !== 'leaf') return subtree;
  return { kind: 'leaf', leaf: { key: node.key, recordLeaf: node.recordLeaf }, stored: true };
}

function discard(context: Context, subtree: Subtree, position: { key: Uint8Array; depth: number; bit: 0 | 1 }) {
  if (!('stored' in subtree) || !subtree.stored) return;
  const { key, depth, bit } = position;
  const own = keyBit(key, depth - 1) === bit;
  context.writes.push([own ? positionOf(key, depth) : siblingPosition(key, depth), undefined]);
}

async function branch(
  context: Context,
  changes: readonly PrefixChange[],
  lo: number,
  hi: number,
  depth: number,
  old: Extract<PrefixNode, { kind: 'node' }>,
): Promise<Subtree> {
  const middle = split(changes, lo, hi, depth);
  const { key } = changes[lo] as PrefixChange;
  const { key: lastKey } = changes[hi - 1] as PrefixChange;
  const below = depth + 1;
  let left: Subtree = { kind: 'untouched', hash: old.left };
  let right: Subtree = { kind: 'untouched', hash: old.right };
  if (lo < middle) left = await apply(context, changes, lo, middle, below, old.left);
  if (middle < hi) right = await apply(context, changes, middle, hi, below, old.right);
  if (isEmpty(context, left)) right = await revealed(context, right, key, below);
  if (isEmpty(context, right)) left = await revealed(context, left, key, below);

  const lone = isEmpty(context, left) ? right : isEmpty(context, right) ? left : undefined;
  if (lone !== undefined && (lone.kind === 'leaf' || isEmpty(context, lone))) {
    discard(context, left, { key, depth: below, bit: 0 });
    discard(context, right, { key, depth: below, bit: 1 });
    return lone.kind === 'leaf' ? { ...lone, stored: true } : { kind: 'empty', stored: true };
  }
  // An untouched side needs no position; a touched one has the batch's first or last key below it.
  const leftHash = settle(context, left, key, below);
  const rightHash = settle(context, right, lastKey, below);
  if (!equalBytes(leftHash, old.left) || !equalBytes(rightHash, old.right)) {
    context.writes.push([positionOf(key, depth), { kind: 'node', left: leftHash, right: rightHash }]);
  }
  return { kind: 'node', hash: prefixNodeHash(context.sha256, depth, leftHash, rightHash) };
}

/** Applies the changes lo..hi (at least one), all below one position, to the subtree there. */
async function apply(
  context: Context,
  changes: readonly PrefixChange[],
  lo: number,
  hi: number,
  depth: number,
  expected: Uint8Array,
): Promise<Subtree> {
  const node = await load(context, (changes[lo] as PrefixChange).key, depth, expected);
  if (node?.kind === 'node') return branch(context, changes, lo, hi, depth, node);
  const leaves = merged(changes, lo, hi, node);
  return build(context, leaves, 0, leaves.length, depth, node !== undefined);
}

/**
 * Applies a batch of changes to the map with this root and returns the new root. The root depends only on what the map
 * holds, never on the order in which it came. Reads and writes O(changes × log n) nodes, in key order, each position at
 * most once; every node read is checked against its parent, and nothing is written before everything is read.
 *
 * @param root {@link prefixEmptyHash} for the empty map
 * @param changes in any order; taking out a key that is not there changes nothing
 * @throws PrefixTreeCorrupt
 * @throws RangeError on a wrong length or a key that occurs twice
 */
export async function updatePrefixTree(
  sha256: Sha256,
  nodes: PrefixNodes,
  root: Uint8Array,
  changes: Iterable<PrefixChange>,
): Promise<Uint8Array> {
  const list = sorted(changes);
  const [first] = list;
  if (first === undefined) return root;
  const context: Context = { sha256, nodes, empty: prefixEmptyHash(sha256), writes: [] };
  const newRoot = settle(context, await apply(context, list, 0, list.length, 0, root), first.key, 0);
  for (const [position, node] of context.writes) {
    const written = node === undefined ? nodes.del(position) : nodes.put(position, node);
    if (written !== undefined) await written;
  }
  return newRoot;
}
