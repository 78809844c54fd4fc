import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import { commitInstance, signingInput } from '../../../service/domain/certificate.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { readArtefact } from '../../../service/verify/index.ts';
import { processDisclosures } from '../../../service/verify/checks/disclosures.ts';
import { peerSdJwtVc } from '../../support/oracle/sd-jwt-vc.ts';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(data).digest());
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('王小明', '买买提·艾力', '𠮷野', '"\\\u0000~.', ''),
  fc.integer(),
  fc.boolean(),
);
/** Names as the types have them: no name of a claim that every certificate carries. */
const name = fc.stringMatching(/^[a-z][A-Za-z]{0,12}Claim$/);
const claims = fc.dictionary(name, fc.record({ value, disclosable: fc.boolean() }), { minKeys: 1, maxKeys: 14 });

type Claims = Record<string, { value: JsonValue; disclosable: boolean }>;

function typeOf(all: Claims): CertificateType {
  const label = { zh: '项', en: 'claim' };
  const declared = Object.entries(all).map(([key, { disclosable }]) => [
    key,
    { type: 'string', required: true, disclosable, ...label },
  ]);
  return {
    ...{ code: 'any', major: 1, name: { zh: '证', en: 'Any' }, owner: 'any', typeCode: '11999999MA0000007H001' },
    ...{ validityMonths: null, claims: Object.fromEntries(declared) as CertificateType['claims'] },
  };
}

function committed(all: Claims) {
  const content = {
    ...{ department: '12370500MB0000001A', licence: '1.2.156.3005.2.x' },
    ...{ acceptedAt: 1000, validFrom: 900, validUntil: null },
    claims: Object.fromEntries(Object.entries(all).map(([key, { value }]) => [key, value])),
  };
  const given = { random, x5tS256: 'thumb' };
  return commitInstance(sha256, { base: 'https://dongying.example' }, typeOf(all), content as never, given);
}

const decoded = (disclosure: string) => JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as JsonValue[];
const digestOf = (disclosure: string) => createHash('sha256').update(disclosure).digest('base64url');

describe('the disclosures of any certificate', () => {
  it('are one a claim that may be withheld, in the order of the type, each under 128 bits of salt of its own', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const { payload, disclosures } = committed(all as Claims);
        const withheld = Object.entries(all).filter(([, { disclosable }]) => disclosable);
        const opened = disclosures.map(decoded);
        expect(opened.map(([, ...rest]) => rest)).to.deep.equal(withheld.map(([key, { value }]) => [key, value]));
        for (const [salt] of opened) expect(Buffer.from(String(salt), 'base64url')).to.have.length(16);
        expect(new Set(opened.map(([salt]) => salt)).size).to.equal(opened.length);
        for (const one of disclosures) {
          expect(one).to.equal(Buffer.from(canonicalJson(decoded(one))).toString('base64url'));
        }
        expect(payload['_sd'] ?? []).to.deep.equal(disclosures.map(digestOf).sort());
        expect(payload).to.not.have.any.keys('...', ...withheld.map(([key]) => key));
      }),
    );
  });

  it('opened in any number and order give the claims opened and no other, for us and for @sd-jwt', async () => {
    const chosen = claims.chain((all) => fc.tuple(fc.constant(all as Claims), fc.shuffledSubarray(Object.keys(all))));
    await fc.assert(
      fc.asyncProperty(chosen, async ([all, names]) => {
        const { payload, disclosures } = committed(all);
        const shown = names.flatMap((one) => disclosures.filter((disclosure) => decoded(disclosure)[1] === one));
        const { claims: seen } = processDisclosures({ sha256 }, payload, shown);
        const expected = Object.entries(all).filter(([key, { disclosable }]) => !disclosable || names.includes(key));
        const own = Object.entries(seen).filter(([key]) => key.endsWith('Claim'));
        expect(Object.fromEntries(own)).to.deep.equal(
          Object.fromEntries(expected.map(([key, { value }]) => [key, value])),
        );
        expect(seen).to.not.have.any.keys('_sd', '_sd_alg', '...');
        const anchor = { chain: 'eip155:1', contract: '0x', id: '0x01', block: 7, index: 0, size: 1, proof: [] };
        const text = `${signingInput([new Uint8Array(1)], payload, anchor)}.AAAA~${shown.map((one) => `${one}~`).join('')}`;
        expect(await peerSdJwtVc().getClaims(text)).to.deep.equal({ ...seen, anchor });
        expect(readArtefact(text)).to.include({ kind: 'certificate' });
      }),
    );
  });
});
