import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hex } from '../../proof/bytes.ts';

/** A key file is missing or does not hold what its name says. The operator restores the keys folder from its backup. */
export class KeyFileUnusable extends Error {
  override readonly name = 'KeyFileUnusable';
  readonly code = 'keys.unusable';
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder that only its owner may enter. */
export function makeKeyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/**
 * Writes a file that only its owner may read (mode 0600): whole and synced, or not at all. A key that is used for
 * anything before it is durable is a key that can be lost with what it signed or sealed.
 */
export function writeKeyFile(path: string, content: string | Uint8Array): void {
  makeKeyFolder(dirname(path));
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** The file's content, or what `create` makes, written first: a ceremony that was interrupted goes on where it stopped. */
export function keyFileOr(path: string, create: () => string): string {
  if (existsSync(path)) return readKeyFile(path);
  const content = create();
  writeKeyFile(path, content);
  return content;
}

/** @throws KeyFileUnusable */
export function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new KeyFileUnusable(`cannot read ${path}`, { cause: error });
  }
}

/** 32 bytes written as 0x and 64 hexadecimal digits: an account's key. @throws KeyFileUnusable */
export function parseAccountKey(path: string, text: string): Hex {
  const key = text.trim();
  if (!/^0x[0-9a-f]{64}$/.test(key)) throw new KeyFileUnusable(`${path} does not hold an account's key`);
  return key as Hex;
}

/** 32 bytes in base64url on one line, as the vault reads them. @throws KeyFileUnusable */
export function parseSecret(path: string, text: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== text.trim()) {
    throw new KeyFileUnusable(`${path} does not hold 32 bytes in base64url`);
  }
  return Uint8Array.from(bytes);
}

/** A P-256 private key in PKCS#8 PEM. @throws KeyFileUnusable */
export function parseP256(path: string, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new KeyFileUnusable(`${path} holds no private key`, { cause: error });
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new KeyFileUnusable(`${path} is not on P-256`);
  return key;
}

/** Where a department's keys lie below a region's keys folder. */
export function departmentFolder(folder: string, uscc: string): string {
  return join(folder, 'departments', uscc);
}

/** Names of the files, in one place for ceremony, signer and service. */
export const keyFiles = {
  root: 'root/root.pem',
  rootCertificate: 'root/certificate.pem',
  auth: 'auth.pem',
  authCertificates: 'auth-certificates.pem',
  master: 'master.key',
  lookup: 'lookup.key',
  account: 'account.key',
  signing: 'signing.pem',
  certificates: 'certificates.pem',
  vrf: 'vrf.pem',
} as const;
