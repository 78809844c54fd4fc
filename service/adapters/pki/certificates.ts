import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signedCertificate, tbsCertificate, toDer } from './certificate-asn1.ts';
import type { DistinguishedName } from './certificate-asn1.ts';

const DAY = 86_400;

/** A private key with its certificate. */
export type Certified = { key: KeyObject; certificate: Uint8Array };

/** A fresh P-256 private key. */
export function newSigningKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** 16 random bytes with the top bit clear and the next one set: positive, never short (RFC 5280 section 4.1.2.2). */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return bytes;
}

/** SubjectPublicKeyInfo of a private or public key. */
function spki(key: KeyObject): Uint8Array {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}

/** RFC 5280 section 4.2.1.2 method 1: SHA-1 of the public key's bit string; on P-256 that is SPKI's last 65 bytes. */
function keyId(key: KeyObject): Uint8Array {
  return createHash('sha1').update(spki(key).subarray(-65)).digest();
}

const rootName = (region: string): DistinguishedName => ({
  locality: region,
  organization: region,
  commonName: `${region}电子证照根证书`,
});

/**
 * A region's root: self-signed, a certificate authority for end entities only.
 *
 * @param root region: the city's name, which the departments' certificates repeat as issuer; now in Unix seconds
 */
export function issueRoot(root: { region: string; key: KeyObject; now: number; validDays: number }): Certified {
  const id = keyId(root.key);
  const tbs = tbsCertificate({
    serial: serialNumber(),
    issuer: rootName(root.region),
    subject: rootName(root.region),
    // A verifier's clock may run behind this one's.
    notBefore: root.now - DAY,
    notAfter: root.now + root.validDays * DAY,
    publicKey: spki(root.key),
    subjectKeyId: id,
    authorityKeyId: id,
    authority: true,
  });
  return { key: root.key, certificate: toDer(signedCertificate(tbs, sign('sha256', toDer(tbs), root.key))) };
}

/**
 * A signing certificate under the region's root: an end entity that may sign, named by its issuer as URI in the subject's
 * alternative name, and a department by its 统一社会信用代码 in the subject.
 *
 * @param department key: the department's, or its public key alone as a certification request brings it; without `uscc`
 * it is the region's own service, whose issuer is the region's base
 */
export function issueDepartment(
  root: Certified & { region: string },
  department: { uscc?: string; name: string; issuer: string; key: KeyObject; now: number; validDays: number },
): Certified {
  const tbs = tbsCertificate({
    serial: serialNumber(),
    issuer: rootName(root.region),
    subject: {
      locality: root.region,
      organization: department.name,
      ...(department.uscc === undefined ? {} : { identifier: department.uscc }),
      commonName: department.name,
    },
    notBefore: department.now - DAY,
    notAfter: department.now + department.validDays * DAY,
    publicKey: spki(department.key),
    subjectKeyId: keyId(department.key),
    authorityKeyId: keyId(root.key),
    authority: false,
    uri: department.issuer,
  });
  return { key: department.key, certificate: toDer(signedCertificate(tbs, sign('sha256', toDer(tbs), root.key))) };
}

/** SHA-256 of a certificate's DER in base64url (RFC 7515 section 4.1.8). */
export function x5tS256(certificate: Uint8Array): string {
  return createHash('sha256').update(certificate).digest('base64url');
}

/** PEM of DER certificates, one after another. */
export function certificatesToPem(certificates: readonly Uint8Array[]): string {
  return certificates
    .map((der) => {
      const lines =
        Buffer.from(der)
          .toString('base64')
          .match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
    })
    .join('');
}

/** DER of each certificate in a PEM text, in order. */
export function certificatesFromPem(pem: string): Uint8Array[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return [...blocks].map((block) => Uint8Array.from(Buffer.from(block[1] as string, 'base64')));
}
