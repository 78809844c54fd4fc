import type { UnsignedTransaction } from '../../ports/signer.ts';
import { CALLS } from './calls.ts';
import type { Call, SeenCall, Subjects } from './calls.ts';
import { Refusal } from './refusal.ts';
import { wordsOf } from './words.ts';

export type TransactionRules = Subjects & {
  chainId: number;
  /** Addresses in lower case. */
  contracts: Record<keyof typeof CALLS, string>;
  gasPerTransaction: number;
};

/** What a transaction does. */
export type SeenTransaction = SeenCall & { kind: Call['kind']; call: string };

/**
 * Decodes a transaction and refuses what is not one of the calls a department makes, to one of the region's contracts, about
 * what the configuration names.
 *
 * @throws Refusal
 */
export function checkTransaction(rules: TransactionRules, transaction: UnsignedTransaction): SeenTransaction {
  const { chainId, to, data, gasLimit } = transaction;
  if (chainId !== rules.chainId) throw new Refusal('signer.otherChain', `the transaction is for chain ${chainId}`);
  if (gasLimit > rules.gasPerTransaction) {
    throw new Refusal('signer.gasTooHigh', `${gasLimit} gas is over the limit of ${rules.gasPerTransaction}`);
  }
  const contract = (Object.keys(CALLS) as (keyof typeof CALLS)[]).find(
    (name) => rules.contracts[name] === to.toLowerCase(),
  );
  if (contract === undefined) throw new Refusal('signer.contractNotAllowed', `${to} is none of the region’s contracts`);
  const call = CALLS[contract].get(data.slice(0, 10));
  if (call === undefined) {
    throw new Refusal(
      'signer.callNotAllowed',
      `${contract} has no function ${data.slice(0, 10)} that departments call`,
    );
  }
  return { kind: call.kind, call: `${contract}.${call.name}`, ...call.read(wordsOf(data), rules) };
}
