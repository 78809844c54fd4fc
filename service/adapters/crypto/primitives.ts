import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Primitives, Sha256 } from '../../proof/primitives.ts';
import { isP256Point } from './p256-point.ts';
import { fleetingDerSignature } from './signature-forms.ts';

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

nodeSha256.into = ({ buffer, byteOffset, length }) => {
  const target = Buffer.from(buffer, byteOffset, length);
  return (data, at) => void target.write(hash('sha256', data, 'binary'), at, 'latin1');
};

/** Base64 of a SubjectPublicKeyInfo of P-256 as far as the 0x04 of an uncompressed point: 27 bytes. */
const SPKI_HEAD = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE';

const pemOf = (point: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${SPKI_HEAD}${point.toString('base64', 1)}\n-----END PUBLIC KEY-----`;

const nameOf = (point: Buffer): string => point.toString('latin1');

/** A public key as Node takes it: imported, or its text. */
type Key = KeyObject | string;

/**
 * Keys that were used before, imported at their second use: most are a holder's and come once, and to be rid of an
 * imported one costs as much as importing it. Those used since the last change of generation are all kept: a key asked
 * for moves to the young, and when these are many enough the old are forgotten, which costs less than an order of every
 * use.
 */
function keyring(generation: number): { keyOf(point: Buffer): Key; forget(point: Buffer): void } {
  let young = new Map<string, Key>();
  let old = young;
  return {
    keyOf(point) {
      const name = nameOf(point);
      const known = young.get(name);
      if (typeof known === 'object') return known;
      const before = known ?? old.get(name) ?? '';
      const key = before === '' ? pemOf(point) : typeof before === 'string' ? createPublicKey(before) : before;
      if (young.size >= generation) {
        old = young;
        young = new Map();
      }
      young.set(name, key);
      return key;
    },
    forget: (point) => void young.delete(nameOf(point)),
  };
}

/**
 * The primitives of proof and verify on Node's own crypto, which is only handed PEM texts, key objects and DER: of an
 * object of options (a JWK, `dsaEncoding`) it first throws and catches two errors, to learn that it is no key. That costs
 * 25 µs, a third of a check.
 *
 * At least the `cachedKeys` most recently used keys are kept, imported once they come again, and at most twice as many.
 */
export function nodePrimitives(options: { readonly cachedKeys?: number } = {}): Primitives {
  const { keyOf, forget } = keyring(options.cachedKeys ?? 2048);
  return {
    sha256: nodeSha256,
    digest: (data) => hash('sha256', data, 'base64url'),
    verifyEs256: (publicKey, message, signature) => {
      if (signature.length !== 64 || publicKey.length !== 65 || publicKey[0] !== 4) return false;
      const point = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length);
      try {
        return verify('sha256', message, keyOf(point), fleetingDerSignature(signature));
      } catch (error) {
        // Of a key there is, OpenSSL's own trouble, which says nothing about the signature.
        if (isP256Point(point)) throw error;
        forget(point);
        return false;
      }
    },
  };
}
