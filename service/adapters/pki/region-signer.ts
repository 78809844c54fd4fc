import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { signEs256 } from '../crypto/signature-forms.ts';
import { certificatesFromPem } from './certificates.ts';
import { departmentChain } from './department-chain.ts';
import { keyFiles, readKeyFile } from './key-files.ts';

/**
 * The service's own key as the region's hand: certificates under the region's root that name the region's base.
 *
 * @param key the service's, whose thumbprint partners know
 * @returns undefined where the root never certified it: such a region signs no statements
 * @throws KeyFileUnusable, CertificateUnfit
 */
export function readRegionSigner(
  folder: string,
  key: KeyObject,
  base: string,
): { x5c: Uint8Array[]; sign(bytes: Uint8Array): Promise<Uint8Array> } | undefined {
  const path = join(folder, keyFiles.authCertificates);
  if (!existsSync(path)) return undefined;
  const publicKey = createPublicKey(key);
  const { certificates } = departmentChain(certificatesFromPem(readKeyFile(path)), { publicKey, issuer: base });
  return {
    x5c: certificates,
    sign: async (bytes) => signEs256(bytes, key),
  };
}
