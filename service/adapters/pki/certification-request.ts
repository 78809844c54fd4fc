import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { certificationRequestInfo, signedCertificate, toDer } from './certificate-asn1.ts';
import type { Asn1, DistinguishedName } from './certificate-asn1.ts';

const { asn1 } = forge;

/** The file is no certification request on P-256, or was not made by who holds its key. */
export class RequestInvalid extends Error {
  override readonly name = 'RequestInvalid';
  readonly code = 'keys.requestInvalid';
}

/**
 * A certification request (PKCS#10) in PEM: asks the region's root for a certificate over a key that stays where it is.
 *
 * @see RFC 2986
 */
export function certificationRequest(subject: DistinguishedName, key: KeyObject): string {
  const info = certificationRequestInfo(subject, createPublicKey(key).export({ type: 'spki', format: 'der' }));
  // Request and certificate have the same outer form: what is signed, algorithm, signature.
  const der = toDer(signedCertificate(info, sign('sha256', toDer(info), key)));
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
}

const items = (item: Asn1 | undefined): Asn1[] => (Array.isArray(item?.value) ? (item.value as Asn1[]) : []);

/**
 * The public key that a request asks a certificate for. Names and extensions in it are not looked at: the root takes
 * them from the region's data.
 *
 * @throws RequestInvalid
 */
export function requestedKey(pem: string): KeyObject {
  const body = /-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  try {
    const request = asn1.fromDer(Buffer.from(body ?? '', 'base64').toString('binary'));
    const [info, , signature] = items(request);
    const key = createPublicKey({ key: Buffer.from(toDer(items(info)[2] as Asn1)), format: 'der', type: 'spki' });
    // node-forge reads the BIT STRING's content, which is DER itself: Ecdsa-Sig-Value.
    const [ecdsa] = items(signature);
    const holds = verify('sha256', toDer(info as Asn1), key, toDer(ecdsa as Asn1));
    if (holds && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch (error) {
    throw new RequestInvalid('no certification request', { cause: error });
  }
  throw new RequestInvalid('the request is not signed with its own key, or that is not on P-256');
}
