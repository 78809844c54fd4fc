import type { OutboxDeps } from './deps.ts';

/**
 * Says whether a block of the home chain's node is final: the attested head has reached its height, and the node's own
 * block at that head is the attested one, so that a node on a lost fork says nothing. One look serves all who ask while it
 * is younger than `freshMs`.
 */
export function createFinality(deps: Pick<OutboxDeps, 'reader' | 'writer'>, freshMs: number) {
  let reached = -1;
  let looking: Promise<void> | undefined;
  let lookedAt = -Infinity;

  const look = async (): Promise<void> => {
    const head = await deps.reader.attestedHead();
    if (head.height > reached && (await deps.writer.blockHash(head.height)) === head.hash) reached = head.height;
    lookedAt = performance.now();
  };

  return {
    /** @throws ChainUnreachable */
    async isFinal(height: number): Promise<boolean> {
      if (height <= reached) return true;
      if (performance.now() - lookedAt >= freshMs) {
        looking ??= look().finally(() => (looking = undefined));
        await looking;
      }
      return height <= reached;
    },
  };
}

export type Finality = ReturnType<typeof createFinality>;
