import { readFileSync, statSync } from 'node:fs';
import { KeyFileUnusable } from './key-files.ts';

/** Others than its owner may read a file that holds a secret. Take their rights away (chmod 600). */
export class SecretExposed extends Error {
  override readonly name = 'SecretExposed';
  readonly code = 'keys.exposed';
}

/**
 * Reads a file that only its owner may read.
 *
 * @throws SecretExposed, KeyFileUnusable
 */
export function readSecretFile(path: string): Buffer {
  let bytes: Buffer;
  let mode: number;
  try {
    bytes = readFileSync(path);
    mode = statSync(path).mode;
  } catch (error) {
    throw new KeyFileUnusable(`cannot read ${path}`, { cause: error });
  }
  // Windows has no such bits; access lists there are the administrator's.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SecretExposed(`${path} can be read by others than its owner: chmod 600 ${path}`);
  }
  return bytes;
}

/** The password in a file: its first line. @throws SecretExposed, KeyFileUnusable */
export function readPasswordFile(path: string): string {
  const [line = ''] = readSecretFile(path).toString('utf8').split(/\r?\n/, 1);
  if (line === '') throw new KeyFileUnusable(`${path} is empty`);
  return line;
}
