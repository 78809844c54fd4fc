import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, concatBytes, utf8 } from '../../../service/proof/bytes.ts';
import { decodeRlp, encodeRlp, rlpListItems, rlpString, rlpUint } from '../../../service/proof/rlp.ts';
import type { RlpItem } from '../../../service/proof/rlp.ts';
import { bytes, codeOf } from './support.ts';

const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ maxDepth: 5 }, fc.uint8Array({ maxLength: 70 }), fc.array(tie('item'), { maxLength: 5 })),
}));

describe('RLP', () => {
  // The examples of the yellow paper's companion page (ethereum.org, Recursive-length prefix serialization).
  for (const [name, value, hex] of [
    ['dog', utf8('dog'), '0x83646f67'],
    ['a list of cat and dog', [utf8('cat'), utf8('dog')], '0xc88363617483646f67'],
    ['the empty string', new Uint8Array(0), '0x80'],
    ['the empty list', [], '0xc0'],
    ['the byte 0', Uint8Array.of(0), '0x00'],
    ['the byte 15', Uint8Array.of(15), '0x0f'],
    ['1024', Uint8Array.of(4, 0), '0x820400'],
    ['the set representation of three', [[], [[]], [[], [[]]]], '0xc7c0c1c0c3c0c1c0'],
    ['a string of 56 bytes', new Uint8Array(56).fill(97), `0xb838${'61'.repeat(56)}`],
  ] as const) {
    it(`encodes ${name}`, () => {
      expect(bytesToHex(encodeRlp(value))).to.equal(hex);
      expect(decodeRlp(bytes(hex))).to.deep.equal(value);
    });
  }

  it('comes back as encoded', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(decodeRlp(encodeRlp(value))).to.deep.equal(value);
      }),
    );
  });

  it('has one encoding for one item: whatever is read is written the same', () => {
    const byte = fc.constantFrom(0, 1, 0x7f, 0x80, 0x81, 0x82, 0xb7, 0xb8, 0xb9, 0xc0, 0xc1, 0xc2, 0xf7, 0xf8, 0xff);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (values) => {
        const input = Uint8Array.from(values);
        const code = codeOf(() => decodeRlp(input));
        if (code === undefined) expect(encodeRlp(decodeRlp(input))).to.deep.equal(input);
        else expect(code).to.equal('notRlp');
      }),
      { numRuns: 3000 },
    );
  });

  it('is refused after any byte more or less', () => {
    fc.assert(
      fc.property(item, (value) => {
        const encoded = encodeRlp(value);
        expect(codeOf(() => decodeRlp(concatBytes(encoded, Uint8Array.of(0))))).to.equal('notRlp');
        expect(codeOf(() => decodeRlp(encoded.subarray(0, -1)))).to.equal('notRlp');
      }),
    );
  });

  it('gives the items of a list in their encodings', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        expect(rlpListItems(encodeRlp(items)).map(decodeRlp)).to.deep.equal(items);
      }),
    );
  });

  for (const [why, hex] of [
    ['nothing', '0x'],
    ['a single byte with a length', '0x817f'],
    ['a short string in the long form', '0xb80161'],
    ['a length with a leading zero', `0xb90038${'61'.repeat(56)}`],
    ['a length that exceeds the data', '0x8461'],
    ['a list that exceeds the data', '0xc2c0'],
    ['a length of many bytes', '0xbfffffffffffffffff'],
    ['an item that leaves its list', '0xc18261'],
  ] as const) {
    it(`refuses ${why}`, () => {
      expect(codeOf(() => decodeRlp(bytes(hex)))).to.equal('notRlp');
    });
  }

  it('refuses nesting that would reach for the stack', () => {
    let nested = Uint8Array.of(0xc0);
    for (let i = 0; i < 10_000; i++) nested = concatBytes(listHeader(nested.length), nested);
    expect(codeOf(() => decodeRlp(nested))).to.equal('notRlp');
  });

  it('tells strings and lists apart', () => {
    expect(codeOf(() => rlpListItems(bytes('0x80')))).to.equal('notRlp');
    expect(codeOf(() => rlpString(bytes('0xc0')))).to.equal('notRlp');
  });

  it('reads integers in their one form', () => {
    expect(rlpUint(bytes('0x80'))).to.equal(0n);
    expect(rlpUint(bytes('0x820400'))).to.equal(1024n);
    expect(codeOf(() => rlpUint(bytes('0x00')))).to.equal('notRlp');
    expect(codeOf(() => rlpUint(bytes('0x820004')))).to.equal('notRlp');
    expect(codeOf(() => rlpUint(bytes('0x820400'), 1))).to.equal('notRlp');
  });
});

/** The header of a list whose payload has this length. */
function listHeader(length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(0xc0 + length);
  return length < 256 ? Uint8Array.of(0xf8, length) : Uint8Array.of(0xf9, length >>> 8, length & 255);
}
