import { createHash, createPublicKey, randomBytes, verify, X509Certificate } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

type Options = NonNullable<ConstructorParameters<typeof SDJwtVcInstance>[0]>;

const headerOf = (signingInput: string): { x5c?: string[] } =>
  JSON.parse(Buffer.from(signingInput.split('.')[0]!, 'base64url').toString()) as { x5c?: string[] };

/** ES256 by node:crypto, on nothing of this project. */
const es256 = (key: KeyObject, input: string, signature: string): boolean =>
  verify(
    'sha256',
    Buffer.from(input),
    { key, dsaEncoding: 'ieee-p1363' },
    Uint8Array.from(Buffer.from(signature, 'base64url')),
  );

/**
 * A verifier and wallet that is not ours: @sd-jwt/sd-jwt-vc with a native ES256 verifier. The issuer's key is that of the
 * x5c leaf; whether it may be believed is asked of `trusts`, since the library looks at no certificate.
 */
export function peerSdJwtVc(
  options: Options & { trusts?: (chain: X509Certificate[]) => boolean } = {},
): SDJwtVcInstance {
  const { trusts = () => true, ...rest } = options;
  const byX5c = (input: string, signature: string): boolean => {
    const chain = (headerOf(input).x5c ?? []).map((one) => new X509Certificate(Buffer.from(one, 'base64')));
    return chain[0] !== undefined && trusts(chain) && es256(chain[0].publicKey, input, signature);
  };
  return new SDJwtVcInstance({
    hasher: (data, alg) =>
      createHash(alg.replace('-', ''))
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    verifier: byX5c,
    statusVerifier: byX5c,
    kbVerifier: (input, signature, { cnf }) =>
      cnf !== undefined && es256(createPublicKey({ key: cnf.jwk as JsonWebKey, format: 'jwk' }), input, signature),
    ...rest,
  });
}
