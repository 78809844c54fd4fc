import { generateKeyPairSync, sign } from 'node:crypto';
import type { P256Jwk } from '../../../service/domain/holder-key.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { utf8 } from '../../../service/proof/bytes.ts';

export type Holder = {
  jwk: P256Jwk;
  /** An instance proof for a certificate; `header` and `payload` replace what an honest device says. */
  proof(about: { aud: string; certificate: string; iat: number }, header?: object, payload?: object): string;
};

/** A holder's device with a P-256 key. */
export function createHolder(): Holder {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk: P256Jwk = { kty: 'EC', crv: 'P-256', x, y };
  const part = (value: object): string => encodeBase64url(utf8(JSON.stringify(value)));
  return {
    jwk,
    proof(about, header = {}, payload = {}) {
      const input = `${part({ alg: 'ES256', typ: 'instance-proof+jwt', jwk, ...header })}.${part({ ...about, ...payload })}`;
      const signature = sign('sha256', utf8(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${input}.${encodeBase64url(signature)}`;
    },
  };
}
