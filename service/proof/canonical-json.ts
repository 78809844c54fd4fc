/** A value that JSON can carry. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A JSON object; keys in any order. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** The value has no canonical JSON form. From our own data a bug; from input, refuse the input. */
export class NotCanonicalizable extends Error {
  override readonly name = 'NotCanonicalizable';
  readonly code = 'notCanonicalizable';
}

const MAX_DEPTH = 512;
// Nothing that JSON escapes and no surrogate: such a text is its own JSON string.
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new NotCanonicalizable('lone surrogate');
  return JSON.stringify(text);
}

function canonicalArray(values: readonly JsonValue[], left: number): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    text += canonical(values[i] as JsonValue, left);
  }
  return `${text}]`;
}

function canonicalObject(value: JsonObject, left: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonicalizable('not a plain object');
  let text = '{';
  // Default sort order is that of UTF-16 code units, as RFC 8785 section 3.2.3 demands.
  for (const key of Object.keys(value).sort()) {
    if (text.length > 1) text += ',';
    text += `${canonicalString(key)}:${canonical(value[key] as JsonValue, left)}`;
  }
  return `${text}}`;
}

/** `left`: how many objects and lists may still stand inside each other. */
function canonical(value: JsonValue, left: number): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonicalizable('number is not finite');
      return String(value); // ECMAScript's form is RFC 8785's; -0 becomes 0
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (left <= 0) throw new NotCanonicalizable('nested too deep');
      return Array.isArray(value)
        ? canonicalArray(value as readonly JsonValue[], left - 1)
        : canonicalObject(value as JsonObject, left - 1);
    default:
      throw new NotCanonicalizable(`${typeof value} is no JSON value`);
  }
}

function isListInOrder(values: readonly unknown[], left: number): boolean {
  // By index, so that holes are seen.
  for (let i = 0; i < values.length; i++) if (!isInOrder(values[i], left)) return false;
  return true;
}

function isObjectInOrder(value: Readonly<Record<string, unknown>>, left: number): boolean {
  let before = '';
  for (const key of Object.keys(value)) {
    if (before > key || !isInOrder(value[key], left)) return false;
    before = key;
  }
  return true;
}

/**
 * Whether the native serialiser writes the canonical form: keys are in order and nothing is to be refused but lone
 * surrogates, which it writes as escapes.
 */
function isInOrder(value: unknown, left: number): boolean {
  if (typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'boolean';
  if (value === null) return true;
  if (left <= 0) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return isListInOrder(value as readonly unknown[], left - 1);
  return prototype === Object.prototype && isObjectInOrder(value as Record<string, unknown>, left - 1);
}

/**
 * The one text of a JSON value: keys sorted by UTF-16 units, no white space, ECMAScript numbers, no normalisation.
 * Hash or sign its UTF-8.
 *
 * @param maxDepth objects and lists inside each other; never more than 512
 * @see RFC 8785 section 3.2
 * @throws NotCanonicalizable on undefined, bigint, functions, instances of classes, holes, NaN, infinities, lone
 *   surrogates, and nesting beyond the limit (cycles included)
 */
export function canonicalJson(value: JsonValue, maxDepth = MAX_DEPTH): string {
  const limit = Math.min(maxDepth, MAX_DEPTH);
  // What was read from a canonical text is in order already, and the native serialiser is several times as fast.
  const text = isInOrder(value, limit) ? JSON.stringify(value) : undefined;
  return text === undefined || text.includes('\\ud') ? canonical(value, limit) : text;
}
