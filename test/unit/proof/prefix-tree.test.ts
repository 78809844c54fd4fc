import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../../../service/proof/bytes.ts';
import { prefixEmptyHash, prefixLeafHash, verifyAbsence, verifyPresence } from '../../../service/proof/prefix-tree.ts';
import type { PrefixProof } from '../../../service/proof/prefix-tree.ts';
import { decodePrefixNode, positionBytes, positionOf } from '../../../service/proof/prefix-tree-nodes.ts';
import { provePrefix } from '../../../service/proof/prefix-tree-prove.ts';
import { updatePrefixTree } from '../../../service/proof/prefix-tree-update.ts';
import type { PrefixChange } from '../../../service/proof/prefix-tree-update.ts';
import { entriesOf, MemoryNodes, naiveTree, sameNodes } from './prefix-tree-support.ts';
import type { Entry } from './prefix-tree-support.ts';
import { codeOf, flipBit, hash32, sha256 } from './support.ts';

/** Keys that share prefixes of every length, up to all bits but the last. */
const key = fc
  .record({
    base: fc.constantFrom(0, 0xff),
    at: fc.nat({ max: 255 }),
    tail: fc.nat({ max: 3 }),
    random: fc.nat({ max: 9 }),
  })
  .map(({ base, at, tail, random }) => {
    if (random < 4) return hash32(random * 256 + at);
    const bytes = flipBit(new Uint8Array(32).fill(base), at);
    bytes[31] = (bytes[31] as number) ^ tail;
    return bytes;
  });
const change = fc.record({ key, recordLeaf: fc.option(fc.nat({ max: 50 }).map(hash32), { nil: undefined }) });
const batch = fc.uniqueArray(change, { maxLength: 12, selector: ({ key: bytes }) => bytesToHex(bytes) });

async function treeOf(entries: Iterable<PrefixChange>) {
  const nodes = new MemoryNodes();
  const root = await updatePrefixTree(sha256, nodes, prefixEmptyHash(sha256), entries);
  nodes.commit();
  return { nodes, root };
}
const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({ key: hash32(i), recordLeaf: hash32(i + 1_000_000) }));

describe('prefix tree hashes', () => {
  const sha = (...parts: (string | Uint8Array)[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const tagged = (purpose: string) => sha(`zhenglian/v1/${purpose}`);
  const [a, b] = [hash32(1), hash32(2)];

  it('are those of the format: empty, one leaf, two leaves at the first bit that parts them', async () => {
    const empty = await treeOf([]);
    expect([...empty.root]).to.deep.equal([...sha(tagged('map-empty'))]);
    const one = await treeOf([{ key: a, recordLeaf: b }]);
    expect([...one.root]).to.deep.equal([...sha(tagged('map-leaf'), a, b)]);
    const [low, high] = [new Uint8Array(32), flipBit(new Uint8Array(32), 6)]; // bit 1 from the left
    const leaf = (of: Uint8Array) => sha(tagged('map-leaf'), of, a);
    const inner = sha(tagged('map-node'), Buffer.of(0, 1), leaf(low), leaf(high));
    const two = await treeOf([low, high].map((one) => ({ key: one, recordLeaf: a })));
    const expected = sha(tagged('map-node'), Buffer.of(0, 0), inner, sha(tagged('map-empty')));
    expect([...two.root]).to.deep.equal([...expected]);
  });
});

describe('prefix tree updates', () => {
  it('keep root and nodes equal to those of the map, after every batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 6 }), async (batches) => {
        const nodes = new MemoryNodes();
        const map = new Map<string, Uint8Array>();
        let root = prefixEmptyHash(sha256);
        for (const changes of batches) {
          for (const { key: bytes, recordLeaf } of changes) {
            if (recordLeaf === undefined) map.delete(bytesToHex(bytes));
            else map.set(bytesToHex(bytes), recordLeaf);
          }
          root = await updatePrefixTree(sha256, nodes, root, changes);
          nodes.commit();
          const expected = new Map<string, Uint8Array>();
          expect(bytesToHex(root)).to.equal(bytesToHex(naiveTree(entriesOf(map), 0, expected)));
          expect(sameNodes(nodes.stored, expected)).to.equal(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('give one root for one map, in whatever order and batches it came', async () => {
    const entries = numbered(200);
    const { root } = await treeOf(entries);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(entries, { minLength: 200 }),
        fc.integer({ min: 1, max: 200 }),
        async (shuffled, cut) => {
          const { nodes, root: first } = await treeOf(shuffled.slice(0, cut));
          const second = await updatePrefixTree(sha256, nodes, first, shuffled.slice(cut));
          expect(second).to.deep.equal(root);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('touch a number of nodes that grows with the changes and the logarithm of the map only', async () => {
    const { nodes, root } = await treeOf(numbered(4096));
    nodes.reads = 0;
    const changes = numbered(8).map((entry) => ({ ...entry, recordLeaf: hash32(7) }));
    await updatePrefixTree(sha256, nodes, root, changes);
    expect(nodes.reads).to.be.lessThan(8 * 20);
    expect(nodes.commit()).to.be.lessThan(8 * 20);
  });

  it('change nothing when there is nothing to change', async () => {
    const { nodes, root } = await treeOf(numbered(20));
    const same = [[], [{ key: hash32(999), recordLeaf: undefined }], numbered(3)];
    for (const changes of same) expect(await updatePrefixTree(sha256, nodes, root, changes)).to.deep.equal(root);
  });

  it('refuse a key that occurs twice and bytes of another length', async () => {
    const [first] = numbered(1) as [Entry];
    const short = new Uint8Array(31);
    for (const changes of [
      [first, { ...first, recordLeaf: undefined }],
      [{ ...first, key: short }],
      [{ ...first, recordLeaf: short }],
    ]) {
      let error: unknown;
      await treeOf(changes).catch((reason: unknown) => (error = reason));
      expect(error).to.be.instanceOf(RangeError);
    }
  });

  it('notice nodes that are not those of the root', async () => {
    const { nodes, root } = await treeOf(numbered(50));
    const changes = [{ key: hash32(3), recordLeaf: hash32(4) }];
    const failure = async (from: Uint8Array) => {
      const failed = (error: { code?: string }) => error.code;
      const update = await updatePrefixTree(sha256, nodes, from, changes).then(() => 'none', failed);
      const proof = await provePrefix(sha256, nodes, from, hash32(3)).then(() => 'none', failed);
      return [update, proof];
    };
    expect(await failure(root)).to.deep.equal(['none', 'none']);
    nodes.pending.clear();
    expect(await failure(hash32(0))).to.deep.equal(['prefixTreeCorrupt', 'prefixTreeCorrupt']);
    const top = MemoryNodes.name(positionOf(hash32(3), 2));
    const bytes = nodes.stored.get(top) as Uint8Array;
    for (let bit = 0; bit < 65 * 8; bit += 37) {
      nodes.stored.set(top, flipBit(bytes, bit));
      expect(await failure(root)).to.deep.equal(['prefixTreeCorrupt', 'prefixTreeCorrupt']);
    }
    nodes.stored.delete(top);
    expect(await failure(root)).to.deep.equal(['prefixTreeCorrupt', 'prefixTreeCorrupt']);
  });
});

describe('prefix tree positions and nodes in a store', () => {
  it('are named by depth and bits, 34 bytes each, every position otherwise', () => {
    const name = (hex: string, depth: number) => bytesToHex(positionBytes(positionOf(hexToBytes(hex), depth)));
    const ones = `0x${'ff'.repeat(32)}`;
    expect(name(ones, 0)).to.equal(`0x0000${'00'.repeat(32)}`);
    expect(name(ones, 1)).to.equal(`0x000180${'00'.repeat(31)}`);
    expect(name(ones, 11)).to.equal(`0x000bffe0${'00'.repeat(30)}`);
    expect(name(ones, 256)).to.equal(`0x0100${'ff'.repeat(32)}`);
    const names = new Set(Array.from({ length: 257 }, (_, depth) => name(ones, depth)));
    expect(names.size).to.equal(257);
  });

  it('are refused when damaged', () => {
    expect(codeOf(() => decodePrefixNode(new Uint8Array(64)))).to.equal('prefixTreeCorrupt');
    expect(codeOf(() => decodePrefixNode(new Uint8Array(65).fill(2)))).to.equal('prefixTreeCorrupt');
  });
});

describe('prefix tree proofs', () => {
  it('show every key’s record leaf and every other key’s absence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), fc.array(key), async (batches, others) => {
        const map = new Map(
          batches.flat().map(({ key: bytes, recordLeaf }) => [bytesToHex(bytes), recordLeaf ?? bytes]),
        );
        const { nodes, root } = await treeOf(entriesOf(map));
        for (const bytes of [...entriesOf(map).map((entry) => entry.key), ...others]) {
          const { recordLeaf, proof } = await provePrefix(sha256, nodes, root, bytes);
          expect(recordLeaf).to.deep.equal(map.get(bytesToHex(bytes)));
          const expected = recordLeaf ?? hash32(5);
          expect(verifyPresence(sha256, { root, key: bytes, recordLeaf: expected, proof })).to.equal(
            recordLeaf !== undefined,
          );
          expect(verifyAbsence(sha256, { root, key: bytes, proof })).to.equal(recordLeaf === undefined);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('have about log2(n) siblings', async () => {
    const { nodes, root } = await treeOf(numbered(4096));
    let total = 0;
    for (let i = 0; i < 200; i++) total += (await provePrefix(sha256, nodes, root, hash32(i))).proof.siblings.length;
    expect(total / 200).to.be.within(12, 15);
  });

  it('fail after any change of a bit of root, key, record leaf or proof', async () => {
    const { nodes, root } = await treeOf(numbered(40));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 79 }), fc.nat(), fc.nat(), async (n, which, bit) => {
        const bytes = hash32(n);
        const { recordLeaf, proof } = await provePrefix(sha256, nodes, root, bytes);
        const holds = (claim: {
          root?: Uint8Array;
          key?: Uint8Array;
          recordLeaf?: Uint8Array;
          proof?: PrefixProof;
        }) => {
          const whole = { root, key: bytes, recordLeaf: recordLeaf ?? hash32(5), proof, ...claim };
          return recordLeaf === undefined ? verifyAbsence(sha256, whole) : verifyPresence(sha256, whole);
        };
        expect(holds({})).to.equal(true);
        const { siblings, found } = proof;
        const at = which % siblings.length;
        const sibling = siblings[at] as Uint8Array;
        expect(holds({ root: flipBit(root, bit) })).to.equal(false);
        expect(holds({ proof: { found, siblings: siblings.with(at, flipBit(sibling, bit)) } })).to.equal(false);
        expect(holds({ proof: { found, siblings: siblings.toSpliced(at, 1) } })).to.equal(false);
        expect(holds({ proof: { found, siblings: [...siblings, sibling] } })).to.equal(false);
        expect(holds({ proof: { found, siblings: [sibling, ...siblings] } })).to.equal(false);
        expect(holds({ proof: { found, siblings: siblings.with(at, sibling.subarray(1)) } })).to.equal(false);
        if (recordLeaf !== undefined) {
          expect(holds({ recordLeaf: flipBit(recordLeaf, bit) })).to.equal(false);
          expect(holds({ recordLeaf: recordLeaf.subarray(1) })).to.equal(false);
          expect(holds({ key: flipBit(bytes, bit) })).to.equal(false);
        }
        if (found.kind === 'other') {
          const change = (other: { key?: Uint8Array; hash?: Uint8Array }) =>
            holds({ proof: { siblings, found: { ...found, ...other } } });
          expect(change({ key: flipBit(found.key, bit) })).to.equal(false);
          expect(change({ hash: flipBit(found.hash, bit) })).to.equal(false);
          expect(change({ key: found.key.subarray(1) })).to.equal(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never show absence of a key that is there, whatever is said to stand at its end', async () => {
    const { nodes, root } = await treeOf(numbered(40));
    for (let n = 0; n < 40; n++) {
      const bytes = hash32(n);
      const { recordLeaf, proof } = await provePrefix(sha256, nodes, root, bytes);
      const { siblings } = proof;
      const neighbour = flipBit(bytes, 255);
      const ends: PrefixProof['found'][] = [
        { kind: 'empty' },
        { kind: 'other', key: neighbour, hash: recordLeaf as Uint8Array },
        { kind: 'other', key: bytes, hash: recordLeaf as Uint8Array },
      ];
      for (const found of ends) {
        for (let length = 0; length <= siblings.length; length++) {
          const cut = { found, siblings: siblings.slice(siblings.length - length) };
          expect(verifyAbsence(sha256, { root, key: bytes, proof: cut })).to.equal(false);
        }
      }
      expect(verifyAbsence(sha256, { root, key: bytes, proof })).to.equal(false);
    }
  });

  it('do not take another leaf from elsewhere in the tree for the end of the path', async () => {
    const { nodes, root } = await treeOf(numbered(40));
    const present = hash32(1);
    const { proof, recordLeaf } = await provePrefix(sha256, nodes, root, present);
    // An absent key on the other side of the root: the leaf is real, but not where this key's path leads.
    const absent = flipBit(present, 7);
    const found = { kind: 'other', key: present, hash: recordLeaf as Uint8Array } as const;
    const elsewhere = { siblings: proof.siblings, found };
    expect(verifyAbsence(sha256, { root, key: absent, proof: elsewhere })).to.equal(false);
    // Where the path does lead to it, the same end is what proves the absence.
    expect(verifyAbsence(sha256, { root, key: flipBit(present, 248), proof: elsewhere })).to.equal(true);
  });

  it('do not confuse a node’s children with a leaf', async () => {
    const { nodes, root } = await treeOf(numbered(2));
    const { proof } = await provePrefix(sha256, nodes, root, hash32(0));
    const [sibling] = proof.siblings as [Uint8Array];
    const forged = { siblings: [], found: { kind: 'leaf' } } as const;
    expect(verifyPresence(sha256, { root, key: hash32(0), recordLeaf: sibling, proof: forged })).to.equal(false);
    expect(prefixLeafHash(sha256, hash32(0), sibling)).not.to.deep.equal(root);
  });

  it('are refused when longer than a key or of a key of another length', () => {
    const found = { kind: 'empty' } as const;
    const long = { siblings: Array.from({ length: 257 }, (_, i) => hash32(i)), found };
    expect(verifyAbsence(sha256, { root: hash32(1), key: hash32(2), proof: long })).to.equal(false);
    const root = prefixEmptyHash(sha256);
    expect(verifyAbsence(sha256, { root, key: hash32(2), proof: { siblings: [], found } })).to.equal(true);
    expect(verifyAbsence(sha256, { root, key: hash32(2).subarray(1), proof: { siblings: [], found } })).to.equal(false);
  });
});
