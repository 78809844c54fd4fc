import { mod37Comma36 } from './iso7064.ts';

/** The parts of a 电子证照标识. `typeCode` has 21 characters, `serial` 9 to 32, `version` 3. */
export type LicenceIdentifier = { typeCode: string; issuer: string; serial: string; version: string };

/** The object identifier under which electronic licences are named. */
export const LICENCE_OID = '1.2.156.3005.2';

/** The parts have no licence identifier: the data of the certificate type or of the department are wrong. */
export class LicencePartsInvalid extends Error {
  override readonly name = 'LicencePartsInvalid';
  readonly code = 'licence.partsInvalid';
}

const SHAPE =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{6}|[0-9A-Z]{18})\.([0-9A-Z]{9,32})\.([0-9A-Z]{3})\.([0-9A-Z])$/;

/**
 * The identifier's text with its check character (GB/T 36904-2018, ISO 7064 MOD 37,36 over the four segments).
 *
 * @throws LicencePartsInvalid
 */
export function licenceIdentifier(parts: LicenceIdentifier): string {
  const segments = [parts.typeCode, parts.issuer, parts.serial, parts.version];
  const text = segments.join('');
  if (!/^[0-9A-Z]+$/.test(text)) throw new LicencePartsInvalid('a licence identifier has capital letters and digits');
  const identifier = `${LICENCE_OID}.${segments.join('.')}.${mod37Comma36(text)}`;
  if (!SHAPE.test(identifier)) throw new LicencePartsInvalid('a segment of the licence identifier has a wrong length');
  return identifier;
}

/** The parts of a well-formed identifier with a right check character, or undefined. */
export function parseLicenceIdentifier(text: string): LicenceIdentifier | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, typeCode = '', issuer = '', serial = '', version = '', check] = match;
  if (mod37Comma36(typeCode + issuer + serial + version) !== check) return undefined;
  return { typeCode, issuer, serial, version };
}

export const FIRST_VERSION = '001';
const LAST_VERSION = 999;

/** The version after a number of versions, or undefined when three digits do not hold it. */
export function versionAfter(last: number): string | undefined {
  return last < LAST_VERSION ? String(last + 1).padStart(3, '0') : undefined;
}
