import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { jwkToPoint } from '../../../service/proof/es256-key.ts';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import { readArtefact } from '../../../service/verify/index.ts';
import type { CertificateArtefact, Check, P256Jwk } from '../../../service/verify/index.ts';
import { checkAlgorithm } from '../../../service/verify/checks/algorithm.ts';
import { checkDisclosure } from '../../../service/verify/checks/disclosure.ts';
import { readDisclosure } from '../../../service/verify/checks/disclosures.ts';
import { checkBinding, checkHolder } from '../../../service/verify/checks/holder.ts';
import { checkSignature } from '../../../service/verify/checks/key.ts';
import { primitives, sha256 } from '../../support/engine/region.ts';

type KeyBinding = { nonce: string; aud: string; iat: number };
type Vectors = {
  issuerJwk: P256Jwk;
  issuerJwk2: P256Jwk;
  holderJwk: P256Jwk;
  verifier: { aud: string; nonce: string };
  cases: { id: string; compact: string; keyBinding: KeyBinding | null; processed: JsonObject; disclosures: number }[];
  disclosures: { section: string; label: string; disclosure: string; digest: string; contents: unknown[] }[];
  invalid: { id: string; why: string; compact: string }[];
};

const path = new URL('../../vectors/sd-jwt-rfc9901.json', import.meta.url);
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors;

const keys = [vectors.issuerJwk, vectors.issuerJwk2].map(jwkToPoint);

/** The checks of RFC 9901 section 7 on an SD-JWT that is none of this project's certificates. */
async function verify(
  compact: string,
  iat: number,
  required: boolean,
): Promise<{ codes: string[]; claims?: JsonObject }> {
  const artefact = readArtefact(compact);
  if (artefact.kind !== 'certificate') return { codes: [(artefact as { code: string }).code] };
  const { check, claims } = checkDisclosure({ sha256 }, artefact);
  const signed = await Promise.all(keys.map((key) => checkSignature(primitives, artefact, key)));
  const signature = signed.includes(undefined) ? undefined : signed[0];
  const cnf = (artefact.payload['cnf'] as { jwk: P256Jwk } | undefined)?.jwk;
  const { aud, nonce } = vectors.verifier;
  const demand =
    artefact.keyBinding === undefined && !required ? undefined : { audience: aud, nonce, maxAgeSeconds: 60 };
  const binding = await checkBinding(primitives, artefact, cnf && jwkToPoint(cnf));
  const holder = checkHolder(binding, demand, { required, now: iat });
  const checks = [checkAlgorithm(artefact), signature, check, holder].filter((one): one is Check => one !== undefined);
  const codes = checks.flatMap(({ outcome, code }) =>
    outcome === 'failed' || outcome === 'undetermined' ? [code] : [],
  );
  return { codes, ...(claims === undefined ? {} : { claims }) };
}

/** 2025-05-29, when the RFC's presentations were made. */
const PRESENTED = 1_748_537_244;

describe('RFC 9901, published examples', () => {
  for (const { id, compact, keyBinding, processed, disclosures } of vectors.cases) {
    it(`${id} is accepted and gives the processed payload`, async () => {
      const { codes, claims } = await verify(compact, keyBinding?.iat ?? PRESENTED, false);
      expect(codes).to.deep.equal([]);
      expect(claims).to.deep.equal(processed);
      expect((readArtefact(compact) as CertificateArtefact).disclosures).to.have.length(disclosures);
    });
  }

  it('every disclosure has the published digest and contents', () => {
    for (const { disclosure, digest, contents } of vectors.disclosures) {
      const read = readDisclosure({ sha256 }, disclosure);
      expect(read.digest).to.equal(digest);
      expect(read.value).to.deep.equal(contents.at(-1));
      expect(read.name).to.equal(contents.length === 3 ? contents[1] : undefined);
    }
  });
});

const EXPECTED: Record<string, string> = {
  'unreferenced-disclosure': 'disclosure.unreferenced',
  'tampered-disclosure': 'disclosure.unreferenced',
  'duplicate-disclosure': 'disclosure.duplicate',
  'missing-trailing-tilde': 'form.malformed',
  'issuer-signature-altered': 'key.signatureInvalid',
  'issuer-signature-der': 'key.signatureInvalid',
  'alg-none': 'algorithm.notAllowed',
  'sd-alg-unsupported': 'disclosure.unsupportedHash',
  'digest-twice': 'disclosure.duplicate',
  'claim-name-_sd': 'disclosure.reservedName',
  'claim-name-ellipsis': 'disclosure.reservedName',
  'claim-name-collision': 'disclosure.protectedClaim',
  'array-disclosure-three-elements': 'disclosure.wrongPlace',
  'object-disclosure-two-elements': 'disclosure.wrongPlace',
  'kb-sd-hash-after-removal': 'holder.disclosureMismatch',
  'kb-sd-hash-after-reorder': 'holder.disclosureMismatch',
  'kb-wrong-typ': 'holder.malformed',
  'kb-wrong-key': 'holder.signatureInvalid',
  'kb-wrong-nonce': 'holder.nonceMismatch',
  'kb-wrong-aud': 'holder.audienceMismatch',
  'kb-missing-though-required': 'holder.missing',
};

describe('RFC 9901, signed invalid cases', () => {
  it('are all named here', () => {
    expect(vectors.invalid.map(({ id }) => id)).to.have.members(Object.keys(EXPECTED));
  });

  for (const { id, why, compact } of vectors.invalid) {
    it(`${id} (${why}): ${EXPECTED[id]}`, async () => {
      const { codes } = await verify(compact, PRESENTED, id === 'kb-missing-though-required');
      expect(codes).to.include(EXPECTED[id]);
    });
  }
});
