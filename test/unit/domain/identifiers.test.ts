import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { birthDateOf, hasCitizenIdCheck, isCitizenId } from '../../../service/domain/citizen-id.ts';
import { mod11Dash2, mod37Comma36 } from '../../../service/domain/iso7064.ts';
import { licenceIdentifier, parseLicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import { isOrganisationCode, isUscc, usccCheck } from '../../../service/domain/uscc.ts';

type Vectors = {
  unifiedSocialCreditCode: {
    valid: { code: string; body: string }[];
    syntheticAllCheckCharacters: string[];
    invalid: { code: string; why: string }[];
    innerOrganisationCodeWrong: { code: string; why: string }[];
  };
  organisationCode: { cases: { code: string; valid: boolean }[] };
  idNumber: { id: string; checkValid: boolean; dateValid: boolean; why?: string }[];
  licenceId: {
    valid: { id: string; typeCode: string; issuer: string; serial: string; version: string }[];
    invalid: { id: string; why: string }[];
  };
  iso7064: { mod37_36: { text: string; check: string }[]; mod11_2: { text: string; check: string }[] };
};

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/gb-identifiers.json', import.meta.url), 'utf8'),
) as Vectors;

/** 2026-11-24: before the date that the vectors call future. */
const NOW = 1_795_500_000;

describe('统一社会信用代码 (GB 32100)', () => {
  const { valid, syntheticAllCheckCharacters, invalid, innerOrganisationCodeWrong } = vectors.unifiedSocialCreditCode;
  for (const { code, body } of valid) it(`accepts ${code}, ${body}`, () => expect(isUscc(code)).to.equal(true));
  for (const code of syntheticAllCheckCharacters) it(`accepts ${code}`, () => expect(isUscc(code)).to.equal(true));
  for (const { code, why } of invalid) {
    it(`refuses ${JSON.stringify(code)}: ${why}`, () => expect(isUscc(code)).to.equal(false));
  }
  for (const { code, why } of innerOrganisationCodeWrong) {
    it(`tells ${code} by its inner code: ${why}`, () => {
      expect([isUscc(code), isOrganisationCode(code.slice(8, 17))]).to.deep.equal([true, false]);
    });
  }
  it('computes the check character of the first 17 only', () => {
    expect(usccCheck('12100000400000624')).to.equal('D');
    expect(usccCheck('1210000040000062')).to.equal(undefined);
  });
});

describe('organisation code (GB 11714)', () => {
  for (const { code, valid } of vectors.organisationCode.cases) {
    it(`${valid ? 'accepts' : 'refuses'} ${code}`, () => expect(isOrganisationCode(code)).to.equal(valid));
  }
});

describe('公民身份号码 (GB 11643)', () => {
  for (const { id, checkValid, dateValid, why } of vectors.idNumber) {
    it(`of ${id}: check character ${checkValid}, date ${dateValid}${why ? ` (${why})` : ''}`, () => {
      expect(hasCitizenIdCheck(id)).to.equal(checkValid);
      if (checkValid) expect(birthDateOf(id, NOW) !== undefined).to.equal(dateValid);
      const oldForm = /^[0-9]{15}$/.test(id);
      expect(isCitizenId(id, NOW)).to.equal((checkValid || oldForm) && dateValid);
    });
  }
  it('tells the date of birth of both forms', () => {
    expect(birthDateOf('990101198002290011', NOW)).to.equal('1980-02-29');
    expect(birthDateOf('990101700101001', NOW)).to.equal('1970-01-01');
    expect(birthDateOf('990101981231997', NOW)).to.equal('1898-12-31');
  });
});

describe('电子证照标识 (GB/T 36904)', () => {
  for (const { id, ...parts } of vectors.licenceId.valid) {
    it(`reads and writes ${id}`, () => {
      const { typeCode, issuer, serial, version } = parts;
      expect(parseLicenceIdentifier(id)).to.deep.equal({ typeCode, issuer, serial, version });
      expect(licenceIdentifier({ typeCode, issuer, serial, version })).to.equal(id);
    });
  }
  for (const { id, why } of vectors.licenceId.invalid) {
    it(`refuses ${id}: ${why}`, () => expect(parseLicenceIdentifier(id)).to.equal(undefined));
  }
  it('is not made of parts of a wrong length or character', () => {
    const parts = {
      typeCode: '11100000000013338W011',
      issuer: '11430000006122244L',
      serial: '20230000403',
      version: '001',
    };
    for (const wrong of [{ typeCode: '1' }, { issuer: '11' }, { serial: '12345678' }, { serial: '2023-0000403' }]) {
      expect(() => licenceIdentifier({ ...parts, ...wrong }))
        .to.throw()
        .with.property('code', 'licence.partsInvalid');
    }
  });
});

describe('ISO 7064', () => {
  for (const { text, check } of vectors.iso7064.mod37_36) {
    it(`MOD 37,36 of ${text} is ${check}`, () => expect(mod37Comma36(text)).to.equal(check));
  }
  for (const { text, check } of vectors.iso7064.mod11_2) {
    it(`MOD 11-2 of ${text} is ${check}`, () => expect(mod11Dash2(text)).to.equal(check));
  }
  it('refuses foreign characters', () => {
    expect(() => mod37Comma36('a')).to.throw(RangeError);
    expect(() => mod11Dash2('1X')).to.throw(RangeError);
  });
});
