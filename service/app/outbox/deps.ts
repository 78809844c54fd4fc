import type { ChainReader } from '../../ports/chain-reader.ts';
import type { ChainWriter } from '../../ports/chain-writer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractCalls } from '../../ports/contract-calls.ts';
import type { Signers } from '../../ports/signer.ts';
import type { Store } from '../../ports/store.ts';

export type OutboxDeps = {
  store: Store;
  /** The home chain's reader: its attested head says what is final. */
  reader: Pick<ChainReader, 'attestedHead'>;
  writer: ChainWriter;
  calls: Pick<ContractCalls, 'revertName'>;
  signers: Signers;
  clock: Clock;
  /** EIP-155 chain id of home. */
  chainId: number;
  /** Told of errors that are bugs, and of trouble that lasts; never of personal data. */
  report(error: unknown): void;
  timings?: Partial<OutboxTimings>;
};

/** Milliseconds. Nothing of this runs while the outbox is empty. */
export type OutboxTimings = {
  /** Between questions while a transaction is in flight: soon after it was sent, doubling up to. */
  pollFrom: number;
  pollTo: number;
  /** Until the same bytes are sent again when no receipt came: the node may have lost them. */
  resend: number;
  /** After trouble with chain, signer or disk: from, doubling up to. */
  retryFrom: number;
  retryTo: number;
};

export const defaultTimings: OutboxTimings = { pollFrom: 20, pollTo: 150, resend: 3000, retryFrom: 250, retryTo: 5000 };
