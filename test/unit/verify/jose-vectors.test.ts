import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compactVerify, importJWK } from 'jose';
import { jwkToPoint } from '../../../service/proof/es256-key.ts';
import { readArtefact } from '../../../service/verify/index.ts';
import type { Artefact, P256Jwk } from '../../../service/verify/index.ts';
import { checkAlgorithm } from '../../../service/verify/checks/algorithm.ts';
import { checkSignature } from '../../../service/verify/checks/key.ts';
import { createRegion, primitives } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

type Vector = { id: string; alg: string; key?: P256Jwk; compact?: string; json?: object };

const path = new URL('../../vectors/jose.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Vector[] };
/** An SD-JWT without disclosures is a JWS with a tilde after it. */
const asSdJwt = ({ compact, json }: Vector): string => (json === undefined ? `${compact}~` : JSON.stringify(json));
const said = (artefact: Artefact): string =>
  artefact.kind === 'certificate' ? checkAlgorithm(artefact).code : (artefact as { code: string }).code;

const EXPECTED: Record<string, string> = {
  'RFC 7515 A.1': 'algorithm.notAllowed',
  'RFC 7515 A.2': 'algorithm.notAllowed',
  'RFC 7515 A.3': 'algorithm.passed',
  'RFC 7515 A.5': 'algorithm.notAllowed',
};

describe('JOSE, published signatures (RFC 7515, RFC 7520)', () => {
  for (const vector of cases) {
    // What is no JSON object, or has members that nobody signed, or several signatures, is no certificate.
    const expected = EXPECTED[vector.id] ?? 'form.malformed';

    it(`${vector.id}, ${vector.alg}: ${expected}, and never valid`, async () => {
      const artefact = readArtefact(asSdJwt(vector));
      expect(said(artefact)).to.equal(expected);
      expect((await verdictOf(createRegion(), asSdJwt(vector))).verdict).to.equal('invalid');
    });
  }

  it('ES256 of RFC 7515 A.3 holds, and no longer after any change of one bit of it', async () => {
    const vector = cases.find(({ id }) => id === 'RFC 7515 A.3')!;
    const artefact = readArtefact(asSdJwt(vector));
    if (artefact.kind !== 'certificate') throw new Error(artefact.kind);
    const key = jwkToPoint(vector.key!);
    expect(await checkSignature(primitives, artefact, key)).to.equal(undefined);
    await compactVerify(vector.compact!, await importJWK(vector.key!, 'ES256'));
    for (let bit = 0; bit < 512; bit++) {
      const signature = artefact.signature.slice();
      signature[bit >>> 3]! ^= 1 << (bit & 7);
      const check = await checkSignature(primitives, { ...artefact, signature }, key);
      expect(check?.code, `bit ${bit}`).to.equal('key.signatureInvalid');
    }
  });
});
