import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A log's files in order: 000001.ndjson, 000002.ndjson, … */
export function segmentsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^[0-9]{6}\.ndjson$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

export const segmentPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(6, '0')}.ndjson`);

/** One line of a segment. `end`: offset of the byte after it; a crash leaves a last line that is not terminated. */
export type RawLine = { text: string; end: number; terminated: boolean };

/** Reads a segment line by line without holding more than a line of it. */
export async function* linesOf(path: string): AsyncGenerator<RawLine> {
  let rest: Buffer = Buffer.alloc(0);
  let end = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10)) {
      end += at + 1;
      yield { text: bytes.subarray(0, at).toString('utf8'), end, terminated: true };
      bytes = bytes.subarray(at + 1);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), end: end + rest.length, terminated: false };
}
