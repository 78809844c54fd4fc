import { expect } from 'chai';
import fc from 'fast-check';
import {
  bytesToHex,
  compareBytes,
  concatBytes,
  equalBytes,
  pooledBytes,
  pooledUtf8,
  hexToBytes,
  lp,
  u16,
  u32,
  u64,
  u8,
  utf8,
} from '../../../service/proof/bytes.ts';
import { codeOf } from './support.ts';

describe('hexadecimal', () => {
  it('comes back as written, as Node writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        const hex = bytesToHex(value);
        expect(hex).to.equal(`0x${Buffer.from(value).toString('hex')}`);
        expect(hexToBytes(hex)).to.deep.equal(value);
        expect(hexToBytes(hex.slice(2).toUpperCase())).to.deep.equal(value);
      }),
    );
  });

  for (const text of ['0x1', '1', '0xzz', 'g0', '0x 1', '0X00', '0x١٢', '-1', '0x00é0']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(codeOf(() => hexToBytes(text))).to.equal('notHex');
    });
  }
});

describe('joining and comparing bytes', () => {
  it('concatenates in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (parts) => {
        expect(concatBytes(...parts)).to.deep.equal(Uint8Array.from(Buffer.concat(parts)));
      }),
    );
  });

  it('orders as Buffer.compare does, and equal means no difference', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3, max: 2 }), fc.uint8Array({ maxLength: 3, max: 2 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).to.equal(Buffer.compare(a, b));
        expect(equalBytes(a, b)).to.equal(Buffer.compare(a, b) === 0);
      }),
    );
  });
});

describe('bytes on shared memory', () => {
  it('are the UTF-8 of their text, whatever is asked for later', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('x'.repeat(20_000), 'x'.repeat(70_000), '证'),
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 20 }), (all) => {
        const given = all.map((text) => pooledUtf8(text));
        pooledBytes(100).fill(255);
        expect(given).to.deep.equal(all.map(utf8));
      }),
    );
  });

  it('are zero and as many as asked for', () => {
    for (const length of [0, 1, 65, 16_384, 16_385, 70_000]) {
      expect(pooledBytes(length)).to.deep.equal(new Uint8Array(length));
    }
  });
});

describe('integers and lengths in preimages', () => {
  it('are big-endian and of fixed width', () => {
    expect(bytesToHex(u8(255))).to.equal('0xff');
    expect(bytesToHex(u16(258))).to.equal('0x0102');
    expect(bytesToHex(u32(0xfffffffe))).to.equal('0xfffffffe');
    expect(bytesToHex(u64(2 ** 40 + 1))).to.equal('0x0000010000000001');
    expect(bytesToHex(u64((1n << 64n) - 1n))).to.equal('0xffffffffffffffff');
    expect(bytesToHex(lp(utf8('证')))).to.equal('0x00000003e8af81');
  });

  for (const [name, action] of Object.entries({
    'u8 above 255': () => u8(256),
    'u16 below zero': () => u16(-1),
    'u32 above its width': () => u32(2 ** 32),
    'u64 beyond exact numbers': () => u64(2 ** 53),
    'u64 above its width': () => u64(1n << 64n),
    'a fraction': () => u64(1.5),
    'no number': () => u32(NaN),
  })) {
    it(`refuse ${name}`, () => {
      expect(action).to.throw(RangeError);
    });
  }
});
