import { expect } from 'chai';
import fc from 'fast-check';
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import { checkedClaims, ClaimsInvalid } from '../../../service/domain/claims.ts';

const base = { required: false, disclosable: true, zh: '项', en: 'Item' };
const type: CertificateType = {
  code: 'test',
  major: 1,
  name: { zh: '测试证', en: 'Test' },
  owner: 'test',
  typeCode: '11999999MA0000007H001',
  validityMonths: 12,
  claims: {
    name: { ...base, type: 'string', required: true, maxLength: 6 },
    number: { ...base, type: 'string', required: true, subject: 'number' },
    kind: { ...base, type: 'string', enum: ['01', '02'] },
    born: { ...base, type: 'date' },
    since: { ...base, type: 'month' },
    amount: { ...base, type: 'number', minimum: 0, maximum: 100 },
    count: { ...base, type: 'integer' },
    sole: { ...base, type: 'boolean' },
  },
};
const NUMBER = '990101194910010013';

function pathsOf(claims: Record<string, unknown>): string[] {
  try {
    checkedClaims(type, claims, NUMBER);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ClaimsInvalid).with.property('code', 'certificate.claimsInvalid');
    return (error as ClaimsInvalid).errors.map(({ path }) => path);
  }
}

describe('Claims of a certificate type', () => {
  it('come back in the type’s order, with the subject’s number filled in', () => {
    const claims = checkedClaims(type, { sole: false, amount: 0.5, name: '阿依古丽·' }, NUMBER);
    expect(Object.entries(claims)).to.deep.equal([
      ['name', '阿依古丽·'],
      ['number', NUMBER],
      ['amount', 0.5],
      ['sole', false],
    ]);
  });

  it('count rare characters once each', () => {
    expect(pathsOf({ name: '𠮷𠮷𠮷𠮷𠮷𠮷' })).to.deep.equal([]);
    expect(pathsOf({ name: '𠮷𠮷𠮷𠮷𠮷𠮷𠮷' })).to.deep.equal(['/claims/name']);
  });

  it('are refused with every wrong field named', () => {
    expect(pathsOf({ kind: '03', born: '2001-02-29', foreign: 1 })).to.deep.equal([
      '/claims/foreign',
      '/claims/name',
      '/claims/kind',
      '/claims/born',
    ]);
  });

  const wrong: [string, string, unknown][] = [
    ['another person’s number', 'number', '990101194910010021'],
    ['an empty text', 'name', ' '],
    ['a number for a text', 'name', 1],
    ['half a surrogate pair', 'name', '\ud842'],
    ['null', 'sole', 'yes'],
    ['a date of another form', 'born', '2001-2-3'],
    ['a date with a time', 'born', '2001-02-03T00:00'],
    ['a month 13', 'since', '2001-13'],
    ['a number below the least', 'amount', -1],
    ['a number above the greatest', 'amount', 101],
    ['infinity', 'amount', Infinity],
    ['a fraction where whole numbers are', 'count', 1.5],
    ['a text for a number', 'count', '1'],
    ['an object', 'kind', { toString: () => '01' }],
  ];
  for (const [what, name, value] of wrong) {
    it(`refuse ${what}`, () => expect(pathsOf({ name: '甲', [name]: value })).to.deep.equal([`/claims/${name}`]));
  }

  it('refuse names that objects have by nature', () => {
    expect(pathsOf({ name: '甲', constructor: 1, ['__proto__x']: 2 })).to.deep.equal([
      '/claims/constructor',
      '/claims/__proto__x',
    ]);
  });
});

describe('Texts of certificates, such as names', () => {
  const named = { ...type, claims: { ...type.claims, name: { ...base, type: 'string', required: true } } } as const;
  // 𠮷 and 𬶍 (plane 2), 𲎯 (plane 3), the ten kept in the compatibility area, 〇, Uyghur and foreign names, ideographic
  // variation sequences, and dots as registers write them.
  const names = [
    '𠮷田',
    '𬶍',
    '𲎯',
    '﨎﨏﨑',
    '〇一',
    '买买提·吐尔逊',
    '阿卜杜拉•',
    'José Müller',
    "O'Brien-王",
    '葛󠄀',
    '㐀䶿',
  ];
  for (const name of names) {
    it(`are kept as they are: ${name}`, () => {
      expect(checkedClaims(named, { name }, NUMBER)['name']).to.equal(name);
    });
  }

  it('keep every character that Unicode assigns to people’s use, in any plane, code point by code point', () => {
    const character = fc
      .oneof(
        fc.integer({ min: 0x4e00, max: 0x9fff }),
        fc.integer({ min: 0x20000, max: 0x323af }),
        fc.integer({ min: 0xf900, max: 0xfad9 }),
        fc.constantFrom(0xb7, 0x2022, 0x30fb, 0x3007),
      )
      .map((point) => String.fromCodePoint(point));
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 6 }), (characters) => {
        const name = characters.join('');
        const kept = checkedClaims(type, { name }, NUMBER)['name'] as string;
        expect([...kept]).to.deep.equal([...name]);
      }),
    );
  });

  for (const [what, name] of [
    ['a private-use character, which every system draws otherwise', '王\ue863'],
    ['a private-use character of plane 15', '王\u{f0000}'],
    ['a control character', '王\u0007'],
    ['a character that turns the reading order', '王\u202e'],
    ['half a character', '王\ud842'],
  ] as const) {
    it(`do not have ${what}`, () => expect(pathsOf({ name })).to.deep.equal(['/claims/name']));
  }
});

describe('The claim that is the subject’s number', () => {
  it('is written in its one form however it came', () => {
    const number = '99010119700101001X';
    for (const given of [number, '990101700101001', ' 990101 19700101 001x', '９９０１０１７００１０１００１']) {
      expect(checkedClaims(type, { name: '甲', number: given }, number)['number']).to.equal(number);
    }
  });
});
