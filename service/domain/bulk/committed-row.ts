import type { CommittedInstance, LicenceContent } from '../certificate.ts';
import { commitInstance } from '../certificate.ts';
import type { CertificateType } from '../certificate-type.ts';
import type { ClaimValue } from '../claims.ts';
import { licenceIdentifier } from '../licence-identifier.ts';
import { yearOf } from '../validity.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonObject } from '../../proof/canonical-json.ts';
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
  return licenceIdentifier({ typeCode: type.typeCode, issuer: department, serial, version: '001' });
}

/** The payload and disclosures of a row; the same content and salts give the same, so that only those need to be kept. */
export function committedRow(
  sha256: Sha256,
  base: string,
  type: CertificateType,
  content: LicenceContent,
  { salts, x5tS256 }: { salts: Uint8Array; x5tS256: string },
): CommittedInstance {
  let at = 0;
  const random = (bytes: number): Uint8Array => salts.subarray(at, (at += bytes));
  return commitInstance(sha256, { base }, type, content, { random, x5tS256 });
}

/** The canonical text of a payload without its braces, parted where the member `anchor` belongs. */
export function partedPayload(payload: JsonObject): { before: string; after: string } {
  const [before, after]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const name in payload) (name < 'anchor' ? before : after)[name] = payload[name];
  const inner = (part: Record<string, unknown>): string => canonicalJson(part as JsonObject).slice(1, -1);
  return { before: inner(before), after: inner(after) };
}

/** The canonical text of a parted payload, with or without the anchor's canonical text. */
export function joinedPayload({ before, after }: { before: string; after: string }, anchor?: string): string {
  const members = anchor === undefined ? [before, after] : [before, `"anchor":${anchor}`, after];
  return `{${members.filter((part) => part !== '').join(',')}}`;
}
