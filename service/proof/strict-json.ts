import { utf8 } from './bytes.ts';
import type { JsonValue } from './canonical-json.ts';

/** Why a JSON text was refused. */
export type JsonRefusal =
  'json.syntax' | 'json.duplicateKey' | 'json.tooDeep' | 'json.tooLarge' | 'json.loneSurrogate' | 'json.numberRange';

/** The text is no JSON that two readers must read alike. `position` counts UTF-16 units. Refuse the input it came from. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
  readonly code: JsonRefusal;
  readonly position: number;

  constructor(code: JsonRefusal, position: number) {
    super(`${code} at ${position}`);
    this.code = code;
    this.position = position;
  }
}

/** Nesting beyond this is refused whatever the caller allows, for the sake of the stack. */
const HARD_MAX_DEPTH = 512;
const DEFAULT_MAX_DEPTH = 64;
const DEFAULT_MAX_BYTES = 1_048_576;

// Sticky expressions read a token where it stands, natively and without copying the rest.
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// What may stand raw in a string. A plain run: an alternation with escapes would overflow the expression's own stack.
const RUN = /[ !#-[\]-\uffff]*/y;
const LITERALS: readonly (readonly [text: string, value: JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** `left`: values that may still come. */
type Reader = { readonly text: string; at: number; readonly maxDepth: number; left: number };

function token(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}

function skipSpace(reader: Reader): void {
  // Compact JSON has none, and a comparison is cheaper than the expression.
  if (reader.text.charCodeAt(reader.at) <= 0x20) token(reader, SPACE);
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
}

function expect(reader: Reader, character: string): void {
  if (!take(reader, character)) throw new JsonRefused('json.syntax', reader.at);
}

function readString(reader: Reader): string {
  const start = reader.at;
  expect(reader, '"');
  token(reader, RUN);
  let escaped = false;
  for (; reader.text[reader.at] === '\\'; token(reader, RUN)) {
    escaped = true;
    reader.at += 2;
  }
  expect(reader, '"');
  const raw = reader.text.slice(start, reader.at);
  const text = escaped ? unescaped(raw, start) : raw.slice(1, -1);
  if (!text.isWellFormed()) throw new JsonRefused('json.loneSurrogate', start);
  return text;
}

function unescaped(raw: string, position: number): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new JsonRefused('json.syntax', position); // an escape that JSON does not have
  }
}

function readNumber(reader: Reader): number {
  const start = reader.at;
  const raw = token(reader, NUMBER);
  if (raw === undefined) throw new JsonRefused('json.syntax', start);
  const value = Number(raw);
  if (!Number.isFinite(value)) throw new JsonRefused('json.numberRange', start);
  return value;
}

function readArray(reader: Reader, depth: number): JsonValue[] {
  const values: JsonValue[] = [];
  skipSpace(reader);
  if (take(reader, ']')) return values;
  for (;;) {
    values.push(readValue(reader, depth));
    if (take(reader, ']')) return values;
    expect(reader, ',');
  }
}

function readObject(reader: Reader, depth: number): Record<string, JsonValue> {
  const object: Record<string, JsonValue> = {};
  skipSpace(reader);
  if (take(reader, '}')) return object;
  for (;;) {
    skipSpace(reader);
    const start = reader.at;
    const key = readString(reader);
    if (Object.hasOwn(object, key)) throw new JsonRefused('json.duplicateKey', start);
    skipSpace(reader);
    expect(reader, ':');
    const value = readValue(reader, depth);
    // Assignment would set the prototype instead of making a member.
    if (key === '__proto__')
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    else object[key] = value;
    if (take(reader, '}')) return object;
    expect(reader, ',');
  }
}

function readScalar(reader: Reader): JsonValue {
  for (const [text, value] of LITERALS) {
    if (reader.text.startsWith(text, reader.at)) {
      reader.at += text.length;
      return value;
    }
  }
  return readNumber(reader);
}

/** Reads a value and the white space around it. */
function readValue(reader: Reader, depth: number): JsonValue {
  if (reader.left-- <= 0) throw new JsonRefused('json.tooLarge', reader.at);
  skipSpace(reader);
  const first = reader.text[reader.at];
  let value: JsonValue;
  if (first === '"') value = readString(reader);
  else if (first === '{' || first === '[') {
    if (depth >= reader.maxDepth) throw new JsonRefused('json.tooDeep', reader.at);
    reader.at++;
    value = first === '{' ? readObject(reader, depth + 1) : readArray(reader, depth + 1);
  } else value = readScalar(reader);
  skipSpace(reader);
  return value;
}

/**
 * Reads JSON of which no two readers can disagree: besides what JSON.parse refuses, member names that occur twice, lone
 * surrogates, numbers beyond the doubles, and nesting or size over a limit.
 *
 * @param limits maxDepth: arrays and objects inside each other (64; never more than 512); maxBytes: of UTF-8 (1 MiB);
 *   maxValues: members, elements and the whole (as many as fit), since one of three bytes takes a hundred of memory
 * @see RFC 8259, RFC 7493 (I-JSON)
 * @throws JsonRefused
 */
export function parseJsonStrict(
  text: string,
  limits: { readonly maxDepth?: number; readonly maxBytes?: number; readonly maxValues?: number } = {},
): JsonValue {
  const { maxDepth = DEFAULT_MAX_DEPTH, maxBytes = DEFAULT_MAX_BYTES, maxValues = Infinity } = limits;
  // UTF-8 takes one to three bytes a unit, so the exact count is needed only in between.
  if (text.length > maxBytes || (text.length * 3 > maxBytes && utf8(text).length > maxBytes)) {
    throw new JsonRefused('json.tooLarge', 0);
  }
  const reader: Reader = { text, at: 0, maxDepth: Math.min(maxDepth, HARD_MAX_DEPTH), left: maxValues };
  const value = readValue(reader, 0);
  if (reader.at !== text.length) throw new JsonRefused('json.syntax', reader.at);
  return value;
}
