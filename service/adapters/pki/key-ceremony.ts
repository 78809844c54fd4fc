import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificatesFromPem,
  certificatesToPem,
  issueDepartment,
  issueRoot,
  newSigningKey,
  x5tS256,
} from './certificates.ts';
import type { Certified } from './certificates.ts';
import { departmentFolder, keyFileOr, keyFiles, KeyFileUnusable, makeKeyFolder, parseP256 } from './key-files.ts';

const ROOT_DAYS = 9131; // 25 years
const DEPARTMENT_DAYS = 1826; // 5 years

const pem = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }));
const secret = (): string => `${randomBytes(32).toString('base64url')}\n`;

/** A secp256k1 private key as 0x hex. */
function accountKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  return `0x${Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url').toString('hex')}\n`;
}

function certificatesOf(path: string, text: string): Uint8Array[] {
  const certificates = certificatesFromPem(text);
  if (certificates.length === 0) throw new KeyFileUnusable(`${path} holds no certificate`);
  return certificates;
}

function rootCeremony(folder: string, region: string, now: number): Certified {
  const keyPath = join(folder, keyFiles.root);
  const key = parseP256(
    keyPath,
    keyFileOr(keyPath, () => pem(newSigningKey())),
  );
  const path = join(folder, keyFiles.rootCertificate);
  const text = keyFileOr(path, () =>
    certificatesToPem([issueRoot({ region, key, now, validDays: ROOT_DAYS }).certificate]),
  );
  return { key, certificate: certificatesOf(path, text)[0] as Uint8Array };
}

/** Certifies the service's own key as the region's: with it the region says how old offline evidence may become. */
function serviceCeremony(folder: string, root: Certified & { region: string }, base: string, now: number): void {
  const keyPath = join(folder, keyFiles.auth);
  const key = parseP256(
    keyPath,
    keyFileOr(keyPath, () => pem(newSigningKey())),
  );
  keyFileOr(join(folder, keyFiles.authCertificates), () => {
    const issued = issueDepartment(root, { name: root.region, issuer: base, key, now, validDays: DEPARTMENT_DAYS });
    return certificatesToPem([issued.certificate, root.certificate]);
  });
}

/** A department as the ceremony needs it: `issuer` is its `iss`. */
export type CeremonyDepartment = { uscc: string; name: string; issuer: string };

function departmentCeremony(
  folder: string,
  root: Certified & { region: string },
  department: CeremonyDepartment,
  now: number,
): boolean {
  const own = departmentFolder(folder, department.uscc);
  const certificates = join(own, keyFiles.certificates);
  if (existsSync(certificates)) return false;
  keyFileOr(join(own, keyFiles.account), accountKey);
  keyFileOr(join(own, keyFiles.vrf), () => pem(newSigningKey()));
  const keyPath = join(own, keyFiles.signing);
  const key = parseP256(
    keyPath,
    keyFileOr(keyPath, () => pem(newSigningKey())),
  );
  const issued = issueDepartment(root, { ...department, key, now, validDays: DEPARTMENT_DAYS });
  // Written last: with it the department is complete.
  keyFileOr(certificates, () => certificatesToPem([issued.certificate, root.certificate]));
  return true;
}

/**
 * The development key ceremony of a region: makes what is missing of root, departments' keys and certificates, the key of
 * the service's tokens and the two keys under which personal data is kept. Nothing that exists is ever replaced, so it may
 * be called at every start and after an interruption.
 *
 * In production root and departments hold ceremonies of their own, and no private key of theirs comes near a service.
 *
 * @param ceremony folder: the region's keys folder; region: the city's name; base: of its identifiers; now: Unix seconds
 * @returns the USCCs whose keys were made now, and the root certificate's thumbprint
 * @throws KeyFileUnusable when a file exists that does not hold what its name says
 */
export function keyCeremony(ceremony: {
  folder: string;
  region: string;
  base: string;
  departments: readonly CeremonyDepartment[];
  now: number;
}): { made: string[]; rootX5tS256: string } {
  const { folder, region, base, departments, now } = ceremony;
  makeKeyFolder(folder);
  keyFileOr(join(folder, keyFiles.master), secret);
  keyFileOr(join(folder, keyFiles.lookup), secret);
  const root = { ...rootCeremony(folder, region, now), region };
  serviceCeremony(folder, root, base, now);
  const made = departments.filter((department) => departmentCeremony(folder, root, department, now));
  return { made: made.map(({ uscc }) => uscc), rootX5tS256: x5tS256(root.certificate) };
}

/** A P-256 public key as JWK, of a private or public key. */
export function publicJwk(key: KeyObject): { kty: 'EC'; crv: 'P-256'; x: string; y: string } {
  const { x, y } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) };
}
