/**
 * Runs pieces of work, at most `limit` at a time, and yields their results in the order of the pieces. A piece is only
 * taken when there is room for it, so memory stays flat however many there are.
 */
export async function* inOrder<T>(pieces: AsyncIterable<() => Promise<T>>, limit: number): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  for await (const piece of pieces) {
    const result = piece();
    // It is awaited in its turn; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    running.push(result);
    if (running.length >= limit) yield await (running.shift() as Promise<T>);
  }
  for (const result of running) yield await result;
}
