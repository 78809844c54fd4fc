import { join } from 'node:path';
import { certificatesFromPem, certificatesToPem, issueDepartment, newSigningKey, x5tS256 } from './certificates.ts';
import type { CeremonyDepartment } from './key-ceremony.ts';
import { departmentFolder, keyFileOr, keyFiles, KeyFileUnusable, parseP256, readKeyFile } from './key-files.ts';
import { signingFilePair, signingFiles } from './signing-files.ts';

const DAYS = 1826; // 5 years

/**
 * Adds a development signing key to a department, certified by the development root: the next start registers it on chain
 * and signs with it, while the older ones go on verifying what they signed. Interrupted, it takes up the key it made.
 *
 * @param rotation folder: the region's keys folder; region: the city's name; now: Unix seconds
 * @returns x5t#S256 of the new certificate
 * @throws KeyFileUnusable
 */
export function rotateDevelopmentKey(rotation: {
  folder: string;
  region: string;
  department: CeremonyDepartment;
  now: number;
}): string {
  const { folder, region, department, now } = rotation;
  const own = departmentFolder(folder, department.uscc);
  const known = signingFiles(own).length;
  if (known === 0) throw new KeyFileUnusable(`${own} holds no signing key to follow`);
  const pair = signingFilePair(own, known + 1);
  const pem = keyFileOr(pair.key, () => String(newSigningKey().export({ type: 'pkcs8', format: 'pem' })));
  const rootPath = join(folder, keyFiles.root);
  const [certificate] = certificatesFromPem(readKeyFile(join(folder, keyFiles.rootCertificate)));
  if (certificate === undefined) throw new KeyFileUnusable(`${folder} has no root certificate`);
  const root = { key: parseP256(rootPath, readKeyFile(rootPath)), certificate, region };
  const issued = issueDepartment(root, { ...department, key: parseP256(pair.key, pem), now, validDays: DAYS });
  keyFileOr(pair.certificates, () => certificatesToPem([issued.certificate, certificate]));
  return x5tS256(issued.certificate);
}
