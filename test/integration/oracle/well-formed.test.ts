import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { parseOpenid4vpAuthorizationResponse } from '@openid4vc/openid4vp';
import { expect } from 'chai';
import { manyCitizens, ndjson } from '../../support/bulk/register.ts';
import { newHolderKey } from '../../support/holder-key.ts';
import { issuePermit, newKey, permitOffice, permitRequest, until, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { acceptSdJwt } from '../../support/oracle/openid4vc.ts';
import { peerSdJwtVc } from '../../support/oracle/sd-jwt-vc.ts';
import { startRegion } from '../../support/region.ts';

const BASE = 'https://dongying.example';
const NONCE = 'window-7';
const AUDIENCE = `${BASE}/windows`;
const TITLE = {
  ...{ name: '示例·买买提', speciality: '信息技术', title: '工程师', level: '中级' },
  ...{ approvedOn: '2026-01-15', certificateNumber: 'ZC-1' },
};

const sri = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const openClaims = (sdJwt: string) =>
  JSON.parse(Buffer.from(sdJwt.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

describe('what the service issues, read by libraries of others', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let roots: string[];
  let permit: IssuedPermit;
  let fromRegister: string;
  let presentation: string;
  let key: Awaited<ReturnType<typeof newHolderKey>>;

  /** As a deployment maps the region's base to its service. */
  const follow = async (uri: string): Promise<string> => {
    const { status, text } = await region.call(uri.slice(BASE.length));
    if (status !== 200 || !uri.startsWith(`${BASE}/`)) throw new Error(`${uri}: ${status}`);
    return text;
  };
  const trusts = (chain: X509Certificate[]): boolean =>
    roots.includes(createHash('sha256').update(chain.at(-1)!.raw).digest('base64url')) &&
    chain.every((one, i) => one.verify((chain[i + 1] ?? one).publicKey));
  /**
   * The library fetches type metadata by itself, but compares `vct#integrity` in hexadecimal, which W3C Subresource
   * Integrity (SD-JWT VC section 7) writes in base64: so the comparison is made here.
   */
  const peer = (changeMetadata: (text: string) => string = (text) => text) =>
    peerSdJwtVc({
      trusts,
      statusListFetcher: follow,
      loadTypeMetadataFormat: true,
      async vctFetcher(uri, integrity) {
        const text = changeMetadata(await follow(uri));
        if (sri(text) !== integrity) throw new Error('integrity of the type metadata');
        return JSON.parse(text);
      },
      kbSignAlg: 'ES256',
      kbSigner: async (input) => {
        const given = { name: 'ECDSA', hash: 'SHA-256' };
        return Buffer.from(await crypto.subtle.sign(given, key.privateKey, Buffer.from(input))).toString('base64url');
      },
    });

  const issueByRegister = async (): Promise<string> => {
    const department = region.department('human-resources');
    const token = await region.token('department', { department });
    const { json } = await region.call('/v1/issue-batches?type=professional-title', {
      body: ndjson([{ subject: { idType: 'citizen-id', number: manyCitizens(1) }, claims: TITLE }]),
      token,
      headers: { ...newKey(), 'content-type': 'application/x-ndjson' },
    });
    const path = `/v1/issue-batches/${String(json['id'])}`;
    await until(async () => (await region.call(path, { token })).json['state'] === 'done', 'the register');
    const { text } = await region.call(`${path}/results?certificates=true`, { token });
    return (JSON.parse(text) as { certificate: string }).certificate;
  };
  const issueInstance = async (): Promise<string> => {
    const token = await region.token('citizen', { person: permit.person });
    const body = await key.request(BASE, permit.id);
    const reply = await region.call(`/v1/certificates/${permit.id}/instances`, { token, headers: newKey(), body });
    return String(reply.json['certificate']);
  };

  before(async () => {
    region = await startRegion();
    const { trustedPoint } = (await region.call('/v1/trusted-point')).json as {
      trustedPoint: { rootX5tS256: string[] };
    };
    roots = trustedPoint.rootX5tS256;
    key = await newHolderKey();
    permit = await issuePermit(region, 1);
    fromRegister = await issueByRegister();
    const iat = Math.floor(Date.now() / 1000);
    const kb = { payload: { aud: AUDIENCE, nonce: NONCE, iat } };
    presentation = await peer().present(await issueInstance(), { name: true, sex: true }, { kb });
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  describe('@sd-jwt/sd-jwt-vc with a native ES256 verifier', () => {
    it('verifies a single certificate: signature, every disclosure, status in its list', async () => {
      const { payload, header } = await peer().verify(permit.certificate);
      expect(header).to.include({ typ: 'dc+sd-jwt', alg: 'ES256' });
      expect(payload).to.include(permitRequest(1).claims).and.include({ licence: permit.licence });
      expect(payload).to.not.have.any.keys('_sd', '_sd_alg');
    });

    it('verifies a certificate out of a register', async () => {
      const { payload } = await peer().verify(fromRegister);
      expect(payload).to.include(TITLE);
    });

    it('finds as many disclosures as the type says may be withheld, each with a salt of its own', async () => {
      for (const certificate of [permit.certificate, fromRegister]) {
        const { disclosures = [] } = await peer().decode(certificate);
        const { typeMetadata } = await peer().verify(certificate);
        const claims = typeMetadata?.mergedTypeMetadata.claims ?? [];
        const withheld = claims.filter(({ sd }) => sd === 'always').map(({ path }) => path[0]);
        expect(disclosures.map(({ key: name }) => name)).to.have.members(withheld).and.not.be.empty;
        expect(new Set(disclosures.map(({ salt }) => salt)).size).to.equal(disclosures.length);
      }
    });

    it('accepts the type metadata that vct leads to and vct#integrity binds', async () => {
      const { typeMetadata } = await peer().verify(permit.certificate);
      expect(typeMetadata?.vctValues).to.deep.equal([openClaims(permit.certificate)['vct']]);
      const names = typeMetadata?.mergedTypeMetadata.display?.map(({ locale, name }) => [locale, name]);
      expect(names).to.deep.equal([
        ['zh-CN', '居住证'],
        ['en', 'Residence permit'],
      ]);
      const other = peer((text) => text.replace('居住证', '身份证')).verify(permit.certificate);
      expect(await other.catch(({ message }: Error) => message)).to.equal('integrity of the type metadata');
    });

    it('presents an instance with the holder’s key, which it and the service then verify alike', async () => {
      const { payload, kb } = await peer().verify(presentation, { keyBindingNonce: NONCE });
      expect(payload).to.include({ name: '示例·第1人', sex: '女' }).and.not.have.any.keys('birthDate', 'permitNumber');
      expect(kb?.payload).to.include({ aud: AUDIENCE, nonce: NONCE });
      const holder = { audience: AUDIENCE, nonce: NONCE };
      const { verdict, code } = await verdictOf(region, presentation, { policy: 'presentation', holder });
      expect([verdict, code]).to.deep.equal(['valid', 'policy.satisfied']);
    });

    it('refuses what was changed, another nonce, and a certificate that its list says is revoked', async () => {
      const why = (text: string, options = {}) =>
        peer()
          .verify(text, options)
          .then(
            () => 'accepted',
            ({ message }: Error) => message,
          );
      const [jwt, ...rest] = permit.certificate.split('~');
      const [header, , signature] = jwt!.split('.');
      const claims = JSON.stringify({ ...openClaims(permit.certificate), exp: 4_102_444_800 });
      const changed = [`${header}.${Buffer.from(claims).toString('base64url')}.${signature}`, ...rest].join('~');
      expect(await why(changed)).to.equal('Verify Error: Invalid JWT Signature');
      expect(await why(presentation, { keyBindingNonce: 'another' })).to.equal('Verify Error: Invalid Nonce');
      const { id, certificate } = await issuePermit(region, 2);
      expect(await why(certificate)).to.equal('accepted');
      const { token } = await permitOffice(region);
      const body = { action: 'revoke', reason: 'issued-in-error' };
      await region.call(`/v1/certificates/${id}/status-changes`, { token, headers: newKey(), body });
      expect(await why(certificate)).to.equal('Status is not valid');
    });
  });

  /**
   * oid4vc-ts has no parser of disclosures: it hands presentations on as it found them. What it does parse is the envelope
   * (the vp_token of an OpenID4VP answer to a DCQL query) and, with @openid4vc/oauth2, every JWT in it: header and payload
   * against its schemas (alg, x5c, cnf, status, times), the signer as the header names it, signature, audience and nonce.
   */
  describe('@openid4vc', () => {
    const accept = (sdJwt: string) => acceptSdJwt(sdJwt, { trusts, audience: AUDIENCE, nonce: NONCE });

    it('parses the certificates as JWTs signed by the key of their x5c', async () => {
      for (const certificate of [permit.certificate, fromRegister]) {
        const { issued, signer } = await accept(certificate);
        expect(issued.header.typ).to.equal('dc+sd-jwt');
        expect(issued.payload.status).to.deep.equal(openClaims(certificate)['status']);
        expect(signer).to.include({ method: 'x5c', alg: 'ES256' });
      }
    });

    it('takes the presentation out of the answer to a DCQL query and accepts both its signatures', async () => {
      const { vct } = openClaims(presentation);
      const answer = await parseOpenid4vpAuthorizationResponse({
        authorizationRequestPayload: {
          ...{ response_type: 'vp_token', client_id: `redirect_uri:${AUDIENCE}`, nonce: NONCE, state: 's' },
          ...{ response_mode: 'direct_post', response_uri: AUDIENCE },
          dcql_query: {
            credentials: [
              { id: 'permit', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: [{ path: ['name'] }] },
            ],
          },
        },
        authorizationResponse: { state: 's', vp_token: JSON.stringify({ permit: [presentation] }) },
        callbacks: {} as never,
      });
      if (answer.type !== 'dcql') throw new Error(answer.type);
      expect(answer.expectedNonce).to.equal(NONCE);
      const [found] = answer.dcql.presentations['permit'] ?? [];
      expect(found).to.equal(presentation);
      const { binding } = await accept(found as string);
      expect(binding?.header.typ).to.equal('kb+jwt');
    });

    it('refuses a certificate without algorithm, and a binding to another verifier', async () => {
      const why = (text: string) =>
        accept(text).then(
          () => 'accepted',
          ({ message }: Error) => message,
        );
      const [jwt, ...rest] = permit.certificate.split('~');
      const none = Buffer.from('{"alg":"none","typ":"dc+sd-jwt"}').toString('base64url');
      expect(await why([jwt!.replace(/^[^.]+/, none), ...rest].join('~'))).to.match(/alg/);
      const kb = {
        payload: { aud: 'https://jinan.example/windows', nonce: NONCE, iat: Math.floor(Date.now() / 1000) },
      };
      const elsewhere = await peer().present(await issueInstance(), { name: true }, { kb });
      expect(await why(elsewhere)).to.match(/'aud' does not match/);
    });
  });
});
