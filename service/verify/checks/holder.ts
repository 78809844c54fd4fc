import type { JsonObject } from '../../proof/canonical-json.ts';
import { digestOf } from '../../proof/primitives.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import type { CertificateArtefact } from '../artefact/artefact.ts';
import { readJws } from '../artefact/read-sd-jwt.ts';
import type { HeaderCache } from '../artefact/read-sd-jwt.ts';
import type { Check, HolderDemand } from '../types.ts';
import { failed, notApplicable, passed, undetermined } from './check.ts';

/** A holder's clock may run ahead of the verifier's by this much. */
const SKEW_SECONDS = 30;
const MEMBERS = ['aud', 'nonce', 'sd_hash', 'iat'] as const;

/** The key binding JWT by itself, whatever is demanded of it: what it says, or what is wrong with it. */
export type Binding = { readonly payload: JsonObject } | { readonly fault: Check };

/** What is wrong with its shape or with what it covers. */
function bindingFault(
  primitives: Primitives,
  { header, payload }: ReturnType<typeof readJws>,
  covered: Uint8Array,
): Check | undefined {
  if (header['alg'] !== 'ES256' || header['typ'] !== 'kb+jwt' || Object.hasOwn(header, 'crit')) {
    return failed('holder', 'holder.malformed', { detail: 'header is not that of an ES256 kb+jwt' });
  }
  for (const name of MEMBERS) {
    if (!Object.hasOwn(payload, name)) return failed('holder', 'holder.claimMissing', { detail: `${name} is missing` });
  }
  if (!Number.isSafeInteger(payload['iat'])) return failed('holder', 'holder.malformed', { detail: 'iat is no time' });
  if (payload['sd_hash'] !== digestOf(primitives, covered)) {
    return failed('holder', 'holder.disclosureMismatch', { detail: 'sd_hash is of another presentation' });
  }
  return undefined;
}

/**
 * Whether the key binding JWT, if one came along, is signed with the holder's key and covers what is presented.
 *
 * @see RFC 9901 section 7.3
 */
export async function checkBinding(
  primitives: Primitives,
  { keyBinding }: CertificateArtefact,
  holderKey: Uint8Array | undefined,
  headers?: HeaderCache,
): Promise<Binding | undefined> {
  if (keyBinding === undefined) return undefined;
  try {
    const jwt = readJws(keyBinding.jwt, 'key binding', headers, keyBinding.ascii);
    if (holderKey === undefined) {
      const detail = 'key binding on a certificate without cnf';
      return { fault: failed('holder', 'holder.keyMissing', { detail }) };
    }
    const fault = bindingFault(primitives, jwt, keyBinding.covered);
    if (fault !== undefined) return { fault };
    return (await primitives.verifyEs256(holderKey, jwt.signed, jwt.signature))
      ? { payload: jwt.payload }
      : { fault: failed('holder', 'holder.signatureInvalid') };
  } catch (error) {
    if (error instanceof ArtefactDefect) {
      return { fault: failed('holder', 'holder.malformed', { detail: error.message }) };
    }
    throw error;
  }
}

function checkDemand(payload: JsonObject, demand: HolderDemand, now: number): Check {
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
export function checkHolder(
  binding: Binding | undefined,
  demand: HolderDemand | undefined,
  context: { required: boolean; now: number },
): Check {
  if (binding === undefined) {
    return context.required ? undetermined('holder', 'holder.missing') : notApplicable('holder');
  }
  if ('fault' in binding) return binding.fault;
  return demand === undefined
    ? notApplicable('holder', { code: 'holder.notDemanded' })
    : checkDemand(binding.payload, demand, context.now);
}
