import forge from 'node-forge';

// node-forge builds and writes the DER; it knows no elliptic curves, so keys and signatures come from node:crypto as DER.
const { asn1 } = forge;
const { Class, Type } = asn1;
export type Asn1 = forge.asn1.Asn1;

const OIDS = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  countryName: '2.5.4.6',
  localityName: '2.5.4.7',
  organizationName: '2.5.4.10',
  commonName: '2.5.4.3',
  // X.520 organizationIdentifier: where eIDAS and Chinese CAs alike put an organisation's registration number.
  organizationIdentifier: '2.5.4.97',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  subjectAltName: '2.5.29.17',
} as const;

const sequence = (...items: Asn1[]): Asn1 => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, items);
const oid = (name: keyof typeof OIDS): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(OIDS[name]).getBytes());
const boolean = (value: boolean): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, String.fromCharCode(value ? 0xff : 0));
const octets = (bytes: string): Asn1 => asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, bytes);
const context = (number: number, bytes: string): Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, number as forge.asn1.Type, false, bytes);
const explicit = (number: number, item: Asn1): Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, number as forge.asn1.Type, true, [item]);
const der = (item: Asn1): string => asn1.toDer(item).getBytes();
const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('binary');

/** DER of an ASN.1 value. */
export function toDer(item: Asn1): Uint8Array {
  return Uint8Array.from(Buffer.from(der(item), 'binary'));
}

/** `ecdsa-with-SHA256` without parameters (RFC 5758 section 3.2). */
export function signatureAlgorithm(): Asn1 {
  return sequence(oid('ecdsaWithSha256'));
}

/** A non-negative INTEGER from big-endian bytes, in the fewest octets (X.690 section 8.3.2). */
function integer(bytes: Uint8Array): Asn1 {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = binary(bytes.subarray(start));
  const padded = (bytes[start] as number) >= 0x80 ? `\u0000${digits}` : digits;
  return asn1.create(Class.UNIVERSAL, Type.INTEGER, false, padded);
}

/** A BIT STRING without unused bits. */
function bits(bytes: Uint8Array): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, `\u0000${binary(bytes)}`);
}

/** What a certificate says of the organisation it names. `identifier`: its 统一社会信用代码, absent for a root. */
export type DistinguishedName = { locality: string; organization: string; identifier?: string; commonName: string };

function attribute(type: keyof typeof OIDS, value: string): Asn1 {
  // RFC 5280 appendix A.1: countryName is a PrintableString, all others may be UTF8String.
  const text =
    type === 'countryName'
      ? asn1.create(Class.UNIVERSAL, Type.PRINTABLESTRING, false, value)
      : asn1.create(Class.UNIVERSAL, Type.UTF8, false, forge.util.encodeUtf8(value));
  return asn1.create(Class.UNIVERSAL, Type.SET, true, [sequence(oid(type), text)]);
}

function distinguishedName(name: DistinguishedName): Asn1 {
  const attributes = [
    attribute('countryName', 'CN'),
    attribute('localityName', name.locality),
    attribute('organizationName', name.organization),
  ];
  if (name.identifier !== undefined) attributes.push(attribute('organizationIdentifier', name.identifier));
  return sequence(...attributes, attribute('commonName', name.commonName));
}

function time(unix: number): Asn1 {
  const date = new Date(unix * 1000);
  // RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on.
  return date.getUTCFullYear() < 2050
    ? asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, String(asn1.dateToUtcTime(date)))
    : asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, String(asn1.dateToGeneralizedTime(date)));
}

function extension(type: keyof typeof OIDS, critical: boolean, value: Asn1): Asn1 {
  return critical ? sequence(oid(type), boolean(true), octets(der(value))) : sequence(oid(type), octets(der(value)));
}

/** KeyUsage's bits, RFC 5280 section 4.2.1.3: digitalSignature is bit 0, keyCertSign bit 5, cRLSign bit 6. */
const KEY_USAGE = { digitalSignature: '\u0007\u0080', certificateAuthority: '\u0001\u0006' } as const;

export type CertificateFields = {
  /** Big-endian, positive, at most 20 bytes. */
  serial: Uint8Array;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  /** Unix seconds, both included. */
  notBefore: number;
  notAfter: number;
  /** SubjectPublicKeyInfo as node:crypto exports it (`spki`, `der`). */
  publicKey: Uint8Array;
  subjectKeyId: Uint8Array;
  authorityKeyId: Uint8Array;
  /** Root: a certificate authority that may sign end entities only (path length 0). */
  authority: boolean;
  /** uniformResourceIdentifier in the subject's alternative name: a department's `iss`. */
  uri?: string;
};

/** TBSCertificate, version 3. @see RFC 5280 section 4.1 */
export function tbsCertificate(fields: CertificateFields): Asn1 {
  const constraints = fields.authority ? sequence(boolean(true), integer(Uint8Array.of(0))) : sequence();
  const usage = fields.authority ? KEY_USAGE.certificateAuthority : KEY_USAGE.digitalSignature;
  const extensions = [
    extension('basicConstraints', true, constraints),
    extension('keyUsage', true, asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, usage)),
    extension('subjectKeyIdentifier', false, octets(binary(fields.subjectKeyId))),
    extension('authorityKeyIdentifier', false, sequence(context(0, binary(fields.authorityKeyId)))),
  ];
  if (fields.uri !== undefined) extensions.push(extension('subjectAltName', false, sequence(context(6, fields.uri))));
  return sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(fields.serial),
    signatureAlgorithm(),
    distinguishedName(fields.issuer),
    sequence(time(fields.notBefore), time(fields.notAfter)),
    distinguishedName(fields.subject),
    asn1.fromDer(binary(fields.publicKey)),
    explicit(3, sequence(...extensions)),
  );
}

/** Certificate: what was signed, the algorithm, the signature (DER `Ecdsa-Sig-Value`). */
export function signedCertificate(tbs: Asn1, signature: Uint8Array): Asn1 {
  return sequence(tbs, signatureAlgorithm(), bits(signature));
}

/** CertificationRequestInfo without attributes: the issuer decides names and extensions. @see RFC 2986 section 4.1 */
export function certificationRequestInfo(subject: DistinguishedName, publicKey: Uint8Array): Asn1 {
  const attributes = asn1.create(Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, true, []);
  return sequence(integer(Uint8Array.of(0)), distinguishedName(subject), asn1.fromDer(binary(publicKey)), attributes);
}
