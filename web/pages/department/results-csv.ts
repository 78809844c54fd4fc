import type { RowResult } from '../../api/answers.ts';

/** Spreadsheets read the rest as Chinese only behind this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

const cell = (value: string | number | undefined): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const line = (cells: (string | number | undefined)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A register's results as a CSV for spreadsheets (RFC 4180), in parts; `head` names the five columns. */
export async function resultsCsv(head: string[], results: AsyncIterable<RowResult>): Promise<string[]> {
  const parts = [BYTE_ORDER_MARK + line(head)];
  for await (const { row, state, id, licence, errors = [], reason } of results) {
    const trouble = errors.map(({ code, path }) => (path === '' ? code : `${code} ${path}`)).join('; ');
    parts.push(line([row, state, id, licence, reason ?? trouble]));
  }
  return parts;
}
