/** Takes single pieces of work and does them in batches: what comes while a batch is under way makes up the next one. */
export type Gatherer<T, R> = (item: T) => Promise<R>;

type Waiting<T, R> = { item: T; done: PromiseWithResolvers<R> };

/**
 * @param options.most the largest batch; inFlight: batches under way at once; run: one result for every item, in order, or
 * an error that is everybody's
 */
export function createGatherer<T, R>(options: {
  most(): number;
  inFlight: number;
  run(batch: T[]): Promise<R[]>;
}): Gatherer<T, R> {
  const { most, inFlight, run } = options;
  const queue: Waiting<T, R>[] = [];
  let running = 0;
  let scheduled = false;

  async function flush(): Promise<void> {
    const batch = queue.splice(0, most());
    if (batch.length === 0) return;
    running++;
    try {
      const results = await run(batch.map(({ item }) => item));
      batch.forEach(({ done }, index) => done.resolve(results[index] as R));
    } catch (error) {
      for (const { done } of batch) done.reject(error);
    } finally {
      running--;
      schedule();
    }
  }

  function schedule(): void {
    if (scheduled || running >= inFlight || queue.length === 0) return;
    scheduled = true;
    // Those who ask in the same turn of the loop share the batch.
    setImmediate(() => {
      scheduled = false;
      void flush();
      schedule();
    });
  }

  return (item) => {
    const done = Promise.withResolvers<R>();
    queue.push({ item, done });
    schedule();
    return done.promise;
  };
}
