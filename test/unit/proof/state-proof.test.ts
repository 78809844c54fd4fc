import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect } from 'chai';
import { bytesToHex, concatBytes } from '../../../service/proof/bytes.ts';
import { encodeRlp, rlpListItems } from '../../../service/proof/rlp.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { accountFromProof, storageFromProof } from '../../../service/proof/state-proof.ts';
import vectors from '../../vectors/mpt-proofs.json' with { type: 'json' };
import besu from '../../vectors/qbft-besu-header.json' with { type: 'json' };
import { bytes, bytesList, codeOf } from './support.ts';

type Answer = (typeof vectors.getProof)[number]['result'];
type Slot = Answer['storageProof'][number];

const unpadded = (hex: string): Uint8Array => bytes(hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`);

/** What the proofs of an eth_getProof answer show, compared with what the answer states. */
function agrees(stateRoot: string, answer: Answer): boolean {
  const account = accountFromProof(bytes(stateRoot), bytes(answer.address), bytesList(answer.accountProof));
  const stated = [BigInt(answer.nonce), BigInt(answer.balance), answer.storageHash, answer.codeHash];
  const proven = [account.nonce, account.balance, bytesToHex(account.storageRoot), bytesToHex(account.codeHash)];
  const slots = (answer.storageProof as Slot[]).every(({ key, value, proof }) => {
    const word = storageFromProof(account.storageRoot, unpadded(key), bytesList(proof));
    return BigInt(bytesToHex(word)) === BigInt(value);
  });
  return slots && stated.every((value, i) => value === proven[i]);
}

describe('state proofs (EIP-1186)', () => {
  for (const { id, stateRoot, expect: expected, result } of vectors.getProof) {
    it(`${id}: ${expected.exists ? 'shows what the answer states' : 'shows that the account is absent'}`, () => {
      if (expected.exists) expect(agrees(stateRoot, result)).to.equal(true);
      else expect(codeOf(() => agrees(stateRoot, result))).to.equal('accountAbsent');
      for (const { key, exists, value } of expected.storage) {
        const slot = (result.storageProof as Slot[]).find((one) => one.key === key) as Slot;
        const word = storageFromProof(bytes(result.storageHash), unpadded(key), bytesList(slot.proof));
        expect(word.length).to.equal(32);
        expect(BigInt(bytesToHex(word))).to.equal(exists ? BigInt(value) : 0n);
      }
    });
  }

  for (const { id, why, base, stateRoot, change } of vectors.rejects) {
    it(`${id}: ${why}`, () => {
      const valid = vectors.getProof.find((one) => one.id === base);
      if (valid === undefined) throw new Error(`no case ${base}`);
      const answer = { ...valid.result, ...change } as Answer;
      // Either the proofs fail, or they show something else than the answer states, and only what they show is used.
      let shown: boolean | string | undefined;
      const code = codeOf(() => (shown = agrees(stateRoot ?? valid.stateRoot, answer)));
      expect(code ?? shown).to.equal(id.includes('claimed') ? false : 'proofInvalid');
    });
  }

  it('read an account of a Besu chain under a header’s state root', () => {
    const { stateRoot } = decodeHeader(besu.header.rlp);
    const account = accountFromProof(stateRoot, bytes(besu.account), rlpListItems(bytes(besu.accountProof)));
    expect(bytesToHex(account.storageRoot)).to.equal(besu.storageRoot);
  });

  it('take a slot padded or not', () => {
    const { result } = vectors.getProof.find(
      ({ id }) => id === 'get-account-proof-with-storage',
    ) as (typeof vectors.getProof)[1];
    const nodes = bytesList((result.storageProof as Slot[])[0]?.proof ?? []);
    const root = bytes(result.storageHash);
    for (const slot of [new Uint8Array(0), new Uint8Array(1), new Uint8Array(32)]) {
      expect(BigInt(bytesToHex(storageFromProof(root, slot, nodes)))).to.equal(0x38n);
    }
  });
});

describe('state proofs of a state no chain can have', () => {
  /** A trie of one leaf: its root and its one node. */
  const lone = (key: Uint8Array, value: Uint8Array) => {
    const node = encodeRlp([concatBytes(Uint8Array.of(0x20), keccak_256(key)), value]);
    return [keccak_256(node), [node]] as const;
  };
  const address = new Uint8Array(20);
  const slot = new Uint8Array(32);
  const hash = new Uint8Array(32);

  for (const [why, value] of [
    ['three items', encodeRlp([slot.subarray(0, 1), slot.subarray(0, 0), hash])],
    ['a short storage root', encodeRlp([Uint8Array.of(1), Uint8Array.of(1), hash.subarray(1), hash])],
    ['a nonce with a leading zero', encodeRlp([Uint8Array.of(0, 1), Uint8Array.of(1), hash, hash])],
    ['a nonce of nine bytes', encodeRlp([new Uint8Array(9).fill(1), Uint8Array.of(1), hash, hash])],
    ['trailing bytes', concatBytes(encodeRlp([Uint8Array.of(1), Uint8Array.of(1), hash, hash]), Uint8Array.of(1))],
  ] as const) {
    it(`refuse an account with ${why}`, () => {
      const [root, nodes] = lone(address, value);
      expect(codeOf(() => accountFromProof(root, address, nodes))).to.equal('proofInvalid');
    });
  }

  for (const [why, value] of [
    ['zero', encodeRlp(new Uint8Array(0))],
    ['a leading zero', encodeRlp(Uint8Array.of(0, 1))],
    ['33 bytes', encodeRlp(new Uint8Array(33).fill(1))],
    ['a list', encodeRlp([])],
    ['something that is not RLP', Uint8Array.of(0x81, 0x01)],
  ] as const) {
    it(`refuse a slot that holds ${why}`, () => {
      const [root, nodes] = lone(slot, value);
      expect(codeOf(() => storageFromProof(root, slot, nodes))).to.equal('proofInvalid');
    });
  }

  it('are refused for an address or slot of another length', () => {
    expect(() => accountFromProof(hash, new Uint8Array(19), [])).to.throw(RangeError);
    expect(() => storageFromProof(hash, new Uint8Array(33), [])).to.throw(RangeError);
  });
});
