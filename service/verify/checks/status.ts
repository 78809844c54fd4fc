import { readStatus } from '../evidence/words.ts';
import type { Check } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';

const CODES = [undefined, 'status.revoked', 'status.suspended', 'status.superseded'] as const;

/**
 * The status the chain holds for the certificate's leaf.
 *
 * @param word the status word of the leaf by proof; undefined when the chain could not be asked
 */
export function checkStatus(word: Uint8Array | undefined, index: number, asOf: number | undefined): Check {
  if (word === undefined || asOf === undefined) return undetermined('status', 'status.unproven');
  const code = CODES[readStatus(word, index)];
  return code === undefined ? passed('status', { asOf }) : failed('status', code, { asOf });
}
