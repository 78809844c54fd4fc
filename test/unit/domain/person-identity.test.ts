import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalNumber, identityOf, idTypeName, idTypes, isNumber } from '../../../service/domain/person-identity.ts';
import type { Subject } from '../../../service/domain/person-identity.ts';

const NOW = 1_795_500_000;

describe('A person’s identity', () => {
  it('is the same for every way of writing the number', () => {
    for (const number of ['99010119491001003X', ' 990101 19491001 003x', '９９０１０１１９４９１００１００３Ｘ']) {
      expect(identityOf({ idType: 'citizen-id', number }, NOW)).to.deep.equal({
        idType: 1,
        number: '99010119491001003X',
      });
    }
  });

  it('keeps what foreign documents carry', () => {
    expect(identityOf({ idType: 'passport', number: 'e 1234567' }, NOW)).to.deep.equal({
      idType: 2,
      number: 'E1234567',
    });
    expect(identityOf({ idType: 'hkmt-permit', number: 'H1234567(8)' }, NOW).number).to.equal('H1234567(8)');
  });

  it('is the same under an old number of 15 digits and the one of 18 that replaced it', () => {
    const old = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.date({ min: new Date('1911-01-01'), max: new Date('1999-09-30'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 995 }),
    );
    fc.assert(
      fc.property(old, ([area, born, sequence]) => {
        const day = born.toISOString().slice(0, 10).replaceAll('-', '');
        const place = `99${String(area).padStart(4, '0')}`;
        const number = `${place}${day.slice(2)}${String(sequence).padStart(3, '0')}`;
        const identity = identityOf({ idType: 'citizen-id', number }, NOW);
        expect(identity.number.slice(0, 17)).to.equal(`${place}${day}${String(sequence).padStart(3, '0')}`);
        expect(identityOf({ idType: 'citizen-id', number: identity.number }, NOW)).to.deep.equal(identity);
        expect(isNumber(number, identity.number)).to.equal(true);
      }),
    );
  });

  it('of 15 digits of a centenarian lies in the 19th century', () => {
    const { number } = identityOf({ idType: 'citizen-id', number: '990101981231997' }, NOW);
    expect(number.slice(0, 17)).to.equal('99010118981231997');
  });

  it('of a document that is no citizen’s card is no number of 15 digits made longer', () => {
    const number = '123456700101001';
    for (const idType of ['passport', 'taiwan-permit', 'foreign-permanent-resident'] as const) {
      expect(identityOf({ idType, number }, NOW).number).to.equal(number);
    }
  });

  it('is taken from every document that people without a citizen’s card have', () => {
    const documents: [Subject['idType'], string, string][] = [
      ['passport', 'EG1234567', 'EG1234567'],
      ['hkmt-permit', 'h12345678', 'H12345678'],
      ['hkmt-permit', 'M1234567800', 'M1234567800'],
      ['taiwan-permit', '12345678', '12345678'],
      ['citizen-id', '810000199408230021', '810000199408230021'],
      ['citizen-id', '830000199201300022', '830000199201300022'],
      ['foreign-permanent-resident', 'cfa110080010101', 'CFA110080010101'],
      ['foreign-permanent-resident', '９９０１０１１９４９１００１００３x', '99010119491001003X'],
    ];
    for (const [idType, number, canonical] of documents) {
      expect(identityOf({ idType, number }, NOW).number, number).to.equal(canonical);
    }
  });

  const wrong: [string, Subject][] = [
    ['a wrong check character', { idType: 'citizen-id', number: '990101194910010014' }],
    ['an impossible date', { idType: 'citizen-id', number: '990101199902290011' }],
    ['nothing', { idType: 'passport', number: '  ' }],
    ['a wrong check character of 港澳台居民居住证', { idType: 'citizen-id', number: '810000199408230020' }],
    [
      'a wrong check character of a foreigner’s card',
      { idType: 'foreign-permanent-resident', number: '990101194910010031' },
    ],
    ['an old number with an impossible date', { idType: 'citizen-id', number: '990101700231001' }],
    ['a foreign sign', { idType: 'passport', number: 'E123;4567' }],
    ['a number without end', { idType: 'passport', number: '1'.repeat(41) }],
    ['a kind that is unknown', { idType: 'library-card' as 'passport', number: 'E1234567' }],
    ['a kind that objects have by nature', { idType: 'toString' as 'passport', number: 'E1234567' }],
  ];
  for (const [what, subject] of wrong) {
    it(`is refused for ${what}`, () => {
      expect(() => identityOf(subject, NOW))
        .to.throw()
        .with.property('code', 'subject.invalid');
    });
  }

  it('of a kind has one number that never changes', () => {
    expect(idTypes).to.deep.equal({
      'citizen-id': 1,
      passport: 2,
      'hkmt-permit': 3,
      'taiwan-permit': 4,
      'foreign-permanent-resident': 5,
    });
    expect([idTypeName(1), idTypeName(6)]).to.deep.equal(['citizen-id', undefined]);
    expect(canonicalNumber('ａ b')).to.equal('AB');
  });
});
