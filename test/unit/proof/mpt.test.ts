import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { EMPTY_TRIE_ROOT, mptGet, mptProof } from '../../../service/proof/mpt.ts';
import { encodeRlp } from '../../../service/proof/rlp.ts';
import vectors from '../../vectors/mpt-proofs.json' with { type: 'json' };
import { bytes, bytesList, codeOf, flipBit, hash32 } from './support.ts';

type Case = { name: string; root: Uint8Array; key: Uint8Array; value: Uint8Array | undefined; nodes: Uint8Array[] };

const cases: Case[] = vectors.tries.flatMap(({ name, file, secure, root, proofs }) =>
  proofs.map(({ key, value, proof }) => ({
    name: `${file} ${name} ${key}`,
    root: bytes(root),
    key: secure ? keccak_256(bytes(key)) : bytes(key),
    value: value === null ? undefined : bytes(value),
    nodes: bytesList(proof),
  })),
);
const withNodes = cases.filter(({ nodes }) => nodes.length > 0);

describe('Merkle-Patricia proofs', () => {
  it(`show the value or the absence of ${cases.length} keys of Ethereum's own tries`, () => {
    expect(cases.length).to.be.greaterThan(90);
    expect(cases.some(({ value }) => value === undefined)).to.equal(true);
    for (const { name, root, key, value, nodes } of cases) {
      expect(mptGet(root, key, nodes), name).to.deep.equal(value);
    }
  });

  it('are picked from a heap of nodes of all tries, or not at all when a node of theirs is missing', () => {
    const heap = new Map(withNodes.flatMap(({ nodes }) => nodes.map((node) => [bytesToHex(keccak_256(node)), node])));
    for (const { root, key, nodes, name } of cases) {
      const without = (missing?: Uint8Array) => (hash: Uint8Array) => {
        const node = heap.get(bytesToHex(hash));
        return node === missing ? undefined : node;
      };
      // Some tries list the empty root's encoding, which proves nothing more than the root itself.
      const listed = bytesToHex(root) === bytesToHex(EMPTY_TRIE_ROOT) ? [] : nodes;
      expect(mptProof(root, key, without()), name).to.deep.equal(listed);
      for (const node of listed) {
        expect(mptProof(root, key, without(heap.get(bytesToHex(keccak_256(node))))), name).to.equal(undefined);
      }
    }
  });

  it('fail after any change of a bit, never showing another value or absence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...withNodes), fc.nat(), fc.nat(), ({ root, key, nodes }, which, bit) => {
        const at = which % nodes.length;
        const changed = nodes.with(at, flipBit(nodes[at] as Uint8Array, bit));
        expect(codeOf(() => mptGet(root, key, changed))).to.equal('proofInvalid');
      }),
      { numRuns: 2000 },
    );
  });

  it('fail when shortened: too short is no proof of absence', () => {
    for (const { root, key, nodes, name } of withNodes) {
      for (let length = 0; length < nodes.length; length++) {
        expect(
          codeOf(() => mptGet(root, key, nodes.slice(0, length))),
          name,
        ).to.equal('proofInvalid');
      }
    }
  });

  it('fail with a node more or with nodes in another order', () => {
    for (const { root, key, nodes, name } of withNodes) {
      expect(
        codeOf(() => mptGet(root, key, [...nodes, nodes[0] as Uint8Array])),
        name,
      ).to.equal('proofInvalid');
      if (nodes.length > 1) {
        expect(
          codeOf(() => mptGet(root, key, nodes.toReversed())),
          name,
        ).to.equal('proofInvalid');
      }
    }
  });

  it('fail under another root, so that a self-made trie proves nothing', () => {
    for (const { root, key, nodes } of withNodes) {
      expect(codeOf(() => mptGet(flipBit(root, 5), key, nodes))).to.equal('proofInvalid');
      expect(codeOf(() => mptGet(EMPTY_TRIE_ROOT, key, nodes))).to.equal('proofInvalid');
    }
  });

  it('never show a value for a key they were not made for, unless it is that key’s', () => {
    const values = new Map(cases.map(({ root, key, value }) => [`${root}/${key}`, value]));
    for (const { root, key, nodes } of withNodes) {
      for (const other of withNodes.filter((one) => `${one.root}` === `${root}` && one.key !== key)) {
        const code = codeOf(() => mptGet(root, other.key, nodes));
        if (code === undefined) {
          expect(mptGet(root, other.key, nodes)).to.deep.equal(values.get(`${root}/${other.key}`));
        } else expect(code).to.equal('proofInvalid');
      }
    }
  });

  it('show absence in the empty trie by no node or by its one node', () => {
    expect(mptGet(EMPTY_TRIE_ROOT, hash32(1), [])).to.equal(undefined);
    expect(mptGet(EMPTY_TRIE_ROOT, hash32(1), [Uint8Array.of(0x80)])).to.equal(undefined);
    expect(codeOf(() => mptGet(hash32(2), hash32(1), []))).to.equal('proofInvalid');
  });

  const value = Uint8Array.of(7);
  const empty = new Uint8Array(0);
  const branch = Array.from({ length: 16 }, () => empty);
  for (const [why, node] of [
    ['that is a string', encodeRlp(Uint8Array.of(1, 2, 3))],
    ['of three items', encodeRlp([value, value, value])],
    ['with an unknown path flag', encodeRlp([Uint8Array.of(0x40, 0xab), value])],
    ['with a padded nibble in its path', encodeRlp([Uint8Array.of(0x2f, 0xab), value])],
    ['that is a leaf without value', encodeRlp([Uint8Array.of(0x20, 0xab), empty])],
    ['that is an extension without path', encodeRlp([Uint8Array.of(0x00), new Uint8Array(32)])],
    ['without path', encodeRlp([empty, value])],
    ['whose child is no hash', encodeRlp([...branch.with(10, new Uint8Array(31)), empty])],
    [
      'whose embedded child has 32 bytes or more',
      encodeRlp([...branch.with(10, [new Uint8Array(40)] as never), empty]),
    ],
    ['that is not canonical RLP', Uint8Array.of(0xf8, 0x01, 0xc0)],
  ] as const) {
    it(`refuse a node ${why}, though its hash is the root`, () => {
      expect(codeOf(() => mptGet(keccak_256(node), Uint8Array.of(0xab), [node]))).to.equal('proofInvalid');
    });
  }
});
