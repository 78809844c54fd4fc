import { keccak_256 } from '@noble/hashes/sha3.js';
import { encodeRlp, encodeRlpList } from '../../../service/proof/rlp.ts';

/** A Merkle-Patricia trie over hashed keys, built whole: enough to prove small states as a node would. */
export type Trie = { root: Uint8Array; proof(key: Uint8Array): Uint8Array[] };

type Entry = { path: number[]; value: Uint8Array };
type Node = { rlp: Uint8Array } & (
  { kind: 'end' } | { kind: 'extension'; path: number[]; child: Node } | { kind: 'branch'; children: Map<number, Node> }
);

const EMPTY = Uint8Array.of(0x80);

function nibbles(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >>> 4, byte & 15]);
}

function hexPrefix(path: number[], leaf: boolean): Uint8Array {
  const odd = path.length % 2;
  const all = [(leaf ? 2 : 0) + odd, ...(odd === 0 ? [0] : []), ...path];
  return Uint8Array.from({ length: all.length / 2 }, (_, i) => (all[2 * i]! << 4) | all[2 * i + 1]!);
}

/** How a parent names a child: its hash, or the node itself when shorter than a hash. */
const reference = ({ rlp }: Node): Uint8Array => (rlp.length < 32 ? rlp : encodeRlp(keccak_256(rlp)));

function build(entries: Entry[], depth: number): Node {
  const [first] = entries;
  if (first === undefined) return { kind: 'end', rlp: EMPTY };
  if (entries.length === 1) {
    const leaf = [encodeRlp(hexPrefix(first.path.slice(depth), true)), encodeRlp(first.value)];
    return { kind: 'end', rlp: encodeRlpList(leaf) };
  }
  let shared = 0;
  while (entries.every(({ path }) => path[depth + shared] === first.path[depth + shared])) shared++;
  if (shared > 0) {
    const path = first.path.slice(depth, depth + shared);
    const child = build(entries, depth + shared);
    const rlp = encodeRlpList([encodeRlp(hexPrefix(path, false)), reference(child)]);
    return { kind: 'extension', path, child, rlp };
  }
  const children = new Map<number, Node>();
  const items = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries.filter(({ path }) => path[depth] === nibble);
    if (below.length === 0) return EMPTY;
    const child = build(below, depth + 1);
    children.set(nibble, child);
    return reference(child);
  });
  return { kind: 'branch', children, rlp: encodeRlpList([...items, EMPTY]) };
}

function pathTo(top: Node, path: number[]): Uint8Array[] {
  const nodes: Uint8Array[] = [];
  let node: Node | undefined = top;
  for (let depth = 0; node !== undefined;) {
    // A node shorter than a hash stands inside its parent and is not listed apart.
    if (node === top || node.rlp.length >= 32) nodes.push(node.rlp);
    if (node.kind === 'branch') node = node.children.get(path[depth++]!);
    else if (node.kind === 'extension' && node.path.every((nibble, i) => path[depth + i] === nibble)) {
      depth += node.path.length;
      node = node.child;
    } else node = undefined;
  }
  return nodes;
}

/** The trie of these entries; `proof` lists the nodes from the root to where the key's path ends. */
export function trie(entries: Iterable<[key: Uint8Array, value: Uint8Array]>): Trie {
  const all = Array.from(entries, ([key, value]) => ({ path: nibbles(keccak_256(key)), value }));
  const top = build(all, 0);
  return { root: keccak_256(top.rlp), proof: (key) => pathTo(top, nibbles(keccak_256(key))) };
}
