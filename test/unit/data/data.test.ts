import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CertificateType, Department } from '../../../service/domain/certificate-type.ts';
import { licenceIdentifier, parseLicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import type { RecordDomain, RecordField } from '../../../service/domain/record-domain.ts';
import { isOrganisationCode, isUscc } from '../../../service/domain/uscc.ts';

const data = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../service/data/${name}.json`, import.meta.url), 'utf8')) as T;
const regions = data<{ id: string; base: string; caip2: string; usccRegion: string }[]>('regions');
const departments = data<Record<string, Department[]>>('departments');
const types = data<CertificateType[]>('certificate-types');
const domains = data<RecordDomain[]>('record-domains');
const ofRegion = (id: string): Department[] => departments[id] ?? [];

// Claims of RFC 7519, RFC 7800, RFC 9901 and the SD-JWT VC draft, and the project's own.
const REGISTERED =
  'iss sub aud exp nbf iat jti cnf vct vct#integrity status _sd _sd_alg anchor licence salt x5t#S256'.split(' ');

describe('the departments', () => {
  it('have credit codes with right check characters in the code of their region', () => {
    for (const region of regions) {
      for (const { uscc } of ofRegion(region.id)) {
        expect(isUscc(uscc), uscc).to.equal(true);
        expect(uscc.slice(2, 8)).to.equal(region.usccRegion);
        expect(region.caip2).to.equal(`eip155:${region.usccRegion}`);
      }
    }
  });

  it('are clearly synthetic: an organisation code of the series 99990000 with its own check character', () => {
    for (const { uscc } of Object.values(departments).flat()) {
      expect(uscc.slice(8, 12)).to.equal('9999');
      expect(isOrganisationCode(uscc.slice(8, 17)), uscc).to.equal(true);
    }
  });

  it('are eight of the same kinds in every region, no code twice', () => {
    const kinds = regions.map(({ id }) => ofRegion(id).map(({ kind }) => kind));
    expect(kinds[0]).to.have.length(8);
    for (const list of kinds) expect(list).to.deep.equal(kinds[0]);
    const codes = Object.values(departments)
      .flat()
      .map(({ uscc }) => uscc);
    expect(new Set(codes).size).to.equal(codes.length);
  });
});

describe('the certificate types', () => {
  it('are ten, each owned by a kind of department that every region has', () => {
    expect(types).to.have.length(11);
    const kinds = new Set(ofRegion('dongying').map(({ kind }) => kind));
    for (const type of types) expect(kinds.has(type.owner), type.code).to.equal(true);
    expect(new Set(types.map(({ code }) => code)).size).to.equal(11);
  });

  it('give proper licence identifiers: an owner with a right credit code, three more characters', () => {
    for (const { typeCode } of types) {
      expect(isUscc(typeCode.slice(0, 18)), typeCode).to.equal(true);
      const identifier = licenceIdentifier({
        typeCode,
        issuer: '12370500999900011F',
        serial: '202600001',
        version: '001',
      });
      expect(parseLicenceIdentifier(identifier)?.typeCode).to.equal(typeCode);
    }
    expect(new Set(types.map(({ typeCode }) => typeCode)).size).to.equal(11);
  });

  it('let the holder choose whether name and number are shown, and take the number from the subject', () => {
    for (const { code, claims } of types) {
      expect(claims.name, code).to.include({ type: 'string', required: true, disclosable: true });
      expect(claims.number, code).to.include({ disclosable: true, subject: 'number' });
    }
  });

  it('use no claim name that a standard gives another meaning, and label each in both languages', () => {
    for (const { code, claims } of types) {
      for (const [name, { zh, en }] of Object.entries(claims)) {
        expect(name, code).to.match(/^[a-z][A-Za-z]*$/);
        expect(REGISTERED).to.not.include(name);
        expect(zh, `${code}.${name}`).to.match(/\p{Script=Han}/u);
        expect(en, `${code}.${name}`).to.match(/^[A-Z][\x20-\x7e²]*$/);
      }
    }
  });
});

describe('the record domains', () => {
  const everyField = (fields: Record<string, RecordField>): RecordField[] =>
    Object.values(fields).flatMap((field) => [field, ...everyField(field.members ?? {})]);

  it('are housing fund and social insurance, and the reserved log that takes no records', () => {
    expect(domains.map(({ code, owner }) => [code, owner])).to.deep.equal([
      ['housing-fund', 'housing-fund'],
      ['social-insurance', 'human-resources'],
      ['log', 'data'],
    ]);
    expect(Object.keys(domains[2]?.fields ?? { missing: true })).to.deep.equal([]);
  });

  it('label every field in both languages and give members to what has some', () => {
    for (const field of everyField(Object.assign({}, ...domains.map(({ fields }) => fields)))) {
      expect(field.zh).to.match(/\p{Script=Han}/u);
      expect(field.en).to.match(/^[A-Z][\x20-\x7e]*$/);
      expect(field.members !== undefined).to.equal(['object', 'list'].includes(field.type));
    }
  });

  it('name the seven account states and the four loan records of the housing fund', () => {
    const fields = domains[0]?.fields ?? {};
    expect(Object.keys(fields.accountStatus?.codes ?? {}).sort()).to.deep.equal([
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '99',
    ]);
    expect(Object.keys(fields.loanRecord?.codes ?? {})).to.deep.equal([
      'none',
      'oneSettled',
      'severalSettled',
      'outstanding',
    ]);
  });
});
