import { p256, p256_hasher } from '@noble/curves/nist.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, equalBytes, utf8 } from './bytes.ts';

// ECVRF-P256-SHA256-SSWU, RFC 9381 section 5.5: suite 0x02, qLen = ptLen - 1 = 32, cLen = 16, cofactor 1. The suite names
// SHA-256, so the hash is not injected here: with another one it would be another VRF.
const SUITE = 0x02;
const ENCODE_DST = concatBytes(utf8('ECVRF_P256_XMD:SHA-256_SSWU_NU_'), Uint8Array.of(SUITE));
const POINT = 33;
const CHALLENGE = 16;
const PROOF = POINT + CHALLENGE + 32;

const { Point } = p256;
const ORDER = Point.Fn.ORDER;
type CurvePoint = InstanceType<typeof Point>;

/** The secret is no private key of P-256 (32 bytes, 1..q-1). */
export class NotVrfSecret extends Error {
  override readonly name = 'NotVrfSecret';
  readonly code = 'notVrfSecret';
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(bytesToHex(bytes));
}

function bytes32(value: bigint): Uint8Array {
  return Point.Fn.toBytes(value);
}

function scalar(secret: Uint8Array): bigint {
  const value = secret.length === 32 ? integer(secret) : 0n;
  if (value === 0n || value >= ORDER) throw new NotVrfSecret('not a private key of P-256');
  return value;
}

/** A compressed point on the curve; the identity has no such form. The cofactor is 1, so this is full validation. */
function point(bytes: Uint8Array): CurvePoint | undefined {
  if (bytes.length !== POINT) return undefined;
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined; // the library's way to say that there is no such point
  }
}

/** ECVRF_encode_to_curve, section 5.4.1.2, with the public key as salt. */
function encodeToCurve(publicKey: Uint8Array, alpha: Uint8Array): CurvePoint {
  return p256_hasher.encodeToCurve(concatBytes(publicKey, alpha), { DST: ENCODE_DST });
}

/** ECVRF_challenge_generation, section 5.4.3. */
function challenge(...points: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(SUITE, 0x02), ...points, Uint8Array.of(0))).subarray(0, CHALLENGE);
}

/** ECVRF_proof_to_hash, section 5.2, from the point Gamma. */
function outputOf(gamma: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(SUITE, 0x03), gamma, Uint8Array.of(0)));
}

/** ECVRF_nonce_generation_RFC6979, section 5.4.2.1: RFC 6979 section 3.2 with the hashed point as message. */
function nonce(secret: bigint, hashedPoint: Uint8Array): bigint {
  const digest = bytes32(integer(sha256(hashedPoint)) % ORDER);
  const seed = concatBytes(bytes32(secret), digest);
  let value: Uint8Array = new Uint8Array(32).fill(1);
  let key: Uint8Array = new Uint8Array(32);
  for (const separator of [0, 1]) {
    key = hmac(sha256, key, concatBytes(value, Uint8Array.of(separator), seed));
    value = hmac(sha256, key, value);
  }
  for (;;) {
    value = hmac(sha256, key, value);
    const candidate = integer(value);
    if (candidate > 0n && candidate < ORDER) return candidate;
    key = hmac(sha256, key, concatBytes(value, Uint8Array.of(0)));
    value = hmac(sha256, key, value);
  }
}

/** The public key of a VRF secret: a compressed point, 33 bytes. @throws NotVrfSecret */
export function vrfPublicKey(secret: Uint8Array): Uint8Array {
  return Point.BASE.multiply(scalar(secret)).toBytes(true);
}

/**
 * The output alone, 32 bytes, as {@link vrfProve} gives it, at a third of the cost: for building a map nobody asks about
 * yet.
 *
 * @throws NotVrfSecret
 */
export function vrfOutput(secret: Uint8Array, alpha: Uint8Array): Uint8Array {
  const x = scalar(secret);
  const publicKey = Point.BASE.multiply(x).toBytes(true);
  return outputOf(encodeToCurve(publicKey, alpha).multiply(x).toBytes(true));
}

/**
 * The output for `alpha` and the proof that the secret's holder could give no other.
 *
 * @param secret 32 bytes, big-endian, 1..q-1
 * @returns proof: Gamma 33 ‖ c 16 ‖ s 32; output: 32 bytes
 * @see RFC 9381 section 5.1
 * @throws NotVrfSecret
 */
export function vrfProve(secret: Uint8Array, alpha: Uint8Array): { proof: Uint8Array; output: Uint8Array } {
  const x = scalar(secret);
  const publicKey = Point.BASE.multiply(x).toBytes(true);
  const hashed = encodeToCurve(publicKey, alpha);
  const hashedBytes = hashed.toBytes(true);
  const gamma = hashed.multiply(x).toBytes(true);
  const k = nonce(x, hashedBytes);
  const u = Point.BASE.multiply(k).toBytes(true);
  const v = hashed.multiply(k).toBytes(true);
  const c = challenge(publicKey, hashedBytes, gamma, u, v);
  const s = (k + integer(c) * x) % ORDER;
  return { proof: concatBytes(gamma, c, bytes32(s)), output: outputOf(gamma) };
}

/**
 * The output that a proof shows for `alpha` under a public key, or undefined when it shows none. Safe on hostile input:
 * points must lie on the curve and s must be below the order.
 *
 * @see RFC 9381 section 5.3
 */
export function vrfVerify(publicKey: Uint8Array, alpha: Uint8Array, proof: Uint8Array): Uint8Array | undefined {
  if (proof.length !== PROOF) return undefined;
  const gammaBytes = proof.subarray(0, POINT);
  const cBytes = proof.subarray(POINT, POINT + CHALLENGE);
  const s = integer(proof.subarray(POINT + CHALLENGE));
  const y = point(publicKey);
  const gamma = point(gammaBytes);
  if (y === undefined || gamma === undefined || s >= ORDER) return undefined;
  const c = integer(cBytes);
  const hashed = encodeToCurve(publicKey, alpha);
  const u = Point.BASE.mulAddUnsafe(s, y.negate(), c);
  const v = hashed.mulAddUnsafe(s, gamma.negate(), c);
  // The identity has no compressed form; no honest proof leads to it.
  if (u.is0() || v.is0()) return undefined;
  const expected = challenge(publicKey, hashed.toBytes(true), gammaBytes, u.toBytes(true), v.toBytes(true));
  return equalBytes(expected, cBytes) ? outputOf(gammaBytes) : undefined;
}
