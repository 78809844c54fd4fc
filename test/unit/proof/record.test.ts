import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, concatBytes } from '../../../service/proof/bytes.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import {
  fieldLeaf,
  fieldRoot,
  fieldTree,
  recordAlpha,
  recordLeaf,
  verifyField,
} from '../../../service/proof/record.ts';
import type { Field, RecordState } from '../../../service/proof/record.ts';
import { bytesOf, flipBit, hash32, sha256 } from './support.ts';

const sha = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const tagged = (purpose: string) => sha(`zhenglian/v1/${purpose}`);

const schemaId = hash32(1);
const values: JsonValue[] = ['正常', 1234.5, null, { from: '2024-01' }, true];
const fields: Field[] = values.map((value, index) => ({ index, salt: hash32(index).subarray(0, 16), value }));
const salt = bytesOf(16);

describe('record key input', () => {
  const person = { region: 'eip155:370500', domain: 'https://d/x', vrfEpoch: 258, idType: 1, number: '99X' };

  it('is tag(vrf) and the fields, each of known length', () => {
    const tail = `${'0000000d'}${Buffer.from('eip155:370500').toString('hex')}0000000b${Buffer.from('https://d/x').toString('hex')}`;
    expect(bytesToHex(recordAlpha(person))).to.equal(
      `${bytesToHex(tagged('vrf'))}${tail}0000010201${'00000003'}${Buffer.from('99X').toString('hex')}`,
    );
  });

  it('is the same for a number typed in full width', () => {
    expect(recordAlpha({ ...person, number: '９９Ｘ' })).to.deep.equal(recordAlpha(person));
  });

  it('differs for every other person, and where texts are cut otherwise', () => {
    const others = [
      { region: 'eip155:370100' },
      { domain: 'https://d/y' },
      { vrfEpoch: 259 },
      { idType: 2 },
      { number: '99x' },
    ];
    for (const other of [...others, { domain: 'https://d/', number: 'x99X' }]) {
      expect(recordAlpha({ ...person, ...other })).not.to.deep.equal(recordAlpha(person));
    }
  });

  it('refuses an id type or epoch beyond its width', () => {
    expect(() => recordAlpha({ ...person, idType: 256 })).to.throw(RangeError);
    expect(() => recordAlpha({ ...person, vrfEpoch: -1 })).to.throw(RangeError);
  });
});

describe('record fields', () => {
  it('have the leaf of the format', () => {
    const field = { index: 258, salt: fields[0]?.salt as Uint8Array, value: { b: 1, a: '证' } };
    const expected = sha(Buffer.of(0), tagged('field'), schemaId, Buffer.of(1, 2), field.salt, '{"a":"证","b":1}');
    expect(fieldLeaf(sha256, schemaId, field)).to.deep.equal(expected);
  });

  it('open one by one under the field root', () => {
    const tree = fieldTree(sha256, schemaId, fields);
    expect(tree.root).to.deep.equal(fieldRoot(sha256, schemaId, fields));
    for (let index = 0; index < fields.length; index++) {
      const opening = tree.open(index);
      const claim = { schemaId, size: fields.length, fieldRoot: tree.root, opening };
      expect(opening.value).to.deep.equal(values[index]);
      expect(verifyField(sha256, claim)).to.equal(true);
    }
    expect(() => tree.open(fields.length)).to.throw(RangeError);
  });

  it('do not open after any change', () => {
    const tree = fieldTree(sha256, schemaId, fields);
    fc.assert(
      fc.property(fc.nat({ max: 4 }), fc.nat(), salt, (index, bit, otherSalt) => {
        const opening = tree.open(index);
        const size = fields.length;
        const [first, ...rest] = opening.proof as [Uint8Array, ...Uint8Array[]];
        const claim = { schemaId, size, fieldRoot: tree.root, opening };
        const changes = [
          { ...claim, schemaId: flipBit(schemaId, bit) },
          { ...claim, fieldRoot: flipBit(tree.root, bit) },
          { ...claim, size: size + 10 },
          { ...claim, size: NaN },
          { ...claim, opening: { ...opening, index: (index + 1) % size } },
          { ...claim, opening: { ...opening, index: index + 65_536 } },
          { ...claim, opening: { ...opening, salt: otherSalt } },
          { ...claim, opening: { ...opening, salt: concatBytes(opening.salt, Uint8Array.of(0)) } },
          { ...claim, opening: { ...opening, value: 'other' } },
          { ...claim, opening: { ...opening, proof: [flipBit(first, bit), ...rest] } },
          { ...claim, opening: { ...opening, proof: rest } },
        ];
        for (const change of changes) expect(verifyField(sha256, change)).to.equal(false);
      }),
    );
  });

  it('are refused out of order, missing, or with a salt or schema id of another length', () => {
    const [first, second] = fields as [Field, Field];
    for (const list of [[], [second, first], [first, { ...second, index: 2 }]]) {
      expect(() => fieldTree(sha256, schemaId, list)).to.throw(RangeError);
    }
    expect(() => fieldLeaf(sha256, schemaId, { ...first, salt: new Uint8Array(15) })).to.throw(RangeError);
    expect(() => fieldLeaf(sha256, new Uint8Array(31), first)).to.throw(RangeError);
  });
});

describe('record leaf', () => {
  const record: RecordState = {
    key: hash32(1),
    version: 3,
    asOf: 1_800_000_000,
    fieldRoot: hash32(2),
    flags: 1,
    previousLeaf: hash32(3),
  };

  it('is that of the format', () => {
    const numbers = Buffer.from('00000003' + '000000006b49d200', 'hex');
    const expected = sha(tagged('record'), hash32(1), numbers, hash32(2), Buffer.of(0, 1), hash32(3));
    expect(recordLeaf(sha256, record)).to.deep.equal(expected);
  });

  it('sees every part', () => {
    const leaf = recordLeaf(sha256, record);
    const changes: Partial<RecordState>[] = [
      { key: hash32(9) },
      { version: 4 },
      { asOf: 1 },
      { fieldRoot: hash32(9) },
      { flags: 2 },
      { previousLeaf: hash32(9) },
    ];
    for (const change of changes) expect(recordLeaf(sha256, { ...record, ...change })).not.to.deep.equal(leaf);
  });

  it('is refused for values beyond their width', () => {
    const changes: Partial<RecordState>[] = [
      { version: 2 ** 32 },
      { asOf: -1 },
      { flags: 65_536 },
      { key: new Uint8Array(31) },
      { previousLeaf: new Uint8Array(0) },
    ];
    for (const change of changes) expect(() => recordLeaf(sha256, { ...record, ...change })).to.throw(RangeError);
  });
});
