import type { CommittedInstance, LicenceContent } from '../certificate.ts';
import { commitInstance } from '../certificate.ts';
import type { CertificateType } from '../certificate-type.ts';
import type { ClaimValue } from '../claims.ts';
import { FIRST_VERSION, licenceIdentifier } from '../licence-identifier.ts';
import { yearOf } from '../validity.ts';
import type { Sha256 } from '../../proof/primitives.ts';

const SALT_BYTES = 16;
const SERIAL_DIGITS = 8;

/** How many random bytes a row's salts take: one salt for the payload and one for each claim the holder may withhold. */
export function saltBytes(type: CertificateType, claims: Readonly<Record<string, ClaimValue>>): number {
  let salts = 1;
  for (const name in claims) if (type.claims[name]?.disclosable) salts += 1;
  return salts * SALT_BYTES;
}

/** The licence identifier of a department's n-th certificate of a type. @throws LicencePartsInvalid */
export function licenceOf(
  type: Pick<CertificateType, 'typeCode'>,
  department: string,
  acceptedAt: number,
  n: number,
): string {
  const serial = `${yearOf(acceptedAt)}${String(n).padStart(SERIAL_DIGITS, '0')}`;
  return licenceIdentifier({ typeCode: type.typeCode, issuer: department, serial, version: FIRST_VERSION });
}

/** The payload and disclosures of a row; the same content and salts give the same, so that only those need to be kept. */
export function committedRow(
  sha256: Sha256,
  base: string,
  type: CertificateType,
  content: LicenceContent,
  { salts, ...given }: { salts: Uint8Array; x5tS256: string; digestText?: (ascii: string) => string },
): CommittedInstance {
  let at = 0;
  const random = (bytes: number): Uint8Array => salts.subarray(at, (at += bytes));
  return commitInstance(sha256, { base }, type, content, { random, ...given });
}
