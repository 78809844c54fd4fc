import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { x5tS256 } from './certificates.ts';

/** The certificates do not fit the key, the department or each other. The message says what is wrong. */
export class CertificateUnfit extends Error {
  override readonly name = 'CertificateUnfit';
  readonly code = 'keys.certificateUnfit';
}

/** A signing certificate with those above it, checked against each other. Times are Unix seconds, both included. */
export type DepartmentChain = {
  /** DER, the signing certificate first, the root last. */
  certificates: Uint8Array[];
  /** SHA-256 of the signing certificate in base64url: x5t#S256, and the key's name in the AuthorityRegistry. */
  x5tS256: string;
  /** Of the root, as the region's trusted point names it. */
  rootX5tS256: string;
  publicKey: KeyObject;
  /** When all of them are in force. */
  notBefore: number;
  notAfter: number;
};

const LONGEST = 4;

const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000);

function parsed(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (error) {
    throw new CertificateUnfit('a certificate cannot be read', { cause: error });
  }
}

function issuerOf(certificate: X509Certificate, among: readonly X509Certificate[]): X509Certificate {
  const issuer = among.find((one) => one.ca && certificate.checkIssued(one) && certificate.verify(one.publicKey));
  if (issuer === undefined) throw new CertificateUnfit(`the issuer of ${certificate.subject} is not among the files`);
  return issuer;
}

/**
 * Puts certificates, given in any order, into a chain from the one that signs to a root, and holds it against what it is
 * for.
 *
 * @param wanted publicKey: of the key that signs; issuer: the department's `iss`, which must be a URI in the alternative
 * name of its certificate
 * @throws CertificateUnfit
 */
export function departmentChain(
  ders: readonly Uint8Array[],
  wanted: { publicKey: KeyObject; issuer: string },
): DepartmentChain {
  const all = ders.map(parsed);
  const { publicKey, issuer } = wanted;
  const leaf = all.find((one) => !one.ca && one.publicKey.equals(publicKey));
  if (leaf === undefined) throw new CertificateUnfit('no certificate belongs to the signing key');
  if (leaf.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new CertificateUnfit('the signing key is not on P-256');
  }
  if (!(leaf.subjectAltName ?? '').split(', ').includes(`URI:${issuer}`)) {
    throw new CertificateUnfit(`the signing certificate does not name ${issuer}`);
  }
  const chain = [leaf];
  for (let last = leaf; last.issuer !== last.subject; chain.push(last)) {
    if (chain.length === LONGEST) throw new CertificateUnfit('the chain is too long');
    last = issuerOf(last, all);
  }
  return {
    certificates: chain.map(({ raw }) => Uint8Array.from(raw)),
    x5tS256: x5tS256(leaf.raw),
    rootX5tS256: x5tS256((chain.at(-1) as X509Certificate).raw),
    publicKey: leaf.publicKey,
    notBefore: Math.max(...chain.map(({ validFrom }) => seconds(validFrom))),
    notAfter: Math.min(...chain.map(({ validTo }) => seconds(validTo))),
  };
}
