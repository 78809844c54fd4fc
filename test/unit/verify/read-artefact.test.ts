import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readArtefact } from '../../../service/verify/index.ts';
import type { Artefact } from '../../../service/verify/index.ts';
import { checkDisclosure } from '../../../service/verify/checks/disclosure.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, sha256 } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

const path = new URL('../../vectors/sd-jwt-rfc9901.json', import.meta.url);
const { jwsJson } = JSON.parse(readFileSync(path, 'utf8')) as {
  jwsJson: { id: string; jws: Record<string, unknown>; processed: Record<string, unknown> }[];
};
const region = createRegion();
const { text } = issue(region);
const said = (artefact: Artefact): string => (artefact.kind === 'defective' ? artefact.code : artefact.kind);

describe('JWS JSON serialisation (RFC 9901 section 8)', () => {
  for (const { id, jws, processed } of jwsJson.filter(
    ({ jws }) => ((jws['signatures'] as unknown[]) ?? [1]).length === 1,
  )) {
    it(`${id} reads as its compact form would`, () => {
      const artefact = readArtefact(JSON.stringify(jws));
      if (artefact.kind !== 'certificate') throw new Error(said(artefact));
      expect(checkDisclosure({ sha256 }, artefact).claims).to.deep.equal(processed);
    });
  }

  it('with two signatures is malformed: nobody says whose it is', () => {
    const general = jwsJson.find(({ jws }) => (jws['signatures'] as unknown[] | undefined)?.length === 2);
    expect(said(readArtefact(JSON.stringify(general!.jws)))).to.equal('form.malformed');
  });

  const [jwt = '', ...rest] = text.split('~');
  const [header, payload, signature] = jwt.split('.');
  const flattened = { payload, protected: header, signature, header: { disclosures: rest.slice(0, -1) } };

  it('of a certificate is verified like its compact form', async () => {
    expect((await verdictOf(region, JSON.stringify(flattened))).verdict).to.equal('valid');
    const { payload: body, ...one } = flattened;
    expect((await verdictOf(region, JSON.stringify({ payload: body, signatures: [one] }))).verdict).to.equal('valid');
  });

  const bad: [string, unknown][] = [
    ['a member that is not signed', { ...flattened, note: 'x' }],
    ['a header member that is not signed', { ...flattened, header: { ...flattened.header, alg: 'none' } }],
    ['no signature', { ...flattened, signature: undefined, signatures: [] }],
    ['disclosures that are no list', { ...flattened, header: { disclosures: 'x' } }],
    ['a disclosure with a tilde inside', { ...flattened, header: { disclosures: [rest.slice(0, 2).join('~')] } }],
    ['a payload with a dot inside', { ...flattened, payload: `${payload}.${signature}`, signature: '' }],
  ];
  for (const [what, jws] of bad) {
    it(`with ${what} is malformed`, () => {
      expect(said(readArtefact(JSON.stringify(jws)))).to.equal('form.malformed');
    });
  }
});

describe('what is handed in', () => {
  const inputs: [string, string | Uint8Array, string][] = [
    ['a certificate', text, 'certificate'],
    ['a certificate as a file with a byte order mark', new TextEncoder().encode(`\ufeff${text}\r\n`), 'certificate'],
    ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0x00]), 'form.unrecognised'],
    ['an empty file', new Uint8Array(0), 'form.unrecognised'],
    ['JSON that is cut short', '{"kind":"holiday","a":[', 'form.unrecognised'],
    ['a record answer that is cut short', '{"kind":"record-answer","v":1,', 'form.malformed'],
    ['a licence identifier in small letters', '1.2.156.3005.2.abc', 'form.unrecognised'],
    ['a plain JWT', 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA', 'form.malformed'],
    ['two hundred thousand tildes', `a.b.c${'~'.repeat(200_000)}`, 'form.malformed'],
  ];
  for (const [what, input, expected] of inputs) {
    it(`${what}: ${expected}`, () => {
      expect(said(readArtefact(input))).to.equal(expected);
    });
  }
});
