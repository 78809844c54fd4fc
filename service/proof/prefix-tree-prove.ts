import { equalBytes } from './bytes.ts';
import { KEY_BITS, keyBit, prefixEmptyHash } from './prefix-tree.ts';
import type { PrefixFound, PrefixProof } from './prefix-tree.ts';
import { hashOfNode, positionOf, PrefixTreeCorrupt } from './prefix-tree-nodes.ts';
import type { PrefixNodes } from './prefix-tree-nodes.ts';
import type { Sha256 } from './primitives.ts';

/**
 * Proves what the map with this root holds under a key: its record leaf, or nothing. Reads about log2(n) nodes and
 * checks each against its parent, so it never hands out a proof that fails.
 *
 * @param key 32 bytes
 * @returns the record leaf (undefined when absent) and the proof for {@link verifyPresence} or {@link verifyAbsence}
 * @throws PrefixTreeCorrupt also when the tree has moved on from `root` meanwhile
 */
export async function provePrefix(
  sha256: Sha256,
  nodes: Pick<PrefixNodes, 'get'>,
  root: Uint8Array,
  key: Uint8Array,
): Promise<{ recordLeaf: Uint8Array | undefined; proof: PrefixProof }> {
  if (key.length * 8 !== KEY_BITS) throw new RangeError('a key has 32 bytes');
  const siblings: Uint8Array[] = [];
  const end = (found: PrefixFound, recordLeaf?: Uint8Array) => ({
    recordLeaf,
    proof: { siblings: siblings.reverse(), found },
  });
  let expected = root;
  for (let depth = 0; depth <= KEY_BITS; depth++) {
    const node = await nodes.get(positionOf(key, depth));
    const hash = node === undefined ? prefixEmptyHash(sha256) : hashOfNode(sha256, depth, node);
    if (!equalBytes(hash, expected)) throw new PrefixTreeCorrupt(`node at depth ${depth} is not its parent's`);
    if (node === undefined) return end({ kind: 'empty' });
    if (node.kind === 'leaf') {
      if (equalBytes(node.key, key)) return end({ kind: 'leaf' }, node.recordLeaf);
      return end({ kind: 'other', key: node.key, hash: node.recordLeaf });
    }
    const [child, sibling] = keyBit(key, depth) === 0 ? [node.left, node.right] : [node.right, node.left];
    siblings.push(sibling);
    expected = child;
  }
  throw new PrefixTreeCorrupt('tree is deeper than its keys');
}
