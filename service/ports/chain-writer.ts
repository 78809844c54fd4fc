import type { Hex } from '../proof/bytes.ts';

/** What the home chain said of a transaction. `height` is its block; it is final once an attested head reaches it. */
export type Receipt = {
  hash: Hex;
  height: number;
  succeeded: boolean;
  logs: { address: Hex; topics: Hex[]; data: Hex }[];
};

/**
 * Sends signed transactions to the home chain. Sending the same bytes again is harmless. Nonces are the caller's own
 * business (the outbox keeps one transaction per account in flight). Not for partners: they have no writer.
 * Errors: `ChainUnreachable`, `TransactionRefused` (the node will never take these bytes).
 */
export type ChainWriter = {
  send(raw: Hex): Promise<Hex>;
  receipt(hash: Hex): Promise<Receipt | undefined>;
  /** Number of transactions of the account in blocks so far. */
  nonce(account: Hex): Promise<number>;
  /** Runs a call against the newest block; a revert is `{reverted: data}` and no exception. */
  simulate(call: { from: Hex; to: Hex; data: Hex }): Promise<{ returned: Hex } | { reverted: Hex }>;
  /** Gas the call would take on the newest block, the transaction's own included; a revert is a value, too. */
  estimateGas(call: { from: Hex; to: Hex; data: Hex }): Promise<{ gas: number } | { reverted: Hex }>;
  /** The node's newest block; unproven. */
  newest(): Promise<{ height: number; hash: Hex }>;
  /** Gas that the newest block could hold; unproven. */
  gasLimit(): Promise<number>;
  /** The hash of the node's block at a height; undefined when it has none. */
  blockHash(height: number): Promise<Hex | undefined>;
  /** Newest block's unproven view of a slot: for deciding whether work is done already, never for a verdict. */
  storage(address: Hex, slot: Hex): Promise<Hex>;
};

/** The node refuses these bytes for good (nonce used, wrong chain). Look the receipt up before building another. */
export class TransactionRefused extends Error {
  readonly code = 'chain.transactionRefused';
}
