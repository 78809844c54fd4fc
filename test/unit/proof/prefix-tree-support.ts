import { bytesToHex, compareBytes, equalBytes, hexToBytes } from '../../../service/proof/bytes.ts';
import { keyBit, prefixEmptyHash, prefixLeafHash, prefixNodeHash } from '../../../service/proof/prefix-tree.ts';
import {
  decodePrefixNode,
  encodePrefixNode,
  positionBytes,
  positionOf,
} from '../../../service/proof/prefix-tree-nodes.ts';
import type { PrefixNode, PrefixNodes, PrefixPosition } from '../../../service/proof/prefix-tree-nodes.ts';
import { sha256 } from './support.ts';

/**
 * Nodes in memory under the keys that a store would use. `pending` holds what an update wrote until `commit`, so an
 * update that read its own writes would find the old ones; writing a position twice throws.
 */
export class MemoryNodes implements PrefixNodes {
  readonly stored = new Map<string, Uint8Array>();
  pending = new Map<string, Uint8Array | undefined>();
  reads = 0;

  static name(position: PrefixPosition): string {
    return bytesToHex(positionBytes(position));
  }

  get(position: PrefixPosition): PrefixNode | undefined {
    this.reads++;
    const bytes = this.stored.get(MemoryNodes.name(position));
    return bytes === undefined ? undefined : decodePrefixNode(bytes);
  }

  put(position: PrefixPosition, node: PrefixNode): void {
    this.write(position, encodePrefixNode(node));
  }

  del(position: PrefixPosition): void {
    this.write(position, undefined);
  }

  /** Applies the writes and returns how many there were. */
  commit(): number {
    for (const [name, bytes] of this.pending) {
      if (bytes === undefined) this.stored.delete(name);
      else this.stored.set(name, bytes);
    }
    const { size } = this.pending;
    this.pending = new Map();
    return size;
  }

  private write(position: PrefixPosition, bytes: Uint8Array | undefined): void {
    const name = MemoryNodes.name(position);
    if (this.pending.has(name)) throw new Error(`position ${name} is written twice`);
    this.pending.set(name, bytes);
  }
}

export type Entry = { key: Uint8Array; recordLeaf: Uint8Array };

/** A map by its hexadecimal keys, as sorted entries. */
export function entriesOf(map: ReadonlyMap<string, Uint8Array>): Entry[] {
  return [...map]
    .map(([hex, recordLeaf]) => ({ key: hexToBytes(hex), recordLeaf }))
    .sort((a, b) => compareBytes(a.key, b.key));
}

/**
 * The tree by its definition, without any cleverness: the root of a set of entries, and (into `nodes`) everything that
 * is to be stored for it.
 */
export function naiveTree(entries: readonly Entry[], depth = 0, nodes = new Map<string, Uint8Array>()): Uint8Array {
  const [first] = entries;
  if (first === undefined) return prefixEmptyHash(sha256);
  const name = MemoryNodes.name(positionOf(first.key, depth));
  if (entries.length === 1) {
    nodes.set(name, encodePrefixNode({ kind: 'leaf', ...first }));
    return prefixLeafHash(sha256, first.key, first.recordLeaf);
  }
  const side = (bit: 0 | 1) => entries.filter(({ key }) => keyBit(key, depth) === bit);
  const left = naiveTree(side(0), depth + 1, nodes);
  const right = naiveTree(side(1), depth + 1, nodes);
  nodes.set(name, encodePrefixNode({ kind: 'node', left, right }));
  return prefixNodeHash(sha256, depth, left, right);
}

/** Whether two sets of stored nodes are the same. */
export function sameNodes(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>): boolean {
  return a.size === b.size && [...a].every(([name, bytes]) => equalBytes(bytes, b.get(name) ?? new Uint8Array(0)));
}
