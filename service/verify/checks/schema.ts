import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import type { Check, ClaimRule, RecordAnswer, TrustedPoint, TypeSchema, DomainSchema } from '../types.ts';
import { failed, notApplicable, passed, undetermined } from './check.ts';

const DEFAULT_MAX_LENGTH = 200;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
/** Every month has so many days; beyond them a calendar is asked. */
const SHORTEST_MONTH = 28;

function isDate(value: JsonValue): boolean {
  if (typeof value !== 'string' || !DATE.test(value)) return false;
  const day = Number(value.slice(8));
  // Date takes 2025-02-30 for 2 March.
  return day <= SHORTEST_MONTH || new Date(`${value}T00:00:00Z`).getUTCDate() === day;
}

function isText(value: JsonValue, { maxLength = DEFAULT_MAX_LENGTH, enum: permitted }: ClaimRule): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return (
    (value.length <= maxLength || [...value].length <= maxLength) &&
    (permitted === undefined || permitted.includes(value))
  );
}

function isNumber(value: JsonValue, { minimum = -Infinity, maximum = Infinity }: ClaimRule): boolean {
  return typeof value === 'number' && value >= minimum && value <= maximum;
}

/** Whether a disclosed value is of the type's kind. */
export function obeys(value: JsonValue, rule: ClaimRule): boolean {
  switch (rule.type) {
    case 'string':
      return isText(value, rule);
    case 'integer':
      return isNumber(value, rule) && Number.isSafeInteger(value);
    case 'number':
      return isNumber(value, rule);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return isDate(value);
    case 'month':
      return typeof value === 'string' && MONTH.test(value);
    default:
      return false;
  }
}

/**
 * Whether the claims that are visible are of their type's kind, and those that no holder may withhold are there. A type
 * that the verifier does not know says nothing.
 */
export function checkCertificateSchema(
  vct: string,
  claims: JsonObject,
  trustedPoint: TrustedPoint,
  types: readonly TypeSchema[],
): Check {
  const prefix = `${trustedPoint.base}/types/`;
  const named = vct.startsWith(prefix) ? vct.slice(prefix.length) : '';
  const type = types.find(({ code, major }) => named.startsWith(code) && named === `${code}/${major}`);
  if (type === undefined) return notApplicable('schema');
  for (const name of Object.keys(type.claims)) {
    const rule = type.claims[name] as ClaimRule;
    if (Object.hasOwn(claims, name)) {
      if (!obeys(claims[name] as JsonValue, rule)) {
        return failed('schema', 'schema.claimInvalid', { detail: `${name} is not as the type demands` });
      }
    } else if (rule.required && !rule.disclosable) {
      return failed('schema', 'schema.claimMissing', { detail: `${name} is missing` });
    }
  }
  return passed('schema', { evidence: { type: `${type.code}/${type.major}` } });
}

/**
 * Whether the opened fields bear the names the schema gives their indices: the leaf binds index and schema, and only the
 * schema binds the name. Without a record there is nothing to name.
 */
export function checkRecordSchema(answer: RecordAnswer, domains: readonly DomainSchema[]): Check {
  const { domain, leaf } = answer;
  if (leaf === undefined) return notApplicable('schema');
  const code = domain.slice(domain.lastIndexOf('/') + 1);
  const known = domains.find((one) => one.code === code && leaf.schema === `${domain}/schema/${one.schemaVersion}`);
  if (known === undefined) return undetermined('schema', 'schema.unknown', { detail: leaf.schema });
  const names = Object.keys(known.fields);
  if (leaf.size !== names.length) return failed('schema', 'schema.sizeMismatch', { detail: `${leaf.size} fields` });
  const misnamed = leaf.fields.find(({ index, name }) => names[index] !== name);
  return misnamed === undefined
    ? passed('schema', { evidence: { schema: leaf.schema } })
    : failed('schema', 'schema.fieldMisnamed', { detail: `field ${misnamed.index} is not ${misnamed.name}` });
}
