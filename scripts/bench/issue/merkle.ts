import { hash } from 'node:crypto';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { leafHash, merkleTree } from '../../../service/proof/merkle-tree.ts';
import { peer } from '../peers.ts';
import type { Row } from '../row.ts';

type MerkleTreeJs = {
  MerkleTree: new (
    leaves: Buffer[],
    hash: (data: Buffer) => Buffer,
  ) => { getProof(leaf: Buffer, index: number): unknown; getRoot(): Buffer };
};
type OpenZeppelin = {
  SimpleMerkleTree: {
    of(values: string[], options: object): { root: string; getProof(index: number): string[] };
  };
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const REPETITIONS = 3;

/** Tree and every proof over distinct leaves, milliseconds; the floor hashes every leaf and every node once and keeps nothing. */
export async function measureMerkle(leaves: number): Promise<Row[]> {
  const data = Array.from({ length: leaves }, (_, n) => Buffer.from(`leaf ${n}`.padEnd(64, '.')));
  const { MerkleTree } = await peer<MerkleTreeJs>('merkletreejs');
  const { SimpleMerkleTree } = await peer<OpenZeppelin>('@openzeppelin/merkle-tree');
  const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
  const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
  /** OpenZeppelin's proofs say no sides: pairs are sorted. */
  const pair = (a: string, b: string): string =>
    hex(sha256(Buffer.from(a < b ? a.slice(2) + b.slice(2) : b.slice(2) + a.slice(2), 'hex')));
  const contestants: Record<string, () => void> = {
    ours() {
      const leafHashes = new Uint8Array(leaves * 32);
      for (const [index, one] of data.entries()) leafHashes.set(leafHash(nodeSha256, one), index * 32);
      const tree = merkleTree(nodeSha256, leafHashes);
      for (let index = 0; index < leaves; index++) tree.proof(index);
    },
    floor() {
      for (const one of data) nodeSha256(one);
      const node = new Uint8Array(65);
      for (let n = 1; n < leaves; n++) {
        node[n & 63] = n;
        nodeSha256(node);
      }
    },
    merkletreejs() {
      const hashes = data.map(sha256);
      const tree = new MerkleTree(hashes, sha256);
      for (const [index, leaf] of hashes.entries()) tree.getProof(leaf, index);
    },
    openZeppelin() {
      const tree = SimpleMerkleTree.of(
        data.map((one) => hex(sha256(one))),
        { nodeHash: pair },
      );
      for (let index = 0; index < leaves; index++) tree.getProof(index);
    },
  };
  const times = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    for (const [name, run] of Object.entries(contestants)) {
      const began = performance.now();
      run();
      times.get(name)?.push(performance.now() - began);
    }
  }
  const [ours, floor, js, oz] = ['ours', 'floor', 'merkletreejs', 'openZeppelin'].map((name) =>
    Math.round(median(times.get(name) as number[])),
  ) as [number, number, number, number];
  return [
    { row: 'merkle-100k', ours, peer: js, floor, unit: 'ms, merkletreejs' },
    { row: 'merkle-100k', ours, peer: oz, floor, unit: 'ms, @openzeppelin/merkle-tree' },
  ];
}
