import type { CertificateType, ClaimSchema } from '../certificate-type.ts';
import type { IdTypeName } from '../person-identity.ts';
import { csvFields } from './csv-record.ts';
import type { Column } from './csv-columns.ts';
import type { RowFault } from './split-rows.ts';

/** One thing wrong with a row: a stable code, where (a JSON pointer), and words that never repeat what the row says. */
export type RowError = { code: string; path: string; message: string };

/** A row as its department wrote it; nothing is checked but its form. */
export type RowRequest = {
  subject: { idType: IdTypeName; number: string };
  claims: Record<string, unknown>;
  /** The department's own name for the row; two rows of one name are the same certificate. */
  key?: string;
  validFrom?: number;
  validUntil?: number;
};

export type ReadRow = { request: RowRequest } | { errors: RowError[] };

const MAX_KEY = 128;
const MAX_TIME = 253_402_300_799;
const MEMBERS = new Set(['type', 'subject', 'claims', 'key', 'validFrom', 'validUntil']);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const wrong = (code: string, path: string, message: string): { errors: RowError[] } => ({
  errors: [{ code, path, message }],
});

const faults: Record<RowFault, { errors: RowError[] }> = {
  tooLong: wrong('row.tooLong', '', 'is longer than a row may be'),
  quote: wrong('row.quote', '', 'has a quote in a wrong place'),
};

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formErrors(row: Record<string, unknown>, type: CertificateType): RowError[] {
  const errors: RowError[] = [];
  const say = (path: string, message: string): void => void errors.push({ code: 'row.malformed', path, message });
  for (const name of Object.keys(row)) if (!MEMBERS.has(name)) say(`/${name.slice(0, 50)}`, 'is not a member of a row');
  const { subject, claims, key } = row;
  if (row['type'] !== undefined && row['type'] !== type.code) {
    errors.push({ code: 'row.typeDiffers', path: '/type', message: `is not ${type.code}, the type of this register` });
  }
  if (!isPlain(subject)) say('/subject', 'must be an object with idType and number');
  else {
    if (typeof subject['idType'] !== 'string') say('/subject/idType', 'must be a text');
    if (typeof subject['number'] !== 'string' || subject['number'].length > 40)
      say('/subject/number', 'must be a text');
    if (Object.keys(subject).length > 2) say('/subject', 'has members beyond idType and number');
  }
  if (!isPlain(claims)) say('/claims', 'must be an object');
  if (key !== undefined && (typeof key !== 'string' || key === '' || key.length > MAX_KEY || !key.isWellFormed())) {
    say('/key', `must be a text of at most ${MAX_KEY} characters`);
  }
  for (const name of ['validFrom', 'validUntil'] as const) {
    const time = row[name];
    if (time !== undefined && !(Number.isInteger(time) && (time as number) >= 0 && (time as number) <= MAX_TIME)) {
      say(`/${name}`, 'must be Unix seconds');
    }
  }
  return errors;
}

function fromJson(text: string, type: CertificateType): ReadRow {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return wrong('row.malformed', '', 'is not JSON');
  }
  if (!isPlain(row)) return wrong('row.malformed', '', 'is no JSON object');
  const errors = formErrors(row, type);
  if (errors.length > 0) return { errors };
  const { type: _, ...request } = row;
  return { request: request as RowRequest };
}

/** A cell as the claim's schema wants it; what does not fit stays a text, and the schema says what is wrong. */
function valueOf(schema: ClaimSchema | undefined, cell: string): unknown {
  if (schema?.type === 'integer' || schema?.type === 'number') {
    return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(cell) ? Number(cell) : cell;
  }
  if (schema?.type === 'boolean') {
    if (cell === 'true' || cell === '是') return true;
    if (cell === 'false' || cell === '否') return false;
  }
  return cell;
}

function fromCsv(text: string, type: CertificateType, columns: readonly Column[]): ReadRow {
  const fields = csvFields(text);
  if (fields === undefined) return faults.quote;
  if (fields.length !== columns.length) {
    return wrong('row.columns', '', `has ${fields.length} fields, the header has ${columns.length}`);
  }
  const own: Record<string, string> = {};
  const claims: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] as Column;
    const cell = fields[index] as string;
    if (cell === '') continue;
    if ('field' in column) own[column.field] = cell;
    else claims[column.claim] = valueOf(type.claims[column.claim], cell);
  }
  const timeOf = (name: 'validFrom' | 'validUntil'): Record<string, unknown> => {
    const cell = own[name];
    return cell === undefined ? {} : { [name]: /^[0-9]{1,12}$/.test(cell) ? Number(cell) : cell };
  };
  const request = {
    subject: { idType: own['idType'] ?? 'citizen-id', number: own['number'] ?? '' },
    claims,
    ...(own['key'] !== undefined && { key: own['key'] }),
    ...timeOf('validFrom'),
    ...timeOf('validUntil'),
  };
  const errors = formErrors(request, type);
  return errors.length > 0 ? { errors } : { request: request as RowRequest };
}

/**
 * Reads one row of a register.
 *
 * @param columns of a CSV register's header
 */
export function readRow(
  row: { bytes: Uint8Array; fault?: RowFault },
  type: CertificateType,
  columns?: readonly Column[],
): ReadRow {
  if (row.fault !== undefined) return faults[row.fault];
  let text: string;
  try {
    text = decoder.decode(row.bytes);
  } catch {
    return wrong('row.notUtf8', '', 'is not UTF-8');
  }
  return columns === undefined ? fromJson(text, type) : fromCsv(text, type, columns);
}
