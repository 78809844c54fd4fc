import type { Primitives } from '../../proof/primitives.ts';
import type { CertificateArtefact } from '../artefact/artefact.ts';
import { isZero, once, readKey } from '../evidence/words.ts';
import type { Check } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';

/** AuthorityRegistry's uses of a key. */
export const KEY_USE = { sign: 1, vrf: 2 } as const;

/** Offline part: the signature, by the signing certificate's key. Returns the failing check or nothing. */
export async function checkSignature(
  primitives: Primitives,
  artefact: CertificateArtefact,
  publicKey: Uint8Array,
): Promise<Check | undefined> {
  const holds = await primitives.verifyEs256(publicKey, artefact.signed, artefact.signature);
  return holds ? undefined : failed('key', 'key.signatureInvalid', { detail: 'not signed by the signing certificate' });
}

/** What the registry must say of a key: whose it is, for what, and when it had to be in force (Unix seconds). */
export type KeyDemand = { department: string; use: number; at: number };

const keyIn = once(readKey);

/**
 * Whether the region's registry knew the key as the department's, for this use and in force at that time, and not
 * compromised by then. A key compromised later still vouches for what was anchored before.
 *
 * @param word the key's slot by proof; undefined when the chain could not be asked
 */
export function checkKey(word: Uint8Array | undefined, demand: KeyDemand | undefined, asOf: number | undefined): Check {
  if (word === undefined || demand === undefined || asOf === undefined) return undetermined('key', 'key.unproven');
  if (isZero(word)) return failed('key', 'key.unregistered', { asOf });
  const key = keyIn(word);
  const evidence = { from: key.from, until: key.until, compromisedFrom: key.compromisedFrom, at: demand.at };
  const fail = (code: string): Check => failed('key', code, { asOf, evidence });
  if (key.department !== demand.department) return fail('key.otherDepartment');
  if (key.use !== demand.use) return fail('key.otherUse');
  if (demand.at < key.from || (key.until !== 0 && demand.at >= key.until)) return fail('key.notInForce');
  if (key.compromisedFrom !== 0 && demand.at >= key.compromisedFrom) return fail('key.compromised');
  return passed('key', { asOf, evidence });
}
