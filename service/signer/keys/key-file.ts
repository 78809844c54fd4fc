import type { KeyObject } from 'node:crypto';
import { KeyUnprotected, readPkcs12 } from '../../adapters/pki/read-pkcs12.ts';
import { readPemKey } from '../../adapters/pki/private-key-file.ts';
import { readPasswordFile, readSecretFile } from '../../adapters/pki/secret-file.ts';
import type { FileSource } from '../configuration.ts';

/**
 * Opens a key that lies in a file, with the certificates that the file holds.
 *
 * @param production refuses a file that no password protects: development keys are such files
 * @throws KeyPasswordWrong, KeyUnprotected, KeyFileUnusable, SecretExposed, Pkcs12Unsupported
 */
export function openKeyFile(
  source: FileSource,
  production: boolean,
): { path: string; key: KeyObject; certificates: Uint8Array[] } {
  if (source.source === 'pkcs12') {
    const path = source.file;
    return { path, ...readPkcs12(readSecretFile(path), readPasswordFile(source.passwordFile)) };
  }
  const path = source.key;
  const { key, encrypted } = readPemKey(path, source.passwordFile);
  if (production && !encrypted) throw new KeyUnprotected(`${path} is not encrypted: production refuses it`);
  return { path, key, certificates: [] };
}
