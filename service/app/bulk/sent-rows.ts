import { csvColumns, HeaderInvalid } from '../../domain/bulk/csv-columns.ts';
import type { Column } from '../../domain/bulk/csv-columns.ts';
import { csvFields } from '../../domain/bulk/csv-record.ts';
import { splitRows } from '../../domain/bulk/split-rows.ts';
import type { RawRow, RowFormat } from '../../domain/bulk/split-rows.ts';
import type { CertificateType } from '../../domain/certificate-type.ts';
import type { PackedRows } from '../../ports/workshop.ts';
import { IssueBatchTooLong } from './errors.ts';
import { CHUNK_ROWS } from './rows.ts';

/** So many bytes of rows make a chunk, however few they are. */
const CHUNK_BYTES = 1024 * 1024;

/** Rows that are checked together; `from` counts from the beginning of what was sent. */
export type SentRows = { from: number; packed: PackedRows; columns: Column[] | undefined };

function pack(rows: readonly RawRow[]): PackedRows {
  const bytes = new Uint8Array(rows.reduce((sum, row) => sum + row.bytes.length, 0));
  const ends = new Uint32Array(rows.length);
  const faults: PackedRows['faults'] = [];
  let at = 0;
  for (const [index, row] of rows.entries()) {
    bytes.set(row.bytes, at);
    at += row.bytes.length;
    ends[index] = at;
    if (row.fault !== undefined) faults.push([index, row.fault]);
  }
  return { bytes, ends, faults };
}

function columnsOf(header: RawRow, type: CertificateType): Column[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(header.bytes);
    const fields = header.fault === undefined ? csvFields(text) : undefined;
    if (fields !== undefined) return csvColumns(fields, type);
  } catch (error) {
    if (error instanceof HeaderInvalid) throw error;
  }
  throw new HeaderInvalid([{ path: 'header', message: 'is no line of CSV in UTF-8' }]);
}

/**
 * Cuts a stream into chunks of rows, always at the same rows whatever the pieces. The last chunk comes only when the stream
 * ended well.
 *
 * @param limits.maxRows rows that may be sent
 * @throws HeaderInvalid, RowEndless, IssueBatchTooLong; what the stream throws
 */
export async function* sentRows(
  stream: AsyncIterable<Uint8Array>,
  format: RowFormat,
  type: CertificateType,
  limits: { maxRowBytes: number; maxRows: number },
): AsyncGenerator<SentRows> {
  const splitter = splitRows(format, limits.maxRowBytes);
  let columns: Column[] | undefined;
  let rows: RawRow[] = [];
  let bytes = 0;
  let from = 0;
  const cut = (): SentRows => {
    const sent = { from, packed: pack(rows), columns };
    from += rows.length;
    [rows, bytes] = [[], 0];
    return sent;
  };
  function* take(fresh: RawRow[]): Generator<SentRows> {
    for (const row of fresh) {
      if (format === 'csv' && columns === undefined) {
        columns = columnsOf(row, type);
        continue;
      }
      if (from + rows.length >= limits.maxRows) throw new IssueBatchTooLong(`more than ${limits.maxRows} rows`);
      rows.push(row);
      bytes += row.bytes.length;
      if (rows.length === CHUNK_ROWS || bytes >= CHUNK_BYTES) yield cut();
    }
  }
  for await (const piece of stream) yield* take(splitter.push(piece));
  yield* take(splitter.end());
  if (rows.length > 0) yield cut();
}
