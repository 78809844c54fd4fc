import type { Hex } from '../../proof/bytes.ts';
import type { Commit, OutboxItem } from '../../ports/store.ts';

/** What final confirmation knows: the block in which the work stands; the transaction when it was this item's own. */
export type Confirmation = { height: number; transaction?: Hex };

/**
 * What one kind of outbox item means to the use case that wrote it. The commits it returns are made together with the
 * removal of the item, so that each is handled once; handlers write nothing by themselves.
 */
export type OutboxHandler = {
  /**
   * Asks the chain's newest block whether the item's work stands there already, whoever did it; `height` when the chain
   * tells in which block. Asked before a transaction is built, and of one that failed.
   */
  alreadyDone?(item: OutboxItem): Promise<{ height?: number } | undefined>;
  /** The work is final on chain. */
  confirmed(item: OutboxItem, confirmation: Confirmation): Promise<Commit>;
  /** The chain will never do it; `reason` is the contract's error by name, or what the node said. */
  refused(item: OutboxItem, reason: string): Promise<Commit>;
};

/** Handlers by the `kind` of outbox item. */
export type OutboxHandlers = Readonly<Record<string, OutboxHandler>>;
