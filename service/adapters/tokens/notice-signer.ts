import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, SignJWT } from 'jose';
import type { ServiceJwk, SignNotice } from '../../ports/notices.ts';

/**
 * Signs notices as Security Event Tokens (RFC 8417; typ `secevent+jwt`) under the key whose thumbprint partners know from
 * their registry as `serviceKeyThumbprint`.
 */
export async function createNoticeSigner(input: {
  key: KeyObject;
  issuer: string;
}): Promise<{ sign: SignNotice; jwk: ServiceJwk }> {
  const { key, issuer } = input;
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const own = { kty: 'EC', crv: 'P-256', x, y } as const;
  const kid = await calculateJwkThumbprint(own);
  return {
    jwk: { ...own, kid, use: 'sig', alg: 'ES256' },
    sign: ({ audience, id, issuedAt, events }) =>
      new SignJWT({ events })
        .setProtectedHeader({ alg: 'ES256', typ: 'secevent+jwt', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setJti(id)
        .sign(key),
  };
}
