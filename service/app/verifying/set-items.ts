import { splitRows } from '../../domain/bulk/split-rows.ts';
import type { RawRow } from '../../domain/bulk/split-rows.ts';
import { JsonRefused, parseJsonStrict } from '../../proof/strict-json.ts';
import type { FormDefect } from '../../verify/artefact/artefact.ts';
import { MAX_TEXT } from '../../verify/artefact/limits.ts';
import { foundText } from '../../verify/container/find-artefacts.ts';
import { bundleItem } from '../../verify/container/bundle.ts';
import type { FoundArtefact } from '../../verify/container/find-artefacts.ts';

/** More bytes than a set may have that is read as a whole. Send it as lines, or in parts. */
export class SetTooLarge extends Error {
  override readonly name = 'SetTooLarge';
  readonly code = 'set.tooLarge';
}

/** An artefact's text may be escaped to twice its length, and has a name beside it. */
const MAX_LINE = 1_048_576;
const MAX_LINE_DEPTH = 40;

const defective = (path: string, code: FormDefect, detail: string): FoundArtefact => ({
  ...{ path, artefact: { kind: 'defective', code, detail } },
  text: undefined,
});

function itemOf({ bytes, fault }: RawRow, place: number): FoundArtefact {
  if (fault !== undefined) return defective(String(place), 'form.tooLarge', `a line longer than ${MAX_LINE} bytes`);
  try {
    const line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const item = bundleItem(parseJsonStrict(line.trim(), { maxDepth: MAX_LINE_DEPTH, maxBytes: MAX_LINE }), place);
    const { name, text, why = '' } = item;
    return text === undefined ? defective(name, 'form.malformed', why) : foundText(name, text);
  } catch (error) {
    if (error instanceof JsonRefused || error instanceof TypeError) {
      return defective(String(place), 'form.malformed', 'the line is no JSON');
    }
    throw error;
  }
}

/**
 * Items one a line (docs/formats.md), as they come; of the input one line is in memory. A line that is none is an item still.
 *
 * @throws RowEndless when a line does not end: it was given up before as too long, what follows it has no beginning
 */
export async function* itemsOfLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<FoundArtefact> {
  const splitter = splitRows('ndjson', MAX_LINE);
  let place = 0;
  for await (const piece of stream) for (const row of splitter.push(piece)) yield itemOf(row, ++place);
  for (const row of splitter.end()) yield itemOf(row, ++place);
}

/** What is longer than an artefact may be is read at once, as the defect that it is, and not held until its turn. */
export async function* withoutTooLong(items: AsyncIterable<FoundArtefact>): AsyncGenerator<FoundArtefact> {
  for await (const item of items) {
    const tooLong = item.text !== undefined && item.text.length > MAX_TEXT;
    yield tooLong ? { path: item.path, artefact: item.artefact, text: undefined } : item;
  }
}

/**
 * All bytes of a stream.
 *
 * @throws SetTooLarge
 */
export async function readWhole(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBytes) throw new SetTooLarge(`more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
