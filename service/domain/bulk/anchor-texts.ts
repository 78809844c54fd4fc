import type { AnchorClaim } from '../certificate.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { levelSizes } from '../../proof/merkle-tree.ts';

const HASH_BYTES = 32;

/** What the anchor claims of one batch have in common. */
export type BatchAnchor = Omit<AnchorClaim, 'index' | 'proof'>;

/**
 * The anchor claim's canonical text of each leaf of an anchored batch; texts of the tree's nodes are made once.
 *
 * @param tree hashes of the batch's tree level by level from the leaves on, 32 bytes each
 */
export function anchorTexts(anchor: BatchAnchor, tree: Uint8Array): (index: number) => string {
  const nodes = Buffer.from(tree.buffer, tree.byteOffset, tree.length);
  const levels = levelSizes(anchor.size);
  const texts = new Map<number, string>();
  const nodeText = (node: number): string => {
    const known = texts.get(node);
    if (known !== undefined) return known;
    const text = `"${nodes.toString('base64url', node * HASH_BYTES, (node + 1) * HASH_BYTES)}"`;
    texts.set(node, text);
    return text;
  };
  // Canonical order: block, chain, contract, id, index, proof, size.
  const [before, after] = canonicalJson({ ...anchor, index: 0, proof: [] }).split('"index":0,"proof":[]') as [
    string,
    string,
  ];
  return (index) => {
    let proof = '';
    let first = 0;
    for (let depth = 0; depth < levels.length - 1; depth++) {
      const sibling = (index >>> depth) ^ 1;
      const size = levels[depth] as number;
      if (sibling < size) proof += proof === '' ? nodeText(first + sibling) : `,${nodeText(first + sibling)}`;
      first += size;
    }
    return `${before}"index":${index},"proof":[${proof}]${after}`;
  };
}
