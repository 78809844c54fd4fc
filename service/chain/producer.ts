/** What decides when a block is made. Milliseconds; `now` is any monotonic clock. */
export type ProducerOptions = {
  readonly hasWork: () => boolean;
  /** Makes one block; the next may begin only after it resolves. A rejection ends production. */
  readonly produce: () => Promise<void>;
  readonly now: () => number;
  /** How long the first transaction after an idle time waits for others. */
  readonly gatherMs: number;
  /** No block begins sooner than this after the one before began. */
  readonly intervalMs: number;
};

export type Producer = {
  /** There may be work. Cheap; call it after every accepted transaction. */
  wake(): void;
  /** No block begins afterwards; resolves when the one being made is done. */
  stop(): Promise<void>;
};

/** At most one block an interval, none when idle. */
export function createProducer({ hasWork, produce, now, gatherMs, intervalMs }: ProducerOptions): Producer {
  let timer: NodeJS.Timeout | undefined;
  let making: Promise<void> | undefined;
  let began = -Infinity;
  let stopped = false;

  function wake(): void {
    if (stopped || timer !== undefined || making !== undefined || !hasWork()) return;
    const at = Math.max(now() + gatherMs, began + intervalMs);
    // Timers may fire up to a millisecond early, and the interval is a promise.
    timer = setTimeout(make, Math.ceil(at - now()) + 1);
  }

  function make(): void {
    timer = undefined;
    began = now();
    making = produce()
      .catch(() => {
        stopped = true; // produce has reported it
      })
      .finally(() => {
        making = undefined;
        wake();
      });
  }

  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      timer = undefined;
      await making;
    },
  };
}
