import { encodeBase64url } from '../../proof/base64url.ts';
import { utf8 } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { thumbprint } from '../../proof/es256-key.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { SignEs256 } from '../presentation/create-presentation.ts';
import type {
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  P256Jwk,
  Policy,
  TrustedPoint,
  Verdict,
  VerdictWord,
} from '../types.ts';

/** What one verification rested on, kept so that it can be done again without anyone's help. */
export type Verified = {
  /** The text that was handed in. */
  artefact: string;
  evidence: EvidenceBundle | EvidenceUnavailable | undefined;
  trustedPoint: TrustedPoint | undefined;
  policy: Policy;
  holder: HolderDemand | undefined;
  verdict: Verdict;
};

/**
 * The claims of a receipt. Digests are base64url of SHA-256: of the artefact's UTF-8 without white space around it, of
 * the RFC 8785 form of evidence and trusted point (of `null` when there was none). `iat` is when it was checked.
 */
export type ReceiptClaims = {
  iss: string;
  iat: number;
  artefactSha256: string;
  evidenceSha256: string;
  trustedPointSha256: string;
  policy: { id: string; version: number; production: boolean };
  holder?: HolderDemand;
  asOf?: number;
  verdict: VerdictWord;
  codes: string[];
  block?: { chain: string; height: number; hash: string };
  case?: string;
};

/** Everything that a receipt's digests name, beside the receipt: digests alone cannot be checked again. */
export type VerificationArchive = {
  v: 1;
  kind: 'verification-archive';
  artefact: string;
  evidence: EvidenceBundle | EvidenceUnavailable | null;
  trustedPoint: TrustedPoint | null;
  receipt: string;
};

export const RECEIPT_TYP = 'verification-receipt+jwt';

/** SHA-256 of a text's UTF-8, in base64url. */
export function textDigest(sha256: Sha256, text: string): string {
  return encodeBase64url(sha256(utf8(text)));
}

/** SHA-256 of a value's RFC 8785 form, in base64url. @throws NotCanonicalizable */
export function jsonDigest(sha256: Sha256, value: unknown): string {
  return textDigest(sha256, canonicalJson(value as JsonValue));
}

function claimsOf(sha256: Sha256, verified: Verified, iss: string, reference: string | undefined): ReceiptClaims {
  const { artefact, evidence = null, trustedPoint = null, policy, holder, verdict } = verified;
  const { evidence: summary } = verdict;
  return {
    iss,
    iat: verdict.checkedAt,
    artefactSha256: textDigest(sha256, artefact.trim()),
    evidenceSha256: jsonDigest(sha256, evidence),
    trustedPointSha256: jsonDigest(sha256, trustedPoint),
    policy: { id: policy.id, version: policy.version, production: policy.production },
    ...(holder === undefined ? {} : { holder }),
    ...(verdict.asOf === undefined ? {} : { asOf: verdict.asOf }),
    verdict: verdict.verdict,
    codes: verdict.codes,
    ...(summary && { block: { chain: summary.chain, height: summary.height, hash: summary.blockHash } }),
    ...(reference === undefined ? {} : { case: reference }),
  };
}

/**
 * A signed receipt of a verification, and the archive that lets anyone do it again: which artefact, on what evidence,
 * believing what, under which policy, with which outcome.
 *
 * @param input.issuer who verified: an https URL, the key and the hand that signs; case: the matter it was for
 * @returns receipt: a compact JWS of typ `verification-receipt+jwt` (formats.md), its key in the header
 */
export async function createReceipt(input: {
  sha256: Sha256;
  verified: Verified;
  issuer: { iss: string; key: P256Jwk; sign: SignEs256 };
  case?: string | undefined;
}): Promise<{ receipt: string; archive: VerificationArchive }> {
  const { sha256, verified, issuer } = input;
  const { x, y } = issuer.key;
  const jwk: P256Jwk = { kty: 'EC', crv: 'P-256', x, y };
  const header = { alg: 'ES256', typ: RECEIPT_TYP, kid: thumbprint(sha256, jwk), jwk };
  const claims = claimsOf(sha256, verified, issuer.iss, input.case);
  const text = [header, claims]
    .map((part) => encodeBase64url(utf8(canonicalJson(part as unknown as JsonValue))))
    .join('.');
  const receipt = `${text}.${encodeBase64url(await issuer.sign(utf8(text)))}`;
  const { artefact, evidence = null, trustedPoint = null } = verified;
  return { receipt, archive: { v: 1, kind: 'verification-archive', artefact, evidence, trustedPoint, receipt } };
}
