import { slotWord } from './checks/chain.ts';
import type { ChainResult } from './checks/chain.ts';
import { passed, undetermined } from './checks/check.ts';
import { checkKey, KEY_USE } from './checks/key.ts';
import { checkRecord } from './checks/record.ts';
import type { RecordWords } from './checks/record.ts';
import { isZero, readHead } from './evidence/words.ts';
import type { PendingRecord, PreparedRecord } from './prepare-record.ts';
import type { Check } from './types.ts';

function recordWords({ slots }: PendingRecord, chain: ChainResult): RecordWords | undefined {
  const [root, coverage, owner] = slots.head.map((slot) => slotWord(chain, slot));
  const dispute = slotWord(chain, slots.dispute);
  if (root === undefined || coverage === undefined || owner === undefined || dispute === undefined) return undefined;
  return { root, head: readHead(coverage, owner), dispute, pastRoot: slots.past && slotWord(chain, slots.past) };
}

/** Checks of a record answer that rest on the chain. */
export function chainChecksOfRecord({ answer, pending }: PreparedRecord, chain: ChainResult): Check[] {
  if (pending === undefined) return [];
  const asOf = chain.check.asOf;
  const words = recordWords(pending, chain);
  const committed = words !== undefined && !isZero(words.root) ? words.head : undefined;
  const { department, time } = committed ?? {};
  const demand = department === undefined ? undefined : { department, use: KEY_USE.vrf, at: time as number };
  return [
    checkKey(slotWord(chain, pending.slots.key), demand, asOf),
    // The contract takes commits of a domain from the department accredited for it and from no one else.
    department === undefined
      ? undetermined('authority', 'authority.unproven')
      : passed('authority', { evidence: { department }, ...(asOf === undefined ? {} : { asOf }) }),
    checkRecord(answer, pending.proof, words, asOf),
  ];
}
