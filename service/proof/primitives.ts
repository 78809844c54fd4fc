import { encodeBase64url } from './base64url.ts';
import { fleetingUtf8 } from './bytes.ts';

/**
 * SHA-256 (FIPS 180-4). Synchronous, since trees hash hundreds of thousands of small inputs; must not keep `data`, which
 * callers fill in again. Returns 32 bytes, a new array every time.
 */
export type Sha256 = {
  (data: Uint8Array): Uint8Array;
  /** Where that is quicker: a function that puts 32 bytes at a place of `target` instead. */
  into?(target: Uint8Array): (data: Uint8Array, at: number) => void;
};

/** The hash of a prefix, if any, and a text's UTF-8. */
export function hashText(sha256: Sha256, text: string, prefix?: Uint8Array): Uint8Array {
  return sha256(fleetingUtf8(text, prefix));
}

/**
 * ECDSA over P-256 with SHA-256 (RFC 7518 section 3.4). The bytes must not change before the answer.
 *
 * @param publicKey 65 bytes, uncompressed SEC1 point (0x04 ‖ x ‖ y); a point off the curve is false
 * @param message the signed bytes, not yet hashed
 * @param signature 64 bytes r ‖ s; a wrong length is false, never an exception; a high s is valid
 */
export type VerifyEs256 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/**
 * What proof and verify need from their surroundings: native code in Node, WebCrypto in browsers. `digest`, where it is
 * given, is what {@link digestOf} makes of `sha256`, natively.
 */
export type Primitives = { sha256: Sha256; verifyEs256: VerifyEs256; digest?: (data: string | Uint8Array) => string };

/** The hashing part. */
export type Hashing = Pick<Primitives, 'sha256' | 'digest'>;

/** Base64url of the SHA-256 of bytes or of a text's UTF-8, as SD-JWTs write digests. */
export function digestOf({ sha256, digest }: Hashing, data: string | Uint8Array): string {
  return digest?.(data) ?? encodeBase64url(typeof data === 'string' ? hashText(sha256, data) : sha256(data));
}
