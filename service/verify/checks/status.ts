import { readStatus } from '../evidence/words.ts';
import type { ListedStatus } from '../status/status-list.ts';
import type { Check } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';

/** By the codes that chain and status lists share; 0 is valid. */
const CODES = [undefined, 'status.revoked', 'status.suspended', 'status.superseded'] as const;

/** Revoked and superseded have no way back, so an older source that says so is right still. */
const isFinal = (status: number | undefined): status is 1 | 3 => status === 1 || status === 3;

function byChain(status: number, asOf: number): Check {
  const code = CODES[status];
  return code === undefined ? passed('status', { asOf }) : failed('status', code, { asOf });
}

/**
 * The status at a time in the past, by the changes that lead back from the chain's status head.
 *
 * @param head the status head by proof; undefined when the chain could not be asked
 * @param status what the changes say; undefined when they do not lead from the head to the answer
 */
export function checkPastStatus(head: Uint8Array | undefined, status: number | undefined, time: number): Check {
  if (head === undefined) return undetermined('status', 'status.unproven');
  return status === undefined ? undetermined('status', 'status.historyUnproven') : byChain(status, time);
}

/**
 * The certificate's status, by the chain and, where one was brought, by the status list. A final state on chain is final,
 * and so is one in a list whose signer the chain vouches for; otherwise the chain decides, and a list that says something
 * else leaves it open. A list that nobody vouches for never condemns: a stolen, retired key could have signed it.
 *
 * @param word the status word of the leaf by proof; undefined when the chain could not be asked
 * @param vouched whether the registry, by proof, knew the list's signing key as in force when the list was made
 */
export function checkStatus(
  word: Uint8Array | undefined,
  index: number,
  asOf: number | undefined,
  listed: ListedStatus | undefined,
  vouched: boolean,
): Check {
  const onChain = word === undefined || asOf === undefined ? undefined : { status: readStatus(word, index), asOf };
  if (onChain !== undefined && isFinal(onChain.status)) return byChain(onChain.status, onChain.asOf);
  if (listed?.usable && vouched && isFinal(listed.status)) {
    return failed('status', CODES[listed.status], { asOf: listed.asOf, detail: 'by the status list' });
  }
  if (onChain === undefined) {
    return listed === undefined || listed.usable
      ? undetermined('status', 'status.unproven')
      : undetermined('status', 'status.listUnusable', { detail: listed.why });
  }
  if (listed?.usable && listed.status !== onChain.status) {
    const evidence = { onChain: onChain.status, listed: listed.status, listedAt: listed.asOf };
    return undetermined('status', 'status.conflict', { asOf: onChain.asOf, evidence });
  }
  return byChain(onChain.status, onChain.asOf);
}
