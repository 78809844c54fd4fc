import { expect } from 'chai';
import fc from 'fast-check';
import { createPacker, decodePacked, encodePacked, itemOf, textOf } from '../../../service/domain/bulk/packed.ts';

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('Packed byte strings', () => {
  it('come out as they went in, whatever room was guessed', () => {
    fc.assert(
      fc.property(fc.array(wellFormed), fc.nat(64), (texts, size) => {
        const packer = createPacker(texts.length, size);
        const bytes = texts.map((text) => packer.addText(text));
        const packed = packer.packed();
        expect(texts.map((_, index) => textOf(packed, index))).to.deep.equal(texts);
        expect(bytes.map((one) => Buffer.from(one).toString('utf8'))).to.deep.equal(texts);
      }),
    );
  });

  it('are the same after they were stored', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (items) => {
        const packer = createPacker(items.length, 0);
        for (const item of items) packer.addBytes(item);
        const stored = decodePacked(encodePacked(packer.packed()));
        expect(items.map((_, index) => new Uint8Array(itemOf(stored, index)))).to.deep.equal(items);
      }),
    );
  });

  it('take ASCII as it is', () => {
    const packer = createPacker(2, 1);
    packer.addAscii('eyJhIjoxfQ');
    packer.addAscii('');
    expect([0, 1].map((index) => textOf(packer.packed(), index))).to.deep.equal(['eyJhIjoxfQ', '']);
  });
});
