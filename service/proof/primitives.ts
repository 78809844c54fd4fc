/**
 * SHA-256 (FIPS 180-4). Synchronous, since trees hash hundreds of thousands of small inputs; must not keep `data`, which
 * callers fill in again. Returns 32 bytes, a new array every time.
 */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/**
 * ECDSA over P-256 with SHA-256 (RFC 7518 section 3.4).
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

/** What proof and verify need from their surroundings: native code in Node, WebCrypto in browsers. */
export type Primitives = { sha256: Sha256; verifyEs256: VerifyEs256 };
