import type { ChainClient } from './chain-client.ts';
import type { ChainIdentity, Head, VoteBook } from './validator.ts';

/** Blocks asked for in one call while walking from a head back to the last vote. */
const STRIDE = 100;

/** Follows the parent hashes from `head` down; true if they lead to `from`. */
export async function descends(chain: ChainClient, head: Head, from: Head): Promise<boolean> {
  let expected = head.hash;
  for (let top = head.height; top > from.height; top -= STRIDE) {
    const count = Math.min(STRIDE, top - from.height);
    for (const block of await chain.blocks(Array.from({ length: count }, (_, below) => top - below))) {
      if (block.hash !== expected) return false;
      expected = block.parentHash;
    }
  }
  return expected === from.hash;
}

export type AttestingOptions = {
  readonly chain: ChainClient;
  readonly books: readonly VoteBook[];
  readonly depth: number;
  /** Seconds after which a vote is renewed. */
  readonly renewAfter: number;
  readonly now: () => number;
  readonly report: (line: string) => void;
  readonly log: (line: string) => void;
};

export type Attesting = {
  /** Looks at the node once and lets every validator vote. Never rejects. */
  turn(): Promise<void>;
  /** Why not every validator stands by the node's head, or undefined. */
  trouble(): string | undefined;
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

/**
 * The validators of one process beside their node. A refusal of one validator does not keep the others from voting, and
 * is tried again: whether a head contradicts its votes is asked anew each time, so it can go on once its node is right.
 */
export function createAttesting({ chain, books, depth, renewAfter, now, report, log }: AttestingOptions): Attesting {
  let identity: ChainIdentity | undefined;
  let unreachable: string | undefined = 'the node has not answered yet';
  const refusals = new Map<string, string>();

  async function identify(): Promise<ChainIdentity> {
    const chainId = await chain.chainId();
    const [genesis] = await chain.blocks([0]);
    return { chainId, genesisHash: (genesis as Head).hash };
  }

  const isDone = (book: VoteBook, height: number, time: number): boolean => {
    const [last] = book.signed;
    return last?.height === height && time < last.time + renewAfter && !refusals.has(book.kid);
  };

  async function voteBy(book: VoteBook, chainOf: ChainIdentity, head: Head, time: number): Promise<void> {
    try {
      await book.vote(chainOf, head, time, renewAfter);
      if (refusals.delete(book.kid)) report(`validator ${book.kid} signs again`);
    } catch (error) {
      const reason = reasonOf(error);
      if (refusals.get(book.kid) !== reason) report(`VALIDATOR ${book.kid} REFUSES TO SIGN: ${reason}`);
      refusals.set(book.kid, reason);
    }
  }

  async function look(): Promise<void> {
    const chainOf = (identity ??= await identify());
    const height = (await chain.height()) - depth;
    const time = now();
    if (height >= 0 && !books.every((book) => isDone(book, height, time))) {
      const [head] = await chain.blocks([height]);
      await Promise.all(books.map((book) => voteBy(book, chainOf, head as Head, time)));
    }
  }

  return {
    async turn() {
      try {
        await look();
        if (unreachable !== undefined) log('the node answers');
        unreachable = undefined;
      } catch (error) {
        if (unreachable === undefined) log(`the node does not answer: ${reasonOf(error)}`);
        unreachable = reasonOf(error);
        identity = undefined; // another chain may answer there next time
      }
    },
    trouble() {
      const refusing = [...refusals].map(([kid, reason]) => `${kid}: ${reason}`);
      return unreachable ?? (refusing.length === 0 ? undefined : refusing.join('; '));
    },
  };
}
