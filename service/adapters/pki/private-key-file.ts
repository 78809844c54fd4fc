import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KeyFileUnusable } from './key-files.ts';
import { KeyPasswordWrong } from './read-pkcs12.ts';
import { readPasswordFile, readSecretFile } from './secret-file.ts';

/** A private key in PKCS#8 PEM. */
export type PemKey = { key: KeyObject; encrypted: boolean };

/**
 * Reads a PKCS#8 PEM, under a password when the file is encrypted.
 *
 * @throws KeyFileUnusable, KeyPasswordWrong, SecretExposed
 */
export function readPemKey(path: string, passwordFile: string | undefined): PemKey {
  const pem = readSecretFile(path);
  const encrypted = pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (encrypted && passwordFile === undefined) throw new KeyFileUnusable(`${path} needs a password file`);
  const passphrase = encrypted ? readPasswordFile(passwordFile as string) : undefined;
  try {
    return { key: createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }), encrypted };
  } catch (error) {
    if (encrypted) throw new KeyPasswordWrong(`the password does not open ${path}`, { cause: error });
    throw new KeyFileUnusable(`${path} holds no private key`, { cause: error });
  }
}

/** The 32 bytes of a private key on one of the 256-bit curves. @throws KeyFileUnusable when it is on another curve */
export function privateScalar(path: string, key: KeyObject, curve: 'prime256v1' | 'secp256k1'): Uint8Array {
  if (key.asymmetricKeyDetails?.namedCurve !== curve) throw new KeyFileUnusable(`${path} is not on ${curve}`);
  return Uint8Array.from(Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url'));
}
