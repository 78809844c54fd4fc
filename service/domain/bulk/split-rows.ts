/** How a register is written: one JSON object a line, or comma-separated values under a header (RFC 4180). */
export type RowFormat = 'ndjson' | 'csv';

/** Why a row cannot be read at all: longer than rows may be, or a quote that is opened or closed in the wrong place. */
export type RowFault = 'tooLong' | 'quote';

/** One row's bytes without its line end. With `fault` they are only as much of it as was kept. */
export type RawRow = { bytes: Uint8Array; fault?: RowFault };

/** Gives rows of bytes that come in pieces of any size; keeps at most one unfinished row. */
export type RowSplitter = {
  /** @throws RowEndless */
  push(piece: Uint8Array): RawRow[];
  /** The last row, when it has no line end. */
  end(): RawRow[];
};

/** Bytes go on and on without a line end. What came before stands; the register is no text of rows from here on. */
export class RowEndless extends Error {
  override readonly name = 'RowEndless';
  readonly code = 'register.rowEndless';
}

/** How much longer than permitted a row may be and still fail alone. */
const SKIPPED_ROWS = 16;

const [LF, CR, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
const AFTER_QUOTE = 3;
const BROKEN = 4;
const NONE = new Uint8Array(0);

/**
 * Splits a register into rows. Blank lines are no rows, a byte order mark is skipped. In CSV a quoted field may hold line
 * ends; when its quotes turn out to be wrong, only the line in which they were opened is lost and the next is read anew.
 *
 * @param maxBytes longest row
 */
export function splitRows(format: RowFormat, maxBytes: number): RowSplitter {
  let kept: Uint8Array = NONE;
  let skipped = 0;
  let first = true;
  // Where the reading of the unfinished row stands, so that small pieces do not make it read again.
  let at = 0;
  let mode = START;
  let firstBreak = -1;

  const begin = (): void => {
    at = 0;
    mode = START;
    firstBreak = -1;
  };

  /** Reads on to the end of the row: the index of its line end, or -1 when more is needed. */
  const endOfRow = (bytes: Uint8Array): number => {
    if (format === 'ndjson') {
      const end = bytes.indexOf(LF, at);
      at = bytes.length;
      return end;
    }
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (mode === PLAIN || mode === BROKEN) {
        if (byte === LF) return at;
        if (byte === COMMA && mode === PLAIN) mode = START;
      } else if (mode === QUOTED) {
        if (byte === QUOTE) mode = AFTER_QUOTE;
        else if (byte === LF && firstBreak < 0) firstBreak = at;
      } else if (mode === START) {
        if (byte === LF) return at;
        if (byte !== COMMA) mode = byte === QUOTE ? QUOTED : PLAIN;
      } else if (byte === LF) {
        return at;
      } else if (byte === QUOTE) {
        mode = QUOTED;
      } else if (byte === COMMA) {
        mode = START;
      } else if (byte !== CR) {
        mode = BROKEN;
        if (firstBreak >= 0) return firstBreak;
      }
    }
    return -1;
  };

  const cut = (bytes: Uint8Array, end: number): Uint8Array =>
    bytes.subarray(0, end > 0 && bytes[end - 1] === CR ? end - 1 : end);

  const take = (rows: RawRow[], bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    if (bytes.length > maxBytes) rows.push({ bytes: bytes.slice(0, 64), fault: 'tooLong' });
    else if (mode === BROKEN || mode === QUOTED) rows.push({ bytes, fault: 'quote' });
    else rows.push({ bytes });
  };

  const skip = (piece: Uint8Array): Uint8Array => {
    const end = piece.indexOf(LF);
    skipped += end < 0 ? piece.length : end;
    if (skipped > SKIPPED_ROWS * maxBytes) throw new RowEndless(`a row longer than ${SKIPPED_ROWS * maxBytes} bytes`);
    if (end < 0) return NONE;
    skipped = 0;
    return piece.subarray(end + 1);
  };

  /** The unfinished row goes on in memory that doubles: copied for every small piece, a long row would cost its square. */
  const join = (piece: Uint8Array): Uint8Array => {
    if (kept.length === 0) return piece;
    const length = kept.length + piece.length;
    if (kept.buffer.byteLength < length) {
      const grown = new Uint8Array(Math.max(length, 2 * kept.length));
      grown.set(kept);
      kept = grown.subarray(0, kept.length);
    }
    const joined = new Uint8Array(kept.buffer, 0, length);
    joined.set(piece, kept.length);
    return joined;
  };

  const withoutMark = (bytes: Uint8Array): Uint8Array => {
    if (bytes.length < 3) return bytes;
    first = false;
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  };

  const read = (rows: RawRow[], given: Uint8Array): void => {
    let bytes = given;
    for (;;) {
      const end = endOfRow(bytes);
      if (end >= 0) {
        take(rows, cut(bytes, end));
        bytes = bytes.subarray(end + 1);
        begin();
        continue;
      }
      if (bytes.length <= maxBytes) break;
      // Too long, unless it only seemed to go on because of a quote: then its first line fails, and the rest is read anew.
      const broken = mode === QUOTED || mode === AFTER_QUOTE;
      if (broken && firstBreak >= 0 && firstBreak <= maxBytes) {
        rows.push({ bytes: cut(bytes, firstBreak), fault: 'quote' });
        bytes = bytes.subarray(firstBreak + 1);
      } else {
        rows.push({ bytes: bytes.slice(0, 64), fault: 'tooLong' });
        skipped = 1;
        bytes = skip(bytes);
      }
      begin();
      if (bytes.length === 0) break;
    }
    // Pieces belong to the caller's stream, and a small rest must not hold a large one in memory. (A Buffer's own slice
    // would be no copy.)
    const unfinished = bytes.buffer === kept.buffer && bytes.byteOffset === 0;
    kept = unfinished ? bytes : new Uint8Array(bytes);
  };

  return {
    push(piece) {
      const rows: RawRow[] = [];
      const fresh = skipped > 0 ? skip(piece) : piece;
      if (skipped > 0) return rows;
      let bytes = join(fresh);
      if (first) {
        bytes = withoutMark(bytes);
        if (first) {
          kept = new Uint8Array(bytes);
          return rows;
        }
      }
      read(rows, bytes);
      return rows;
    },
    end() {
      const rows: RawRow[] = [];
      if (first) read(rows, kept);
      // A quote that was never closed: its first line fails, what it swallowed is read as rows.
      while (kept.length > 0) {
        if (mode === QUOTED && firstBreak >= 0) {
          rows.push({ bytes: cut(kept, firstBreak), fault: 'quote' });
          const rest = kept.subarray(firstBreak + 1);
          begin();
          read(rows, rest);
        } else {
          take(rows, cut(kept, kept.length));
          kept = NONE;
        }
      }
      return rows;
    },
  };
}
