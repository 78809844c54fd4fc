import { utf8 } from '../../proof/bytes.ts';
import { digestOfText } from '../../proof/primitives.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import type { CertificateArtefact } from '../artefact/artefact.ts';
import { readJws } from '../artefact/read-sd-jwt.ts';
import type { HeaderCache } from '../artefact/read-sd-jwt.ts';
import type { Check, HolderDemand } from '../types.ts';
import { failed, notApplicable, passed, undetermined } from './check.ts';

/** A holder's clock may run ahead of the verifier's by this much. */
const SKEW_SECONDS = 30;

type KeyBinding = ReturnType<typeof readJws>;

/** What is wrong with the key binding JWT by itself: shape, key, what it covers (RFC 9901 section 7.3). */
async function checkBinding(
  primitives: Primitives,
  jwt: KeyBinding,
  covered: string,
  holderKey: Uint8Array | undefined,
): Promise<Check | undefined> {
  const { header, payload } = jwt;
  if (holderKey === undefined) {
    return failed('holder', 'holder.keyMissing', { detail: 'key binding on a certificate without cnf' });
  }
  if (header['alg'] !== 'ES256' || header['typ'] !== 'kb+jwt' || Object.hasOwn(header, 'crit')) {
    return failed('holder', 'holder.malformed', { detail: 'header is not that of an ES256 kb+jwt' });
  }
  for (const name of ['aud', 'nonce', 'sd_hash', 'iat'] as const) {
    if (!Object.hasOwn(payload, name)) return failed('holder', 'holder.claimMissing', { detail: `${name} is missing` });
  }
  if (!Number.isSafeInteger(payload['iat'])) return failed('holder', 'holder.malformed', { detail: 'iat is no time' });
  if (payload['sd_hash'] !== digestOfText(primitives, covered)) {
    return failed('holder', 'holder.disclosureMismatch', { detail: 'sd_hash is of another presentation' });
  }
  return (await primitives.verifyEs256(holderKey, utf8(jwt.signingInput), jwt.signature))
    ? undefined
    : failed('holder', 'holder.signatureInvalid');
}

function checkDemand({ payload }: KeyBinding, demand: HolderDemand, now: number): Check {
  const iat = payload['iat'] as number;
  const evidence = { presentedAt: iat };
  // Presence before value: an empty demand would match an empty claim.
  if (payload['aud'] !== demand.audience || demand.audience === '') {
    return failed('holder', 'holder.audienceMismatch', { detail: 'made for another verifier', evidence });
  }
  if (payload['nonce'] !== demand.nonce || demand.nonce === '') {
    return failed('holder', 'holder.nonceMismatch', { detail: 'made for another occasion', evidence });
  }
  if (iat > now + SKEW_SECONDS) return failed('holder', 'holder.fromFuture', { evidence });
  if (now - iat > demand.maxAgeSeconds) return failed('holder', 'holder.tooOld', { evidence });
  return passed('holder', { asOf: iat, evidence });
}

/**
 * Whether the person who presents holds the key the certificate is bound to. Without a demand, a key binding that comes
 * along is still checked for what it covers and by whom, but proves nothing about here and now.
 *
 * @param context required: by the policy or by a demand, so that its absence is to be reported; now in Unix seconds
 * @see RFC 9901 section 7.3
 */
export async function checkHolder(
  primitives: Primitives,
  artefact: CertificateArtefact,
  holderKey: Uint8Array | undefined,
  demand: HolderDemand | undefined,
  context: { required: boolean; now: number; headers?: HeaderCache | undefined },
): Promise<Check> {
  if (artefact.keyBinding === undefined) {
    return context.required ? undetermined('holder', 'holder.missing') : notApplicable('holder');
  }
  const { jwt: text, covered } = artefact.keyBinding;
  try {
    const jwt = readJws(text, 'key binding', context.headers);
    const fault = await checkBinding(primitives, jwt, covered, holderKey);
    if (fault !== undefined) return fault;
    return demand === undefined
      ? notApplicable('holder', { code: 'holder.notDemanded' })
      : checkDemand(jwt, demand, context.now);
  } catch (error) {
    if (error instanceof ArtefactDefect) return failed('holder', 'holder.malformed', { detail: error.message });
    throw error;
  }
}
