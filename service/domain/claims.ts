import type { CertificateType, ClaimSchema } from './certificate-type.ts';

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

function textProblem(schema: ClaimSchema, value: string): string | undefined {
  if (!value.isWellFormed()) return 'is not well-formed Unicode';
  if ([...value].length > (schema.maxLength ?? DEFAULT_MAX_LENGTH)) return 'is too long';
  if (value.trim() === '') return 'is empty';
  if (schema.enum && !schema.enum.includes(value)) return `is none of ${schema.enum.join(', ')}`;
  return undefined;
}

function dateProblem(value: string, day: string): string | undefined {
  const time = Date.parse(`${value}${day}T00:00:00Z`);
  const right = !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${value}${day}`);
  return right ? undefined : 'is no date of the calendar';
}

function problem(schema: ClaimSchema, value: unknown): string | undefined {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? textProblem(schema, value) : 'must be a text';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
        ? dateProblem(value, '')
        : 'must be a date YYYY-MM-DD';
    case 'month':
      return typeof value === 'string' && /^\d{4}-\d\d$/.test(value)
        ? dateProblem(value, '-01')
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
 * The claims of a certificate in the order of its type, with the subject's number filled in where the type says so.
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
    else if (schema.subject === 'number' && value !== number)
      errors.push({ path, message: "is not the subject's number" });
    else checked[name] = value as ClaimValue;
  }
  if (errors.length > 0) throw new ClaimsInvalid(errors);
  return checked;
}
