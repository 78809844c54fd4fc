import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import { certificateText, commitInstance, signingInput } from '../../../service/domain/certificate.ts';
import type { LicenceContent } from '../../../service/domain/certificate.ts';
import { typeIntegrity, typeMetadata } from '../../../service/domain/type-metadata.ts';
import { addMonths, yearOf } from '../../../service/domain/validity.ts';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { certificateLeaf } from '../../../service/proof/certificate.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const region = { base: 'https://dongying.example' };
const type: CertificateType = {
  code: 'test',
  major: 2,
  name: { zh: '测试证', en: 'Test' },
  owner: 'test',
  typeCode: '11999999MA0000007H001',
  validityMonths: null,
  claims: {
    name: { type: 'string', required: true, disclosable: true, zh: '姓名', en: 'Name' },
    grade: { type: 'string', required: true, disclosable: false, zh: '等级', en: 'Grade' },
    born: { type: 'date', required: false, disclosable: true, zh: '出生日期', en: 'Date of birth' },
  },
};
const content: LicenceContent = {
  department: '12370500MB0000001A',
  licence: '1.2.156.3005.2.x',
  acceptedAt: 1000,
  validFrom: 900,
  validUntil: 5000,
  claims: { name: '张三', grade: 'A', born: '1980-02-29' },
};
let counter = 0;
const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(++counter);
const commit = (cnf?: { jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string } }) =>
  commitInstance(sha256, region, type, content, { random, x5tS256: 'thumb', ...(cnf && { cnf }) });
const text = (part: string): string => new TextDecoder().decode(decodeBase64url(part));

describe('A certificate instance', () => {
  it('has the payload of the format, the disclosable claims only as digests', () => {
    const { payload, disclosures } = commit();
    const { _sd, salt, 'vct#integrity': integrity, ...rest } = payload;
    expect(rest).to.deep.equal({
      iss: 'https://dongying.example/departments/12370500MB0000001A',
      vct: 'https://dongying.example/types/test/2',
      iat: 1000,
      nbf: 900,
      exp: 5000,
      licence: content.licence,
      'x5t#S256': 'thumb',
      _sd_alg: 'sha-256',
      grade: 'A',
    });
    expect(integrity).to.equal(typeIntegrity(sha256, region.base, type));
    expect(decodeBase64url(salt as string)).to.have.length(16);
    const digests = disclosures.map((one) => createHash('sha256').update(one, 'ascii').digest('base64url'));
    expect(_sd).to.deep.equal(digests.sort());
  });

  it('discloses [salt, name, value] with 128 bits of salt each', () => {
    const opened = commit().disclosures.map((one) => JSON.parse(text(one)) as [string, string, unknown]);
    expect(opened.map(([, name, value]) => [name, value])).to.deep.equal([
      ['name', '张三'],
      ['born', '1980-02-29'],
    ]);
    for (const [salt] of opened) expect(decodeBase64url(salt)).to.have.length(16);
  });

  it('shares no salt, digest or leaf with another instance of the licence', () => {
    const [a, b] = [commit(), commit()];
    expect(a.payload['_sd']).to.not.deep.equal(b.payload['_sd']);
    expect(certificateLeaf(sha256, a.payload)).to.not.deep.equal(certificateLeaf(sha256, b.payload));
  });

  it('carries the holder’s key and no end when it has none', () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
    expect(commit({ jwk }).payload['cnf']).to.deep.equal({ jwk });
    const endless = { ...content, validUntil: null };
    const { payload } = commitInstance(sha256, region, type, endless, { random, x5tS256: 't' });
    expect(payload).to.not.have.property('exp');
  });

  it('is signed over canonical bytes, with the anchor beside what the leaf commits to', () => {
    const { payload, disclosures } = commit();
    const anchor = { chain: 'eip155:1', contract: '0x', id: '0x01', block: 7, index: 0, size: 1, proof: [] };
    const input = signingInput([new Uint8Array([1, 2]), new Uint8Array([255])], payload, anchor);
    const [header = '', body = ''] = input.split('.').map(text);
    expect(JSON.parse(header)).to.deep.equal({ alg: 'ES256', typ: 'dc+sd-jwt', x5c: ['AQI=', '/w=='] });
    const signed = JSON.parse(body) as Record<string, JsonValue>;
    expect(signed['anchor']).to.deep.equal(anchor);
    for (const part of [header, body]) expect(part).to.equal(canonicalJson(JSON.parse(part) as JsonValue));
    expect(certificateLeaf(sha256, signed)).to.deep.equal(certificateLeaf(sha256, payload));
    const whole = certificateText(input, new Uint8Array(64), disclosures);
    expect(whole.split('~')).to.deep.equal([`${input}.${'A'.repeat(86)}`, ...disclosures, '']);
  });
});

describe('Type metadata', () => {
  it('names every claim, and its digest changes with it', () => {
    const metadata = typeMetadata(sha256, region.base, type) as { claims: { path: string[]; sd: string }[] };
    expect(metadata.claims.map(({ path, sd }) => [path[0], sd])).to.deep.equal([
      ['name', 'always'],
      ['grade', 'never'],
      ['born', 'always'],
    ]);
    const digest = createHash('sha256')
      .update(canonicalJson(typeMetadata(sha256, region.base, type)))
      .digest('base64');
    expect(typeIntegrity(sha256, region.base, type)).to.equal(`sha256-${digest}`);
    expect(typeIntegrity(sha256, 'https://jinan.example', type)).to.not.equal(`sha256-${digest}`);
  });
});

describe('Validity in months', () => {
  const at = (text: string): number => Date.parse(text) / 1000;
  it('ends on the same day of China’s calendar, or the last of a shorter month', () => {
    expect(addMonths(at('2026-01-31T00:00:00+08:00'), 1)).to.equal(at('2026-02-28T00:00:00+08:00'));
    expect(addMonths(at('2024-02-29T10:20:30+08:00'), 12)).to.equal(at('2025-02-28T10:20:30+08:00'));
    expect(addMonths(at('2026-12-01T02:00:00+08:00'), 2)).to.equal(at('2027-02-01T02:00:00+08:00'));
  });
  it('counts years by China’s calendar', () => {
    expect(yearOf(at('2025-12-31T17:00:00Z'))).to.equal(2026);
    expect(yearOf(at('2025-12-31T15:00:00Z'))).to.equal(2025);
  });
});
