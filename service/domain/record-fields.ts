import type { JsonObject, JsonValue } from '../proof/canonical-json.ts';
import type { FieldError } from './claims.ts';
import type { RecordDomain, RecordField } from './record-domain.ts';

/** A record does not fit its domain's schema. `errors` names every field. Correct the row and send the batch again. */
export class FieldsInvalid extends Error {
  override readonly name = 'FieldsInvalid';
  readonly code = 'record.fieldsInvalid';
  readonly errors: FieldError[];
  constructor(errors: FieldError[]) {
    super(`records do not fit the schema: ${errors.length} fields, the first is ${errors[0]?.path}`);
    this.errors = errors;
  }
}

const DEFAULT_MAX_LENGTH = 200;
const DEFAULT_MAX_ITEMS = 600;

type Report = (path: string, message: string) => void;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isCalendarDate(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function textProblem(field: RecordField, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  if (!value.isWellFormed()) return 'is not well-formed Unicode';
  if (value.trim() === '') return 'is empty';
  if ([...value].length > (field.maxLength ?? DEFAULT_MAX_LENGTH)) return 'is too long';
  if (field.codes && !Object.hasOwn(field.codes, value)) return `is none of ${Object.keys(field.codes).join(', ')}`;
  return undefined;
}

function numberProblem(field: RecordField, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (field.type === 'integer' && !Number.isSafeInteger(value)) return 'must be a whole number';
  if (field.minimum !== undefined && value < field.minimum) return `must be at least ${field.minimum}`;
  if (field.maximum !== undefined && value > field.maximum) return `must be at most ${field.maximum}`;
  return undefined;
}

function scalarProblem(field: RecordField, value: unknown): string | undefined {
  switch (field.type) {
    case 'string':
      return textProblem(field, value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isCalendarDate(value)
        ? undefined
        : 'must be a date YYYY-MM-DD';
    case 'month':
      return typeof value === 'string' && /^\d{4}-\d\d$/.test(value) && isCalendarDate(`${value}-01`)
        ? undefined
        : 'must be a month YYYY-MM';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    default:
      return numberProblem(field, value);
  }
}

function checkedMembers(
  fields: Readonly<Record<string, RecordField>>,
  given: Readonly<Record<string, unknown>>,
  path: string,
  report: Report,
): JsonObject {
  const checked: Record<string, JsonValue> = {};
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) report(`${path}/${name}`, 'is not in the schema');
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) {
      if (field.required) report(`${path}/${name}`, 'is missing');
    } else {
      checked[name] = checkedValue(field, value, `${path}/${name}`, report);
    }
  }
  return checked;
}

function checkedValue(field: RecordField, value: unknown, path: string, report: Report): JsonValue {
  const members = field.members ?? {};
  if (field.type === 'object') {
    if (isObject(value)) return checkedMembers(members, value, path, report);
    report(path, 'must be an object');
    return null;
  }
  if (field.type === 'list') {
    const limit = field.maxLength ?? DEFAULT_MAX_ITEMS;
    if (!Array.isArray(value) || value.length > limit) {
      report(path, `must be a list of at most ${limit} items`);
      return null;
    }
    return value.map((item: unknown, i) => {
      if (isObject(item)) return checkedMembers(members, item, `${path}/${i}`, report);
      report(`${path}/${i}`, 'must be an object');
      return null;
    });
  }
  const wrong = scalarProblem(field, value);
  if (wrong) report(path, wrong);
  return value as JsonValue;
}

/**
 * A record's values in the order of its domain's schema, null where an optional field is absent, with the person's number
 * filled in where the schema says so. The errors are the caller's to collect, so that one answer names all of a batch.
 *
 * @param record number: the person's document number in canonical form; path: JSON pointer of `fields` in the body
 */
export function checkedFields(
  domain: RecordDomain,
  record: { fields: Readonly<Record<string, unknown>>; number: string; path: string },
): { values: JsonValue[]; errors: FieldError[] } {
  const { number, path } = record;
  const errors: FieldError[] = [];
  const report: Report = (at, message) => errors.push({ path: at, message });
  const own = Object.entries(domain.fields).filter(([, field]) => field.subject === 'number');
  const filled = { ...Object.fromEntries(own.map(([name]) => [name, number])), ...record.fields };
  for (const [name] of own) {
    if (filled[name] !== number) report(`${path}/${name}`, "is not the person's number");
  }
  const checked = checkedMembers(domain.fields, filled, path, report);
  return { values: Object.keys(domain.fields).map((name) => checked[name] ?? null), errors };
}
