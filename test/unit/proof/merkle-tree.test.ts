import { expect } from 'chai';
import fc from 'fast-check';
import { concatBytes } from '../../../service/proof/bytes.ts';
import {
  leafHash,
  merkleTree,
  nodeHash,
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
} from '../../../service/proof/merkle-tree.ts';
import type { MerkleTree } from '../../../service/proof/merkle-tree.ts';
import vectors from '../../vectors/merkle-rfc6962.json' with { type: 'json' };
import { bytes, bytesList, flipBit, hash32, sha256 } from './support.ts';

const MAX = 1025;
const leaves = Array.from({ length: MAX }, (_, i) => hash32(i));
const trees: MerkleTree[] = [];
for (let size = 0; size <= MAX; size++) trees.push(merkleTree(sha256, concatBytes(...leaves.slice(0, size))));
const treeOf = (size: number): MerkleTree => trees[size] as MerkleTree;

/** The definition of RFC 9162 section 2.1.1, word by word; whole subtrees are remembered. */
const known = new Map<string, Uint8Array>();
function defined(from: number, to: number): Uint8Array {
  if (to - from === 1) return leaves[from] as Uint8Array;
  const name = `${from}-${to}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  let k = 1;
  while (k * 2 < to - from) k *= 2;
  const hash = nodeHash(sha256, defined(from, from + k), defined(from + k, to));
  known.set(name, hash);
  return hash;
}

describe('Merkle tree (RFC 9162), published cases', () => {
  const leafHashes = vectors.leaves.map((leaf) => leafHash(sha256, bytes(leaf)));

  it('hashes leaves and roots as published', () => {
    expect(leafHashes).to.deep.equal(bytesList(vectors.leafHashes));
    vectors.roots.forEach((root, size) => {
      expect(merkleTree(sha256, concatBytes(...leafHashes.slice(0, size))).root, `size ${size}`).to.deep.equal(
        bytes(root),
      );
    });
  });

  it('makes the published inclusion proofs', () => {
    for (const { leafIndex, treeSize, proof } of vectors.inclusion) {
      expect(merkleTree(sha256, concatBytes(...leafHashes.slice(0, treeSize))).proof(leafIndex)).to.deep.equal(
        bytesList(proof),
      );
    }
  });

  it('makes the published consistency proofs', () => {
    for (const { size1, size2, proof } of vectors.consistency) {
      const tree = merkleTree(sha256, concatBytes(...leafHashes.slice(0, size2)));
      expect(tree.consistencyProof(size1), `${size1} in ${size2}`).to.deep.equal(bytesList(proof));
    }
  });

  it(`judges ${vectors.inclusionProbes.length} inclusion proofs as published`, () => {
    for (const probe of vectors.inclusionProbes) {
      const valid = verifyInclusion(sha256, {
        leafHash: bytes(probe.leafHash),
        index: probe.leafIndex,
        size: probe.treeSize,
        proof: bytesList(probe.proof),
        root: bytes(probe.root),
      });
      expect(valid, probe.id).to.equal(probe.valid);
    }
  });

  it(`judges ${vectors.consistencyProbes.length} consistency proofs as published`, () => {
    for (const probe of vectors.consistencyProbes) {
      const valid = verifyConsistency(sha256, {
        oldSize: probe.size1,
        size: probe.size2,
        oldRoot: bytes(probe.root1),
        root: bytes(probe.root2),
        proof: bytesList(probe.proof),
      });
      expect(valid, probe.id).to.equal(probe.valid);
    }
  });
});

describe(`Merkle tree of every size up to ${MAX}`, () => {
  it('has the root that the RFC defines', () => {
    for (let size = 1; size <= MAX; size++) expect(treeOf(size).root, `${size}`).to.deep.equal(defined(0, size));
  });

  it('proves its leaves, each at its index only', () => {
    for (let size = 1; size <= MAX; size++) {
      const { root, proof } = treeOf(size);
      // All of a small tree; of a larger one both ends, the middle and a stride that changes with the size.
      const stride = size <= 70 ? 1 : 31 + (size % 17);
      const indices = new Set([0, size - 1, size >>> 1, Math.max(0, size - 2)]);
      for (let index = 0; index < size; index += stride) indices.add(index);
      for (const index of indices) {
        const inclusion = { leafHash: leaves[index] as Uint8Array, index, size, proof: proof(index), root };
        expect(verifyInclusion(sha256, inclusion), `${index} of ${size}`).to.equal(true);
        const other = (index + 1) % size;
        if (other !== index) expect(verifyInclusion(sha256, { ...inclusion, index: other })).to.equal(false);
      }
    }
  });

  it('is proven to begin with its smaller trees', () => {
    for (let size = 1; size <= MAX; size++) {
      const stride = size <= 40 ? 1 : 37 + (size % 13);
      for (let oldSize = 1; oldSize <= size; oldSize += stride) {
        const { root, consistencyProof } = treeOf(size);
        const claim = { oldSize, size, oldRoot: treeOf(oldSize).root, root, proof: consistencyProof(oldSize) };
        expect(verifyConsistency(sha256, claim), `${oldSize} in ${size}`).to.equal(true);
        if (oldSize < size) {
          expect(verifyConsistency(sha256, { ...claim, oldRoot: treeOf(oldSize + 1).root })).to.equal(false);
        }
      }
    }
  });
});

describe('Merkle proofs from a liar', () => {
  const place = fc
    .integer({ min: 2, max: MAX })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat({ max: size - 1 })));

  it('fail after any change of one bit, of the length or of the order', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.nat(), ([size, index], which, bit) => {
        const { root, proof } = treeOf(size);
        const path = proof(index);
        const inclusion = { leafHash: leaves[index] as Uint8Array, index, size, proof: path, root };
        const at = which % path.length;
        const changes = [
          { ...inclusion, proof: path.with(at, flipBit(path[at] as Uint8Array, bit)) },
          { ...inclusion, proof: path.toSpliced(at, 1) },
          { ...inclusion, proof: path.toSpliced(at, 0, path[at] as Uint8Array) },
          { ...inclusion, proof: [...path, root] },
          { ...inclusion, proof: path.with(at, (path[at] as Uint8Array).subarray(1)) },
          { ...inclusion, leafHash: flipBit(inclusion.leafHash, bit) },
          { ...inclusion, root: flipBit(root, bit) },
          { ...inclusion, index: index === 0 ? 1 : index - 1 },
          { ...inclusion, size: size * 2 },
        ];
        for (const change of changes) expect(verifyInclusion(sha256, change)).to.equal(false);
      }),
    );
  });

  it('fail for consistency after any change', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.nat(), ([size, index], which, bit) => {
        const oldSize = index + 1;
        fc.pre(oldSize < size);
        const { root, consistencyProof } = treeOf(size);
        const path = consistencyProof(oldSize);
        const claim = { oldSize, size, oldRoot: treeOf(oldSize).root, root, proof: path };
        const at = which % path.length;
        const changes = [
          { ...claim, proof: path.with(at, flipBit(path[at] as Uint8Array, bit)) },
          { ...claim, proof: path.toSpliced(at, 1) },
          { ...claim, proof: [...path, root] },
          { ...claim, oldRoot: flipBit(claim.oldRoot, bit) },
          { ...claim, root: flipBit(root, bit) },
          { ...claim, oldSize: 0 },
          { ...claim, oldSize: size + 1 },
        ];
        for (const change of changes) expect(verifyConsistency(sha256, change)).to.equal(false);
      }),
    );
  });

  for (const [index, size] of [
    [-1, 4],
    [4, 4],
    [0, 0],
    [0.5, 4],
    [0, 4.5],
    [NaN, 4],
    [0, Infinity],
    [0, 2 ** 32],
  ] as const) {
    it(`lead to no root at index ${index} of ${size}`, () => {
      const claim = { leafHash: hash32(0), index, size, proof: [hash32(1), hash32(2)] };
      expect(rootFromInclusion(sha256, claim)).to.equal(undefined);
    });
  }

  it('work up to the largest size a chain can hold', () => {
    const size = 2 ** 32 - 1;
    const path = Array.from({ length: 32 }, (_, i) => hash32(i));
    const claim = { leafHash: hash32(99), index: 2 ** 31, size, proof: path };
    expect(rootFromInclusion(sha256, claim)).to.be.instanceOf(Uint8Array);
    expect(rootFromInclusion(sha256, { ...claim, proof: path.slice(1) })).to.equal(undefined);
  });

  it('are refused for leaves that do not exist', () => {
    expect(() => treeOf(4).proof(4)).to.throw(RangeError);
    expect(() => treeOf(0).proof(0)).to.throw(RangeError);
    expect(() => treeOf(4).consistencyProof(0)).to.throw(RangeError);
    expect(() => treeOf(4).consistencyProof(5)).to.throw(RangeError);
  });
});
