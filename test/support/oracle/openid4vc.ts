import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { decodeJwt, jwtSignerFromJwt, verifyJwt } from '@openid4vc/oauth2';
import type { JwtSigner, VerifyJwtCallback } from '@openid4vc/oauth2';

type Demand = { trusts: (chain: X509Certificate[]) => boolean; audience: string; nonce: string };

/** ES256 by node:crypto with the key that the library found the JWT to name. */
const callback =
  (trusts: Demand['trusts']): VerifyJwtCallback =>
  (signer, { compact }) => {
    const [header, payload, signature] = compact.split('.');
    const x5c = signer.method === 'x5c' ? signer.x5c : [];
    const chain = x5c.map((one) => new X509Certificate(Buffer.from(one, 'base64')));
    const jwk = signer.method === 'jwk' ? signer.publicJwk : chain[0]!.publicKey.export({ format: 'jwk' });
    const signerJwk = jwk as JsonWebKey & { kty: string };
    const key = { key: createPublicKey({ key: signerJwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const signed = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature!, 'base64url'));
    return signed && (signer.method === 'jwk' || trusts(chain)) ? { verified: true, signerJwk } : { verified: false };
  };

/**
 * All that @openid4vc says about an SD-JWT VC and, where there is one, its key binding: header and payload against its
 * schemas (alg, x5c, cnf, status, times), the signer as the header names it, signature, issuer, audience and nonce.
 *
 * @throws Oauth2Error where it does not accept it
 */
export async function acceptSdJwt(sdJwt: string, { trusts, audience, nonce }: Demand) {
  const [jwt, ...disclosures] = sdJwt.split('~');
  const verifyJwtCallback = callback(trusts);
  const issued = decodeJwt({ jwt: jwt! });
  const signer = jwtSignerFromJwt({ ...issued, allowedSignerMethods: ['x5c'] });
  await verifyJwt({ ...issued, signer, verifyJwtCallback, requiredClaims: ['iss', 'vct', 'iat'] });
  const bound = disclosures.at(-1);
  if (bound === undefined || bound === '') return { issued, signer };
  const binding = decodeJwt({ jwt: bound });
  const holder: JwtSigner = { method: 'jwk', alg: 'ES256', publicJwk: issued.payload.cnf!.jwk! };
  await verifyJwt({
    ...{ ...binding, signer: holder, verifyJwtCallback },
    ...{ expectedAudience: audience, expectedNonce: nonce, requiredClaims: ['iat', 'sd_hash'] },
  });
  return { issued, signer, binding };
}
