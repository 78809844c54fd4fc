import { createECDH, createHash, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { encodeBase64url } from '../proof/base64url.ts';
import { pointToJwk, thumbprint } from '../proof/es256-key.ts';
import type { Es256Jwk } from '../proof/es256-key.ts';

/** Fewest that tolerate one fault (N >= 3f + 1). */
export const DEVELOPMENT_VALIDATORS = 4;

/** A validator's key. `kid` is its RFC 7638 thumbprint. */
export type Validator = { readonly kid: string; readonly publicKey: Es256Jwk; readonly privateKey: KeyObject };

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

/**
 * The region's four development validators. Their private keys follow from the region's name and this file, which anyone
 * can read: what they sign proves nothing to anyone. Trusted points with them say `development`, and production mode
 * refuses both to run them and to believe them.
 */
export function developmentValidators(region: string): Validator[] {
  return Array.from({ length: DEVELOPMENT_VALIDATORS }, (_, index) => {
    const ecdh = createECDH('prime256v1');
    // A digest outside 1..n-1 would be refused here; its probability is 2^-32, and the keys are fixed and tested.
    const secret = sha256(`zhenglian/v1/development-validator/${region}/${index}`);
    ecdh.setPrivateKey(secret);
    const publicKey = pointToJwk(ecdh.getPublicKey());
    const privateKey = createPrivateKey({ key: { ...publicKey, d: encodeBase64url(secret) }, format: 'jwk' });
    return { kid: thumbprint(sha256, publicKey), publicKey, privateKey };
  });
}
