import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { hmacKey, hmacSha256 } from '../../../service/adapters/crypto/hmac.ts';

/** RFC 4231 sections 4.2 to 4.5: keys of at most a block. */
const vectors = [
  ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  [
    '0102030405060708090a0b0c0d0e0f10111213141516171819',
    'cd'.repeat(50),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
] as const;

describe('HMAC-SHA-256 by one-shot hashes', () => {
  it('gives the values of RFC 4231', () => {
    for (const [key, data, mac] of vectors) {
      expect(hmacSha256(hmacKey(Buffer.from(key, 'hex')), Buffer.from(data, 'hex')).toString('hex')).to.equal(mac);
    }
  });

  it('gives what Node gives, for texts and bytes of any length, in parts or whole', () => {
    const part = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(part, { maxLength: 4 }), (key, parts) => {
        const expected = parts.reduce((mac, one) => mac.update(one), createHmac('sha256', key)).digest('hex');
        expect(hmacSha256(hmacKey(key), ...parts).toString('hex')).to.equal(expected);
      }),
    );
  });

  it('takes no key longer than a block', () => {
    expect(() => hmacKey(new Uint8Array(65))).to.throw(RangeError);
  });
});
