/** One JSON value a line. */
export async function* ndjson(items: AsyncIterable<unknown>): AsyncIterable<string> {
  let lines = '';
  for await (const item of items) {
    lines += `${JSON.stringify(item)}\n`;
    if (lines.length < 16_384) continue;
    yield lines;
    lines = '';
  }
  if (lines !== '') yield lines;
}

/** One JSON value a line, each sent as soon as it is there. */
export async function* ndjsonAtOnce(items: AsyncIterable<unknown>): AsyncIterable<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/** Server-sent events (HTML Living Standard, section 9.2): each value is one event's data. */
export async function* serverSentEvents(items: AsyncIterable<unknown>): AsyncIterable<string> {
  for await (const item of items) yield `data: ${JSON.stringify(item)}\n\n`;
}
