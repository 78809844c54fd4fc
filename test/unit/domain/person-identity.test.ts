import { expect } from 'chai';
import { canonicalNumber, identityOf, idTypeName, idTypes } from '../../../service/domain/person-identity.ts';
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

  it('takes old numbers of 15 digits', () => {
    expect(identityOf({ idType: 'citizen-id', number: '990101700101001' }, NOW).number).to.equal('990101700101001');
  });

  const wrong: [string, Subject][] = [
    ['a wrong check character', { idType: 'citizen-id', number: '990101194910010014' }],
    ['an impossible date', { idType: 'citizen-id', number: '990101199902290011' }],
    ['nothing', { idType: 'passport', number: '  ' }],
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
