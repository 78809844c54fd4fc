import type { CertificateType, ClaimSchema } from './certificate-type.ts';
import { isCalendarDate } from './calendar.ts';
import { isNumber } from './person-identity.ts';

/** One thing wrong with a body: a JSON pointer and words for the department's clerk. */
export type FieldError = { path: string; message: string };

export type ClaimValue = string | number | boolean;

/** The claims do not fit the certificate type. `errors` names every field. Correct the row and send it again. */
export class ClaimsInvalid extends Error {
  override readonly name = 'ClaimsInvalid';
  readonly code = 'certificate.claimsInvalid';
  readonly errors: FieldError[];
  constructor(errors: FieldError[]) {
    super(`claims do not fit the type: ${errors.map(({ path }) => path).join(', ')}`);
    this.errors = errors;
  }
}

const DEFAULT_MAX_LENGTH = 200;

/** Every system draws these otherwise; since GB 18030-2022 no character of a name needs one. */
const PRIVATE_USE = /\p{Co}/u;
/** Controls but tab and line feed, and those that turn the order of what is read. */
const INVISIBLE = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u;

function textProblem(schema: ClaimSchema, value: string): string | undefined {
  if (!value.isWellFormed()) return 'is not well-formed Unicode';
  if (PRIVATE_USE.test(value)) return 'has a private-use character: write it as GB 18030-2022 assigns it';
  if (INVISIBLE.test(value)) return 'has a control character';
  const most = schema.maxLength ?? DEFAULT_MAX_LENGTH;
  // Characters beyond the basic plane are two units, but one of what a person counts.
  if (value.length > most && [...value].length > most) return 'is too long';
  if (value.trim() === '') return 'is empty';
  if (schema.enum && !schema.enum.includes(value)) return `is none of ${schema.enum.join(', ')}`;
  return undefined;
}

function dateProblem(value: string, day: number): string | undefined {
  const right = isCalendarDate(Number(value.slice(0, 4)), Number(value.slice(5, 7)), day);
  return right ? undefined : 'is no date of the calendar';
}

function problem(schema: ClaimSchema, value: unknown): string | undefined {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? textProblem(schema, value) : 'must be a text';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
        ? dateProblem(value, Number(value.slice(8)))
        : 'must be a date YYYY-MM-DD';
    case 'month':
      return typeof value === 'string' && /^\d{4}-\d\d$/.test(value)
        ? dateProblem(value, 1)
        : 'must be a month YYYY-MM';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    default:
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      if (schema.type === 'integer' && !Number.isSafeInteger(value)) return 'must be a whole number';
      if (schema.minimum !== undefined && value < schema.minimum) return `must be at least ${schema.minimum}`;
      if (schema.maximum !== undefined && value > schema.maximum) return `must be at most ${schema.maximum}`;
      return undefined;
  }
}

/**
 * The claims of a certificate in the order of its type, with the subject's number filled in where the type says so, and
 * written in its canonical form. Texts are taken as they are, code point by code point: no normal form is neutral to
 * names (NFC replaces compatibility ideographs that stand in household registers).
 *
 * @param number the subject's document number in canonical form
 * @throws ClaimsInvalid naming every wrong, missing or unknown claim
 */
export function checkedClaims(
  type: CertificateType,
  claims: Readonly<Record<string, unknown>>,
  number: string,
): Record<string, ClaimValue> {
  const errors: FieldError[] = [];
  const checked: Record<string, ClaimValue> = {};
  for (const name of Object.keys(claims)) {
    if (!Object.hasOwn(type.claims, name))
      errors.push({ path: `/claims/${name}`, message: 'is not a claim of this type' });
  }
  for (const [name, schema] of Object.entries(type.claims)) {
    const given = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const value = given ?? (schema.subject === 'number' ? number : undefined);
    const path = `/claims/${name}`;
    if (value === undefined) {
      if (schema.required) errors.push({ path, message: 'is missing' });
      continue;
    }
    const wrong = problem(schema, value);
    if (wrong) errors.push({ path, message: wrong });
    else if (schema.subject !== 'number') checked[name] = value as ClaimValue;
    else if (isNumber(String(value), number)) checked[name] = number;
    else errors.push({ path, message: "is not the subject's number" });
  }
  if (errors.length > 0) throw new ClaimsInvalid(errors);
  return checked;
}
