import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { bytesToHex } from '../../proof/bytes.ts';
import { pointToJwk } from '../../proof/es256-key.ts';
import type { Primitives, Sha256 } from '../../proof/primitives.ts';

/**
 * SHA-256 by OpenSSL. The digest travels as a string, one character a byte: handing out a Buffer costs three
 * times the hash of a tree node.
 */
export const nodeSha256: Sha256 = (data) => {
  const digest = hash('sha256', data, 'binary');
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = digest.charCodeAt(i);
  return bytes;
};

/** A point off the curve is no key; the caller's signature is then false. */
function importKey(publicKey: Uint8Array): KeyObject | undefined {
  if (publicKey.length !== 65 || publicKey[0] !== 4) return undefined;
  try {
    return createPublicKey({ key: pointToJwk(publicKey), format: 'jwk' });
  } catch {
    return undefined; // OpenSSL refuses the point
  }
}

/**
 * The primitives of proof and verify on Node's own crypto. Importing a key costs as much as a check, so the `cachedKeys`
 * most recently used are kept.
 */
export function nodePrimitives(options: { readonly cachedKeys?: number } = {}): Primitives {
  const { cachedKeys = 4096 } = options;
  const keys = new Map<string, KeyObject>();

  const keyOf = (publicKey: Uint8Array): KeyObject | undefined => {
    const name = bytesToHex(publicKey);
    const key = keys.get(name) ?? importKey(publicKey);
    if (key === undefined) return undefined;
    // A Map keeps the order of insertion: taken out and put in again, the first is the one longest unused.
    keys.delete(name);
    keys.set(name, key);
    if (keys.size > cachedKeys) keys.delete(keys.keys().next().value as string);
    return key;
  };

  return {
    sha256: nodeSha256,
    verifyEs256: (publicKey, message, signature) => {
      if (signature.length !== 64) return false;
      const key = keyOf(publicKey);
      return key !== undefined && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
    },
  };
}
