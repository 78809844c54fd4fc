import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, concatBytes } from '../../../service/proof/bytes.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { EMPTY_TRIE_ROOT } from '../../../service/proof/mpt.ts';
import { encodeRlp, encodeRlpList } from '../../../service/proof/rlp.ts';
import besu from '../../vectors/qbft-besu-header.json' with { type: 'json' };
import { bytes, codeOf, flipBit } from './support.ts';

const none = new Uint8Array(0);
// Ethereum's own first block, a header of 15 fields whose hash everybody knows.
const mainnetGenesis = encodeRlp([
  new Uint8Array(32),
  bytes('0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'),
  new Uint8Array(20),
  bytes('0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544'),
  EMPTY_TRIE_ROOT,
  EMPTY_TRIE_ROOT,
  new Uint8Array(256),
  bytes('0x0400000000'),
  none,
  bytes('0x1388'),
  none,
  none,
  bytes('0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa'),
  new Uint8Array(32),
  bytes('0x0000000000000042'),
]);

describe('block header', () => {
  it('of 15 fields has the hash of its RLP', () => {
    const header = decodeHeader(mainnetGenesis);
    expect(bytesToHex(header.hash)).to.equal('0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3');
    expect(header.number).to.equal(0);
    expect(header.fields.length).to.equal(15);
    expect(bytesToHex(header.stateRoot)).to.equal('0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544');
  });

  it('of a later fork is read as well', () => {
    const header = decodeHeader(besu.header.rlp);
    expect(header.fields.length).to.equal(20);
    expect(header.number).to.equal(besu.header.height);
    expect(header.timestamp).to.equal(besu.header.timestamp);
    expect(encodeRlpList(header.fields)).to.deep.equal(bytes(besu.header.rlp));
  });

  it('changed in any bit has another hash or is none', () => {
    fc.assert(
      fc.property(fc.constantFrom(mainnetGenesis, bytes(besu.header.rlp)), fc.nat(), (raw, bit) => {
        const changed = flipBit(raw, bit);
        const code = codeOf(() => decodeHeader(changed));
        if (code === undefined) expect(decodeHeader(changed).hash).not.to.deep.equal(decodeHeader(raw).hash);
        else expect(code).to.equal('notHeader');
      }),
      { numRuns: 500 },
    );
  });

  const { fields } = decodeHeader(mainnetGenesis);
  const replaced = (index: number, value: Uint8Array) => encodeRlpList(fields.with(index, encodeRlp(value)));
  for (const [why, raw] of [
    ['14 fields', encodeRlpList(fields.slice(0, 14))],
    ['33 fields', encodeRlpList([...fields, ...fields, ...fields.slice(0, 3)])],
    ['a trailing byte', concatBytes(mainnetGenesis, Uint8Array.of(0))],
    ['a short parent hash', replaced(0, new Uint8Array(31))],
    ['a long state root', replaced(3, new Uint8Array(33))],
    ['a short bloom', replaced(6, new Uint8Array(255))],
    ['a number with a leading zero', replaced(8, Uint8Array.of(0, 1))],
    ['a number beyond exact numbers', replaced(8, new Uint8Array(8).fill(255))],
    ['a timestamp of nine bytes', replaced(11, new Uint8Array(9).fill(1))],
    ['a list for its number', encodeRlpList(fields.with(8, Uint8Array.of(0xc0)))],
    ['64 KiB of extra data', replaced(12, new Uint8Array(65_536))],
  ] as const) {
    it(`with ${why} is refused`, () => {
      expect(codeOf(() => decodeHeader(raw))).to.equal('notHeader');
    });
  }

  for (const text of ['', '0x', 'header', '0xf9']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(codeOf(() => decodeHeader(text))).to.equal('notHeader');
    });
  }
});
