/** The contract refuses for a time: the item waits, and goes on by itself when the reason has passed. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
  readonly code = 'chain.notNow';
}

/**
 * Refusals that pass without anybody changing the item: the guardian paused writes, or the node's block is older than a time
 * the item names.
 */
const PASSING: ReadonlySet<string> = new Set(['WritesPaused', 'TimeInFuture']);

export function isPassing(reason: string): boolean {
  return PASSING.has(reason);
}
