import { expect } from 'chai';
import fc from 'fast-check';
import {
  decodeBase64url,
  decodeBase64urlAscii,
  encodeBase64url,
  fleetingBase64url,
  fleetingBase64urlAscii,
} from '../../../service/proof/base64url.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import { codeOf } from './support.ts';

describe('base64url', () => {
  it('comes back as written, as Node writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        const text = encodeBase64url(value);
        expect(text).to.equal(Buffer.from(value).toString('base64url'));
        expect(decodeBase64url(text)).to.deep.equal(value);
      }),
    );
  });

  it('has one text for one byte string: whatever is read is written the same', () => {
    const character = fc.constantFrom(...'ABQgwxyz0189-_');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 9 }), (text) => {
        const code = codeOf(() => decodeBase64url(text));
        if (code === undefined) expect(encodeBase64url(decodeBase64url(text))).to.equal(text);
        else expect(code).to.equal('notBase64url');
      }),
    );
  });

  it('reads a text of any length', () => {
    for (const length of [21_844, 21_845, 21_846, 65_536, 100_001]) {
      const value = new Uint8Array(length).map((_, i) => i * 7);
      expect(decodeBase64url(encodeBase64url(value))).to.deep.equal(value);
    }
    expect(codeOf(() => decodeBase64url(`${'A'.repeat(100_000)}+AAA`))).to.equal('notBase64url');
  });

  it('reads characters inside a longer text, and texts in memory that is used again, alike', () => {
    const said = (decode: () => Uint8Array): string => {
      try {
        return Buffer.from(decode()).toString('hex');
      } catch (error) {
        return String(error);
      }
    };
    const texts = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'AAABQgwz09-_+=证'), maxLength: 12 }),
      fc.constantFrom('A'.repeat(100_000), `${'A'.repeat(99_999)}!`),
    );
    fc.assert(
      fc.property(texts, texts, (before, text) => {
        const expected = said(() => decodeBase64url(text));
        const [ascii, from] = [utf8(`${before}${text}~证`), utf8(before).length];
        const to = from + text.length;
        expect(said(() => decodeBase64urlAscii(ascii, from, to))).to.equal(expected);
        expect(said(() => fleetingBase64urlAscii(ascii, from, to))).to.equal(expected);
        expect(said(() => fleetingBase64url(text))).to.equal(expected);
      }),
    );
  });

  for (const [why, text] of Object.entries({
    padding: 'AA==',
    'standard alphabet +': 'A+AA',
    'standard alphabet /': 'A/AA',
    'white space': 'AA AA',
    'line end': 'AAAA\n',
    'impossible length': 'AAAAA',
    'spare bits of one byte': 'AB',
    'spare bits of two bytes': 'AAB',
    'foreign script': 'AAА0',
    'foreign script at the end': 'AAAA0А',
    'a lone surrogate': 'AAA\ud800',
    'a foreign character before spare bits': '=B',
  })) {
    it(`refuses ${why}`, () => {
      expect(codeOf(() => decodeBase64url(text))).to.equal('notBase64url');
    });
  }
});
