import { inflate, MAX_RATIO } from './inflate.ts';

const MAX_STREAM = 1_048_576;
const MAX_STREAMS = 1_000;
/** Embedded files that are looked into: a certificate with its attachments. */
const MAX_EMBEDDED = 16;

/** Whether bytes are a PDF; some writers put a few bytes before the mark (ISO 32000-1, Annex H). */
export function isPdf(bytes: Uint8Array): boolean {
  return indexOf(bytes.subarray(0, 1_029), '%PDF-', 0) >= 0;
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < text.length && bytes[at + i] === text.charCodeAt(i)) i++;
    if (i === text.length) return at;
  }
  return -1;
}

const ascii = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** A stream's data ends before an end-of-line that belongs to the keyword. */
function withoutEndOfLine(data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = data.length - (data.at(-1) === 10 ? (data.at(-2) === 13 ? 2 : 1) : data.at(-1) === 13 ? 1 : 0);
  return data.subarray(0, end);
}

/**
 * The embedded files of a PDF (streams of /Type /EmbeddedFile), plain or with FlateDecode. Not a PDF reader: it looks for
 * the streams where they stand, so that a damaged cross-reference table hides nothing.
 *
 * @see ISO 32000-1 section 7.11.4
 */
export async function* embeddedFiles(pdf: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  let from = 0;
  let embedded = 0;
  for (let count = 0; count < MAX_STREAMS; count++) {
    const keyword = indexOf(pdf, 'stream', from);
    if (keyword < 0) return;
    const end = indexOf(pdf, 'endstream', keyword + 6);
    if (end < 0) return;
    // The dictionary stands between the object's begin and the keyword.
    const window = ascii(pdf.subarray(Math.max(from, keyword - 2_048), keyword));
    const dictionary = window.slice(window.lastIndexOf(' obj') + 1);
    from = end + 9;
    if (!/\/EmbeddedFile\b/.test(dictionary)) continue;
    if (++embedded > MAX_EMBEDDED) return;
    const start = keyword + (pdf[keyword + 6] === 13 ? 8 : 7);
    const data = pdf.subarray(start, end);
    if (!dictionary.includes('/Filter')) {
      if (data.length <= MAX_STREAM) yield withoutEndOfLine(data);
    } else if (/\/Filter\s*\[?\s*\/FlateDecode\b/.test(dictionary)) {
      const most = Math.min(MAX_STREAM, data.length * MAX_RATIO);
      const inflated = (await inflate(data, 'zlib', most)) ?? (await inflate(withoutEndOfLine(data), 'zlib', most));
      if (inflated !== undefined) yield inflated;
    }
  }
}
