import { decodeBase64url, encodeBase64url, NotBase64url } from './base64url.ts';
import { pooledBytes, utf8 } from './bytes.ts';
import type { Sha256 } from './primitives.ts';

/** A public P-256 key as JWK (RFC 7518 section 6.2.1); x and y are 32 bytes each in base64url. */
export type Es256Jwk = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

/** The JWK or point is no P-256 public key in its canonical form. */
export class NotEs256Key extends Error {
  override readonly name = 'NotEs256Key';
  readonly code = 'notEs256Key';
}

function coordinate(text: unknown): Uint8Array {
  if (typeof text !== 'string' || text.length !== 43) throw new NotEs256Key('coordinate is not 32 bytes of base64url');
  try {
    return decodeBase64url(text);
  } catch (error) {
    if (error instanceof NotBase64url) throw new NotEs256Key('coordinate is not base64url', { cause: error });
    throw error;
  }
}

/**
 * The uncompressed SEC1 point (65 bytes, 0x04 ‖ x ‖ y) of a JWK. Whether it lies on the curve is for the primitive that
 * uses it to say.
 *
 * @throws NotEs256Key
 */
export function jwkToPoint(jwk: { kty?: unknown; crv?: unknown; x?: unknown; y?: unknown }): Uint8Array<ArrayBuffer> {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256') throw new NotEs256Key('not an EC key on P-256');
  const point = pooledBytes(65);
  point[0] = 4;
  point.set(coordinate(jwk.x), 1);
  point.set(coordinate(jwk.y), 33);
  return point;
}

/**
 * The JWK of an uncompressed point, without anything else in it.
 *
 * @throws NotEs256Key unless 65 bytes beginning with 0x04
 */
export function pointToJwk(point: Uint8Array): Es256Jwk {
  if (point.length !== 65 || point[0] !== 4) throw new NotEs256Key('not an uncompressed point');
  return {
    kty: 'EC',
    crv: 'P-256',
    x: encodeBase64url(point.subarray(1, 33)),
    y: encodeBase64url(point.subarray(33)),
  };
}

/** The key's thumbprint, 32 bytes: the contracts' key id. @see RFC 7638 section 3 */
export function thumbprintBytes(sha256: Sha256, jwk: { readonly x: string; readonly y: string }): Uint8Array {
  return sha256(utf8(`{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`));
}

/** The key's thumbprint in base64url: the `kid` of votes and tokens. @see RFC 7638 section 3 */
export function thumbprint(sha256: Sha256, jwk: { readonly x: string; readonly y: string }): string {
  return encodeBase64url(thumbprintBytes(sha256, jwk));
}
