import { equalBytes } from '../../proof/bytes.ts';
import { RECORD_DISPUTED, RECORD_ERASED } from '../../proof/record.ts';
import { isZero } from '../evidence/words.ts';
import type { HeadSlots } from '../evidence/words.ts';
import type { Check, Coverage, RecordAnswer } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';
import type { RecordProof } from './record-proof.ts';

/** What the chain holds by proof about the domain and the record. `pastRoot`: of the epoch the answer names. */
export type RecordWords = {
  root: Uint8Array;
  head: HeadSlots;
  dispute: Uint8Array;
  pastRoot: Uint8Array | undefined;
};

/**
 * Whether the answer's map proof leads to the domain's newest root. An answer that names its epoch must lead to that
 * epoch's root, so that an outdated one is told from a false one.
 */
function checkRoot(answer: RecordAnswer, proof: RecordProof, words: RecordWords, asOf: number): Check | undefined {
  const { root, head, pastRoot } = words;
  if (isZero(root)) return undetermined('record', 'record.domainUnknown', { asOf });
  const evidence = { epoch: head.epoch, answerEpoch: answer.epoch ?? null };
  const outdated = undetermined('record', 'record.outdated', { asOf, evidence });
  if (answer.epoch === undefined) return proof.under(root) ? undefined : outdated;
  if (answer.epoch > head.epoch) return undetermined('record', 'record.ahead', { asOf, evidence });
  if (pastRoot === undefined || !proof.under(pastRoot)) {
    return failed('record', 'record.proofInvalid', { asOf, evidence });
  }
  return equalBytes(pastRoot, root) ? undefined : outdated;
}

/**
 * Presence or absence of a record under the domain's newest root. Absence is said only within the coverage that the
 * evidence carries; a record in dispute or erased at its source is neither.
 *
 * @param words undefined when the chain could not be asked
 */
export function checkRecord(
  answer: RecordAnswer,
  proof: RecordProof,
  words: RecordWords | undefined,
  asOf: number | undefined,
): Check {
  if (words === undefined || asOf === undefined) return undetermined('record', 'record.unproven');
  const fault = checkRoot(answer, proof, words, asOf);
  if (fault !== undefined) return fault;
  const { from, through, vrfEpoch, count, closedAt, epoch } = words.head;
  const coverage: Coverage = { from, through, vrfEpoch, count, closedAt, epoch };
  // Under another generation of the VRF key the map has other keys, and this one's absence says nothing.
  if (answer.vrf.epoch !== vrfEpoch) return undetermined('record', 'record.outdated', { asOf, evidence: { coverage } });
  const flags = answer.leaf?.flags ?? 0;
  if (!isZero(words.dispute) || (flags & RECORD_DISPUTED) !== 0) {
    return undetermined('record', 'record.disputed', { asOf, evidence: { coverage } });
  }
  if ((flags & RECORD_ERASED) !== 0) return undetermined('record', 'record.erased', { asOf, evidence: { coverage } });
  if (flags !== 0) return undetermined('record', 'record.flagUnknown', { asOf, evidence: { coverage } });
  if (answer.leaf === undefined) return passed('record', { code: 'record.absent', asOf, evidence: { coverage } });
  const { version, asOf: recordedAt } = answer.leaf;
  return passed('record', { code: 'record.present', asOf, evidence: { coverage, version, recordedAt } });
}
