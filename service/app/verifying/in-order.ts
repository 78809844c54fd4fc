type Piece<T> = () => Promise<T>;

const settled = (work: Promise<unknown>): Promise<undefined> =>
  work.then(
    () => undefined,
    () => undefined,
  );

/**
 * Runs pieces of work, at most `limit` at a time, and yields their results in the order of the pieces, each as soon as it and
 * those before it are there. A piece is only taken when there is room for it, so memory stays flat however many there are.
 */
export async function* inOrder<T>(pieces: AsyncIterable<Piece<T>>, limit: number): AsyncGenerator<T> {
  const source = pieces[Symbol.asyncIterator]();
  const running: Promise<T>[] = [];
  let coming: Promise<IteratorResult<Piece<T>>> | undefined;
  let ended = false;
  try {
    while (!ended || running.length > 0) {
      if (!ended && running.length < limit) {
        coming ??= source.next();
        // Who brings pieces slowly is not to wait for results that are there.
        const next = await Promise.race([coming, ...running.slice(0, 1).map(settled)]);
        if (next !== undefined) {
          coming = undefined;
          ended = next.done === true;
          if (next.done) continue;
          const result = next.value();
          // It is awaited in its turn; until then a failure must not count as unhandled.
          result.catch(() => undefined);
          running.push(result);
          continue;
        }
      }
      yield await (running.shift() as Promise<T>);
    }
  } finally {
    // Not awaited: a piece that is being brought may take as long as it likes.
    if (!ended) void settled(Promise.resolve(source.return?.()));
  }
}
