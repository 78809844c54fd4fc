import { hash } from 'node:crypto';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { hashingInto, merkleTree } from '../../../service/proof/merkle-tree.ts';
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
/** Of what takes a moment: so that what others leave to the garbage collector does not decide. */
const QUICK = 11;
const QUICK_ONES = ['ours', 'floor', 'floorInPlace'];

/** Tree and every proof over distinct leaves, milliseconds; the floor hashes every leaf and every node once and keeps nothing. */
export async function measureMerkle(leaves: number): Promise<Row[]> {
  const data = Array.from({ length: leaves }, (_, n) => Buffer.from(`leaf ${n}`.padEnd(64, '.')));
  // As the product makes them: with the prefix of RFC 9162 before the data.
  const preimages = data.map((one) => Buffer.concat([Buffer.of(0), one]));
  const { MerkleTree } = await peer<MerkleTreeJs>('merkletreejs');
  const { SimpleMerkleTree } = await peer<OpenZeppelin>('@openzeppelin/merkle-tree');
  const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
  const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
  /** OpenZeppelin's proofs say no sides: pairs are sorted. */
  const pair = (a: string, b: string): string =>
    hex(sha256(Buffer.from(a < b ? a.slice(2) + b.slice(2) : b.slice(2) + a.slice(2), 'hex')));
  const contestants: Record<string, () => void> = {
    ours() {
      const hashes = new Uint8Array(leaves * 32);
      const put = hashingInto(nodeSha256, hashes);
      for (let index = 0; index < leaves; index++) put(preimages[index] as Buffer, index * 32);
      const tree = merkleTree(nodeSha256, hashes);
      for (let index = 0; index < leaves; index++) tree.proof(index);
    },
    floor() {
      for (const one of preimages) nodeSha256(one);
      const node = new Uint8Array(65);
      for (let n = 1; n < leaves; n++) {
        node[n & 63] = n;
        nodeSha256(node);
      }
    },
    // As the product does it, which is quicker: the digest is put into memory that is there.
    floorInPlace() {
      const put = hashingInto(nodeSha256, new Uint8Array(32));
      for (const one of preimages) put(one, 0);
      const node = new Uint8Array(65);
      for (let n = 1; n < leaves; n++) {
        node[n & 63] = n;
        put(node, 0);
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
  for (let repetition = 0; repetition < QUICK; repetition++) {
    for (const [name, run] of Object.entries(contestants)) {
      if (!QUICK_ONES.includes(name) && repetition >= REPETITIONS) continue;
      const began = performance.now();
      run();
      times.get(name)?.push(performance.now() - began);
    }
  }
  const of = (name: string): number => Math.round(median(times.get(name) as number[]));
  const [ours, floor] = [of('ours'), of('floor')];
  return [
    { row: 'merkle-100k', ours, peer: of('merkletreejs'), floor, unit: 'ms, merkletreejs' },
    { row: 'merkle-100k', ours, peer: of('openZeppelin'), floor, unit: 'ms, @openzeppelin/merkle-tree' },
    { row: 'merkle-100k', ours, peer: null, floor: of('floorInPlace'), unit: 'ms, floor without memory of its own' },
  ];
}
