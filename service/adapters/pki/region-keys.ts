import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { keyFiles, parseP256, parseSecret, readKeyFile } from './key-files.ts';
import { readSecretFile } from './secret-file.ts';

/** What the service itself keeps, outside the data folder. */
export type RegionKeys = {
  /** ES256 key of the tokens the service gives out; its thumbprint is the `serviceKeyThumbprint` partners are told. */
  auth: KeyObject;
  /** Wraps each person's own key; 32 bytes. */
  master: Uint8Array;
  /** HMAC key under which people are looked up; 32 bytes. */
  lookup: Uint8Array;
};

/**
 * Reads the service's own keys from a region's keys folder; in production only from files that nobody else may read.
 *
 * @throws KeyFileUnusable, SecretExposed
 */
export function readRegionKeys(folder: string, { production = false } = {}): RegionKeys {
  const read = (path: string): string => (production ? readSecretFile(path).toString('utf8') : readKeyFile(path));
  const authPath = join(folder, keyFiles.auth);
  const secret = (name: string): Uint8Array => {
    const path = join(folder, name);
    return parseSecret(path, read(path));
  };
  return {
    auth: parseP256(authPath, read(authPath)),
    master: secret(keyFiles.master),
    lookup: secret(keyFiles.lookup),
  };
}
