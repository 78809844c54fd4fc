import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';
import type { AlgorithmIdentifier, Extension, Time } from '@peculiar/asn1-x509';
import { rawSignature } from './ecdsa-signature.ts';

/** The bytes are no X.509 certificate of the profile below. */
export class NotCertificate extends Error {
  override readonly name = 'NotCertificate';
  readonly code = 'notCertificate';
}

/** What the engine needs of a certificate. Times in Unix seconds, both included; names as DER. */
export type ParsedCertificate = {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /** r ‖ s */
  readonly signature: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly authority: boolean;
  readonly pathLength: number | undefined;
  readonly mayCertify: boolean;
  readonly maySign: boolean;
  /** uniformResourceIdentifiers of the subject's alternative name. */
  readonly uris: readonly string[];
};

const MAX_DER = 8_192;
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
/** DER of the object identifier of P-256. */
const P256 = '06082a8648ce3d030107';
const VERSION_3 = 2;

const hex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

function seconds(time: Time): number {
  const at = (time.utcTime ?? time.generalTime)?.getTime() ?? NaN;
  if (Number.isNaN(at)) throw new NotCertificate('validity is no time');
  return Math.floor(at / 1000);
}

function requireEcdsa(algorithm: AlgorithmIdentifier): void {
  const { parameters } = algorithm;
  if (algorithm.algorithm !== ECDSA_WITH_SHA256 || (parameters !== undefined && parameters !== null)) {
    throw new NotCertificate('not signed with ecdsa-with-SHA256');
  }
}

type Extensions = Pick<ParsedCertificate, 'authority' | 'pathLength' | 'mayCertify' | 'maySign' | 'uris'>;

/** RFC 5280 section 4.2: an extension that is critical and unknown, or occurs twice, refuses the certificate. */
function readExtensions(extensions: readonly Extension[]): Extensions {
  const byId = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (byId.size !== extensions.length) throw new NotCertificate('one extension twice');
  const known: string[] = [id_ce_basicConstraints, id_ce_keyUsage, id_ce_subjectAltName];
  const harmless: string[] = [id_ce_subjectKeyIdentifier, id_ce_authorityKeyIdentifier];
  for (const { extnID, critical } of extensions) {
    if (critical && !known.includes(extnID) && !harmless.includes(extnID)) {
      throw new NotCertificate(`critical extension ${extnID} is unknown`);
    }
  }
  const value = <T>(id: string, type: new () => T): T | undefined => {
    const extension = byId.get(id);
    return extension === undefined ? undefined : AsnConvert.parse(extension.extnValue, type);
  };
  const constraints = value(id_ce_basicConstraints, BasicConstraints);
  // Without key usage nothing is allowed: RFC 5280 section 4.2.1.3 demands it of authorities, this profile of all.
  const usage = value(id_ce_keyUsage, KeyUsage)?.toNumber() ?? 0;
  const names = value(id_ce_subjectAltName, SubjectAlternativeName) ?? [];
  return {
    authority: constraints?.cA ?? false,
    pathLength: constraints?.pathLenConstraint,
    mayCertify: (usage & KeyUsageFlags.keyCertSign) !== 0,
    maySign: (usage & KeyUsageFlags.digitalSignature) !== 0,
    uris: [...names].flatMap((name) => name.uniformResourceIdentifier ?? []),
  };
}

function parse(der: Uint8Array): ParsedCertificate {
  const certificate = AsnConvert.parse(der, Certificate);
  const { tbsCertificate, tbsCertificateRaw } = certificate;
  if (tbsCertificateRaw === undefined || tbsCertificate.version !== VERSION_3)
    throw new NotCertificate('not version 3');
  requireEcdsa(tbsCertificate.signature);
  requireEcdsa(certificate.signatureAlgorithm);
  const { algorithm, subjectPublicKey } = tbsCertificate.subjectPublicKeyInfo;
  const publicKey = new Uint8Array(subjectPublicKey);
  const curve = algorithm.parameters;
  if (algorithm.algorithm !== EC_PUBLIC_KEY || !curve || hex(curve) !== P256)
    throw new NotCertificate('key not on P-256');
  if (publicKey.length !== 65 || publicKey[0] !== 4) throw new NotCertificate('key is no uncompressed point');
  const signature = rawSignature(new Uint8Array(certificate.signatureValue));
  if (signature === undefined) throw new NotCertificate('signature is not DER');
  return {
    der,
    tbs: new Uint8Array(tbsCertificateRaw),
    signature,
    issuer: new Uint8Array(AsnConvert.serialize(tbsCertificate.issuer)),
    subject: new Uint8Array(AsnConvert.serialize(tbsCertificate.subject)),
    publicKey,
    notBefore: seconds(tbsCertificate.validity.notBefore),
    notAfter: seconds(tbsCertificate.validity.notAfter),
    ...readExtensions(tbsCertificate.extensions ?? []),
  };
}

/**
 * Reads an X.509 certificate of the project's profile: version 3, ecdsa-with-SHA256, an uncompressed P-256 key, no
 * critical extension but basic constraints, key usage, alternative name and key identifiers (RFC 5280).
 *
 * @throws NotCertificate
 */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  if (der.length > MAX_DER) throw new NotCertificate('too long');
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof NotCertificate) throw error;
    // The ASN.1 library has no error class of its own for all that can be wrong with bytes.
    throw new NotCertificate('not DER of a certificate', { cause: error });
  }
}
