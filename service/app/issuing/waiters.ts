/** Those who wait in this process for an instance or a status change to be settled, by id. Nothing is kept in the store. */
export type Waiters = {
  /** Resolves when the id is settled or the time is over, whichever is first. */
  wait(id: string, timeoutMs: number): Promise<void>;
  settled(id: string): void;
};

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  return {
    wait: (id, timeoutMs) =>
      new Promise((resolve) => {
        const known = waiting.get(id) ?? new Set();
        waiting.set(id, known);
        const done = (): void => {
          clearTimeout(timer);
          known.delete(done);
          if (known.size === 0) waiting.delete(id);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        known.add(done);
      }),
    settled(id) {
      for (const done of [...(waiting.get(id) ?? [])]) done();
    },
  };
}
