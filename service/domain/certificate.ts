import { encodeBase64url } from '../proof/base64url.ts';
import { utf8 } from '../proof/bytes.ts';
import { canonicalJson } from '../proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../proof/canonical-json.ts';
import type { Sha256 } from '../proof/primitives.ts';
import type { CertificateType, Confirmation } from './certificate-type.ts';
import type { ClaimValue } from './claims.ts';
import { issuerUri, typeUri } from './region-data.ts';
import type { StatusClaim } from './status-list.ts';
import { typeIntegrity } from './type-metadata.ts';

/** What every instance of a licence shares. Times are Unix seconds; `validUntil` null is without end. */
export type LicenceContent = {
  department: string;
  licence: string;
  acceptedAt: number;
  validFrom: number;
  validUntil: number | null;
  claims: Record<string, ClaimValue>;
};

/** A payload without `anchor` and `status`, and the disclosures its `_sd` digests stand for. */
export type CommittedInstance = { payload: JsonObject; disclosures: string[] };

/** Where on chain an instance's leaf is (formats.md "anchor claim"). `proof` is base64url, bottom-up. */
export type AnchorClaim = {
  chain: string;
  contract: string;
  id: string;
  block: number;
  index: number;
  size: number;
  proof: string[];
};

const SALT_BYTES = 16;

/** RFC 9901 section 4.2.1; a salt in base64url needs no escaping. */
const disclosure = (salt: string, name: string, value: ClaimValue): string =>
  Buffer.from(`["${salt}",${canonicalJson(name)},${canonicalJson(value)}]`, 'utf8').toString('base64url');

const base64urlJson = (value: JsonValue): string => Buffer.from(canonicalJson(value), 'utf8').toString('base64url');

/**
 * The payload of one instance and its disclosures, with fresh salts (RFC 9901 section 4.2). It is what the leaf commits
 * to; only `anchor` and `status` are added when it is signed.
 *
 * @param instance.random random bytes: 16 for the payload and for each disclosable claim
 * @param instance.digestText SHA-256 of ASCII in base64url, where there is something quicker than `sha256`
 * @param instance.x5tS256 thumbprint (base64url) of the certificate that will sign
 */
export function commitInstance(
  sha256: Sha256,
  region: { base: string },
  type: CertificateType,
  content: LicenceContent,
  instance: {
    random: (bytes: number) => Uint8Array;
    x5tS256: string;
    cnf?: Confirmation;
    digestText?: (ascii: string) => string;
  },
): CommittedInstance {
  const disclosures: string[] = [];
  const open: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(content.claims)) {
    if (type.claims[name]?.disclosable) {
      disclosures.push(disclosure(encodeBase64url(instance.random(SALT_BYTES)), name, value));
    } else {
      open[name] = value;
    }
  }
  // Sorted digests do not tell which claim is which (RFC 9901 section 4.2.4.1).
  const { digestText = (ascii: string): string => encodeBase64url(sha256(utf8(ascii))) } = instance;
  const digests = disclosures.map(digestText).sort();
  const payload: Record<string, JsonValue> = {
    ...open,
    iss: issuerUri(region.base, content.department),
    vct: typeUri(region.base, type),
    'vct#integrity': typeIntegrity(sha256, region.base, type),
    iat: content.acceptedAt,
    nbf: content.validFrom,
    licence: content.licence,
    salt: encodeBase64url(instance.random(SALT_BYTES)),
    'x5t#S256': instance.x5tS256,
  };
  if (content.validUntil !== null) payload.exp = content.validUntil;
  if (instance.cnf) payload.cnf = { jwk: { ...instance.cnf.jwk } };
  if (digests.length > 0) Object.assign(payload, { _sd: digests, _sd_alg: 'sha-256' });
  return { payload, disclosures };
}

/**
 * What the department signs: canonical header and payload, each in base64url, joined by a dot (RFC 7515 section 5.1).
 *
 * @param chain DER certificates, the signing one first
 * @param status where a status list speaks of it; no part of the leaf
 */
export function signingInput(
  chain: readonly Uint8Array[],
  payload: JsonObject,
  anchor: AnchorClaim,
  status?: StatusClaim,
): string {
  const x5c = chain.map((der) => btoa(String.fromCharCode(...der)));
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', x5c };
  return `${base64urlJson(header)}.${base64urlJson({ ...payload, anchor: { ...anchor }, ...(status && { status }) })}`;
}

/** The certificate as it is delivered: issuer-signed JWT, every disclosure, a tilde after each (RFC 9901 section 4). */
export function certificateText(input: string, signature: Uint8Array, disclosures: readonly string[]): string {
  return [`${input}.${encodeBase64url(signature)}`, ...disclosures, ''].join('~');
}
