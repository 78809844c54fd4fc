import { NotCanonicalizable } from '../../proof/canonical-json.ts';
import { jwkToPoint, NotEs256Key, thumbprint } from '../../proof/es256-key.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import { readArtefact } from '../artefact/read-artefact.ts';
import { jsonObject, readJws } from '../artefact/read-sd-jwt.ts';
import { isObject } from '../artefact/strict-json.ts';
import { policyOf } from '../policy.ts';
import type { Finding, P256Jwk, Policy, TrustedPoint, Verdict } from '../types.ts';
import { verifyArtefact } from '../verify-artefact.ts';
import { jsonDigest, RECEIPT_TYP, textDigest } from './receipt.ts';
import type { ReceiptClaims, VerificationArchive } from './receipt.ts';

/** What a verifier of archives believes beforehand. */
export type ArchiveTrust = {
  /** Its own trusted points. The archived one is only what the maker of the receipt believed. */
  trustedPoints: readonly TrustedPoint[];
  /** RFC 7638 thumbprints of keys whose receipts count; any key's when absent, and the check names the key. */
  signers?: readonly string[] | undefined;
  /** Development validators prove nothing here, whatever the maker of the receipt thought of them. */
  production?: boolean | undefined;
};

/** An archive holds the evidence of one verification, some ten kilobytes. */
const MAX_ARCHIVE = 4_194_304;

class ReceiptFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
const malformed = (what: string): never => {
  throw new ReceiptFault('receipt.malformed', what);
};

/** The archive's members by type, none unknown; what they hold is for the digests and the engine to say. */
function readArchive(text: string): VerificationArchive {
  const value = jsonObject(text, 'archive');
  const names = ['v', 'kind', 'artefact', 'evidence', 'trustedPoint', 'receipt'];
  if (names.some((name) => !Object.hasOwn(value, name)) || Object.keys(value).length !== names.length) {
    malformed(`an archive has ${names.join(', ')}`);
  }
  const { v, kind, artefact, evidence, trustedPoint, receipt } = value;
  if (v !== 1 || kind !== 'verification-archive') malformed('archive of another kind or version');
  if (typeof artefact !== 'string' || typeof receipt !== 'string') malformed('artefact and receipt are texts');
  if (evidence !== null && !isObject(evidence)) malformed('evidence is no object');
  if (trustedPoint !== null && !isObject(trustedPoint)) malformed('trustedPoint is no object');
  return value as unknown as VerificationArchive;
}

function readClaims(payload: Record<string, unknown>): ReceiptClaims {
  const { iss, iat, asOf, policy, verdict, codes, holder } = payload;
  if (typeof iss !== 'string' || !Number.isSafeInteger(iat)) malformed('iss or iat');
  if (asOf !== undefined && !(Number.isSafeInteger(asOf) && (asOf as number) <= (iat as number))) malformed('asOf');
  if (!isObject(policy) || typeof policy['id'] !== 'string' || typeof policy['production'] !== 'boolean')
    malformed('policy');
  const isTexts = Array.isArray(codes) && codes.every((code) => typeof code === 'string');
  if (typeof verdict !== 'string' || !isTexts) malformed('verdict or codes');
  if (holder !== undefined) {
    const { audience, nonce, maxAgeSeconds } = isObject(holder) ? holder : {};
    if (typeof audience !== 'string' || typeof nonce !== 'string' || typeof maxAgeSeconds !== 'number')
      malformed('holder');
  }
  return payload as unknown as ReceiptClaims;
}

async function readReceipt(primitives: Primitives, receipt: string): Promise<{ claims: ReceiptClaims; kid: string }> {
  const jws = readJws(receipt, 'receipt');
  const { alg, typ, jwk, crit } = jws.header;
  if (alg !== 'ES256' || typ !== RECEIPT_TYP || crit !== undefined || !isObject(jwk))
    return malformed('another kind of token');
  const claims = readClaims(jws.payload);
  const signed = await primitives.verifyEs256(jwkToPoint(jwk), jws.signed, jws.signature);
  if (!signed) throw new ReceiptFault('receipt.signatureInvalid', 'the receipt is not signed by the key it names');
  return { claims, kid: thumbprint(primitives.sha256, jwk as unknown as P256Jwk) };
}

function checkDigests({ sha256 }: Primitives, archive: VerificationArchive, claims: ReceiptClaims): void {
  const digests: [name: string, actual: string, claimed: unknown][] = [
    ['artefact', textDigest(sha256, archive.artefact.trim()), claims.artefactSha256],
    ['evidence', jsonDigest(sha256, archive.evidence), claims.evidenceSha256],
    ['trusted point', jsonDigest(sha256, archive.trustedPoint), claims.trustedPointSha256],
  ];
  for (const [name, actual, claimed] of digests) {
    if (actual !== claimed) throw new ReceiptFault('receipt.digestMismatch', `the receipt is of another ${name}`);
  }
}

function policyOfClaims({ policy }: ReceiptClaims): Policy {
  const known = policyOf(policy.id, { production: policy.production }, policy.version);
  if (known !== undefined) return known;
  throw new ReceiptFault('receipt.policyUnknown', `policy ${policy.id} version ${policy.version}`);
}

/**
 * The verifier's own point of the archived one's chain; `same` when they are equal to the byte. With a later one the
 * verdict may differ, and that is then nobody's fault.
 */
function ownPoint(
  { sha256 }: Primitives,
  archived: TrustedPoint | null,
  own: readonly TrustedPoint[],
): { point: TrustedPoint | undefined; same: boolean } {
  if (archived === null) return { point: undefined, same: true };
  const digest = jsonDigest(sha256, archived);
  const exact = own.find((point) => jsonDigest(sha256, point) === digest);
  return { point: exact ?? own.find(({ caip2 }) => caip2 === archived.caip2), same: exact !== undefined };
}

/** The verdict of the archived verification, done again, with what was found about the receipt. */
function combine(verdict: Verdict, receipt: Finding): Verdict {
  if (receipt.outcome === 'failed') return { ...verdict, verdict: 'invalid', codes: [receipt.code] };
  if (receipt.outcome === 'passed') return verdict;
  // What the verifier's own trusted point finds wrong stays wrong, whoever signed the receipt.
  if (verdict.verdict === 'invalid' && receipt.code === 'receipt.signerUnknown') return verdict;
  return { ...verdict, verdict: 'undetermined', codes: [receipt.code] };
}

/** A receipt that stands alone: there is nothing that could be done again. */
function alone(outcome: 'failed' | 'undetermined', code: string, detail: string, now: number): ArchiveVerdict {
  const verdict = outcome === 'failed' ? 'invalid' : 'undetermined';
  return {
    verdict: { verdict, codes: [code], checks: [], notices: [], checkedAt: now },
    receipt: { outcome, code, detail },
  };
}

export type ArchiveVerdict = {
  /** As of when the receipt was made; `invalid` or `undetermined` also for the receipt's sake. */
  verdict: Verdict;
  /** Code `receipt.passed`, or why the receipt is not relied on. */
  receipt: Finding;
  /** Of a receipt whose signature and digests hold. */
  claims?: ReceiptClaims;
  /** RFC 7638 thumbprint of the key that signed it. */
  kid?: string;
};

/** What doing it again says of the receipt. A verdict under another trusted point may differ; that is nobody's fault. */
function judge(claims: ReceiptClaims, verdict: Verdict, kid: string, same: boolean, trust: ArchiveTrust): Finding {
  const agrees = [verdict.verdict, ...verdict.codes].join() === [claims.verdict, ...claims.codes].join();
  if (!agrees && same)
    return { outcome: 'failed', code: 'receipt.verdictDiffers', detail: `it says ${claims.verdict}` };
  if (!agrees) {
    return { outcome: 'undetermined', code: 'receipt.trustedPointUnknown', detail: 'made under another trusted point' };
  }
  if (trust.signers?.includes(kid) === false) {
    return { outcome: 'undetermined', code: 'receipt.signerUnknown', detail: kid };
  }
  const evidence = { kid, iss: claims.iss, sameTrustedPoint: same };
  return { outcome: 'passed', code: 'receipt.passed', asOf: claims.iat, evidence };
}

async function verifyAgain(primitives: Primitives, text: string, trust: ArchiveTrust): Promise<ArchiveVerdict> {
  const archive = readArchive(text);
  const { claims, kid } = await readReceipt(primitives, archive.receipt);
  checkDigests(primitives, archive, claims);
  const policy = policyOfClaims(claims);
  const { point, same } = ownPoint(primitives, archive.trustedPoint, trust.trustedPoints);
  if (archive.trustedPoint !== null && point === undefined) {
    const detail = `no trusted point of ${String(archive.trustedPoint.caip2)}`;
    return { ...alone('undetermined', 'receipt.trustedPointUnknown', detail, claims.iat), claims, kid };
  }
  if (trust.production === true && point?.development === true) {
    const detail = `the validators of ${point.caip2} are for development`;
    return { ...alone('undetermined', 'receipt.trustedPointUnknown', detail, claims.iat), claims, kid };
  }
  const verdict = await verifyArtefact({
    ...{ primitives, artefact: readArtefact(archive.artefact), trustedPoint: point, policy, now: claims.iat },
    ...{ evidence: archive.evidence ?? undefined, holder: claims.holder, asOf: claims.asOf },
  });
  const receipt = judge(claims, verdict, kid, same, trust);
  return { verdict: combine(verdict, receipt), receipt, claims, kid };
}

/**
 * Does a verification again from its archive, without any network: the receipt's signature and digests, then the engine
 * on what was kept, as of when it was done.
 *
 * @param input.archive the archive's JSON
 * @param input.now Unix seconds, for the verdict on an archive that cannot be read
 */
export async function verifyArchive(input: {
  primitives: Primitives;
  archive: string;
  trust: ArchiveTrust;
  now: number;
}): Promise<ArchiveVerdict> {
  const { primitives, archive, trust, now } = input;
  // Not read, so nothing is known of it: only what is read can be wrong.
  if (archive.length > MAX_ARCHIVE) {
    return alone('undetermined', 'form.tooLarge', `an archive longer than ${MAX_ARCHIVE}`, now);
  }
  try {
    return await verifyAgain(primitives, archive, trust);
  } catch (error) {
    if (error instanceof ReceiptFault) {
      return alone(error.code === 'receipt.policyUnknown' ? 'undetermined' : 'failed', error.code, error.message, now);
    }
    if (error instanceof ArtefactDefect || error instanceof NotEs256Key || error instanceof NotCanonicalizable) {
      return alone('failed', 'receipt.malformed', error.message, now);
    }
    throw error;
  }
}
