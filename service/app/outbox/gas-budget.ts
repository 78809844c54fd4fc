import type { ChainWriter } from '../../ports/chain-writer.ts';
import type { Clock } from '../../ports/clock.ts';

/** Of a transaction, on chains that follow the mainnet's newer rules. @see EIP-7825 */
export const TRANSACTION_GAS_CAP = 2 ** 24;
/** Room above the estimate: the state may have moved on when the transaction runs. */
const FACTOR = 1.25;
/** A transaction's own 21,000, and some. */
const EXTRA = 30_000;
/** A block's gas limit moves slowly. */
const KEPT_SECONDS = 60;

/** The gas limit that a transaction is signed with. */
export const gasLimitOf = (estimate: number): number => Math.ceil(estimate * FACTOR) + EXTRA;

/** How many items of one cost the chain takes in a transaction; at least one. */
export type GasBudget = { items(gasEach: number): Promise<number> };

/**
 * Half a block, so that others get in, and never more than a transaction may take anywhere. While the chain is away what it
 * said last counts, or the cap: what then proves too large for it is refused, and tried in smaller parts.
 */
export function createGasBudget({ writer, clock }: { writer: Pick<ChainWriter, 'gasLimit'>; clock: Clock }): GasBudget {
  let budget = TRANSACTION_GAS_CAP;
  let askedAt = -Infinity;
  return {
    async items(gasEach) {
      if (clock.now() - askedAt >= KEPT_SECONDS) {
        askedAt = clock.now();
        const blockGas = await writer.gasLimit().catch(() => undefined);
        // The node's word only: what is no number of gas is no answer.
        if (blockGas !== undefined && blockGas > 0) budget = Math.min(blockGas / 2, TRANSACTION_GAS_CAP);
        else askedAt = -Infinity;
      }
      return Math.max(1, Math.floor((budget - EXTRA) / FACTOR / gasEach));
    },
  };
}
