import type { Hex } from '../proof/bytes.ts';

/** An accepted transaction that no block holds yet; `raw` are the bytes it came as. */
export type WaitingTransaction = { readonly hash: Hex; readonly raw: Hex; readonly from: Hex; readonly nonce: number };

type Sender = { next: number; byNonce: Map<number, WaitingTransaction> };

/**
 * The books beside the engine's own pool: which waiting transactions can go into the next block (the engine would mine
 * an empty one without asking), their raw bytes for the journal, and the next free nonce of an account (which the engine
 * finds by executing everything that waits).
 */
export type Waiting = {
  /** Adds one, in place of one with the same sender and nonce. `next` is the sender's nonce on chain. */
  add(transaction: WaitingTransaction, next: number): void;
  get(hash: Hex): WaitingTransaction | undefined;
  /** Those that the next block can hold, in order of nonce for each sender. */
  executable(): WaitingTransaction[];
  hasExecutable(): boolean;
  /** They are in a block. */
  mined(hashes: readonly Hex[]): void;
  /** The engine no longer has it. */
  drop(hash: Hex): void;
  /** The nonce after the last executable one, or undefined if the sender has nothing waiting. */
  nextNonce(address: string): number | undefined;
  readonly size: number;
};

export function createWaiting(): Waiting {
  const byHash = new Map<Hex, WaitingTransaction>();
  const senders = new Map<string, Sender>();

  function* executableOf(sender: Sender): Generator<WaitingTransaction> {
    let transaction: WaitingTransaction | undefined;
    for (let nonce = sender.next; (transaction = sender.byNonce.get(nonce)) !== undefined; nonce++) yield transaction;
  }

  function remove(transaction: WaitingTransaction): Sender | undefined {
    byHash.delete(transaction.hash);
    const sender = senders.get(transaction.from);
    sender?.byNonce.delete(transaction.nonce);
    if (sender?.byNonce.size === 0) senders.delete(transaction.from);
    return sender;
  }

  return {
    add(transaction, next) {
      const sender = senders.get(transaction.from) ?? { next, byNonce: new Map<number, WaitingTransaction>() };
      senders.set(transaction.from, sender);
      const replaced = sender.byNonce.get(transaction.nonce);
      if (replaced !== undefined) byHash.delete(replaced.hash);
      sender.byNonce.set(transaction.nonce, transaction);
      byHash.set(transaction.hash, transaction);
    },
    get: (hash) => byHash.get(hash),
    executable: () => [...senders.values()].flatMap((sender) => [...executableOf(sender)]),
    hasExecutable: () => [...senders.values()].some((sender) => sender.byNonce.has(sender.next)),
    mined(hashes) {
      for (const hash of hashes) {
        const transaction = byHash.get(hash);
        if (transaction === undefined) continue;
        const sender = remove(transaction);
        if (sender !== undefined) sender.next = Math.max(sender.next, transaction.nonce + 1);
      }
    },
    drop(hash) {
      const transaction = byHash.get(hash);
      if (transaction !== undefined) remove(transaction);
    },
    nextNonce(address) {
      const sender = senders.get(address.toLowerCase());
      if (sender === undefined) return undefined;
      let next = sender.next;
      while (sender.byNonce.has(next)) next++;
      return next;
    },
    get size() {
      return byHash.size;
    },
  };
}
