import { canonicalJson, NotCanonicalizable } from '../../proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { parseJsonStrict } from '../../proof/strict-json.ts';
import { MAX_DEPTH } from './limits.ts';

/** A JSON object, as opposed to a list, null or a scalar. */
export function isObject(value: unknown): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shallow(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  for (const member of Object.values(value) as JsonValue[]) if (!shallow(member, depth + 1)) return false;
  return true;
}

function isPlain(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean';
}

/** A list of scalars, as nearly every disclosure is: there is no member that could be there twice. */
function isPlainList(value: JsonValue): boolean {
  return Array.isArray(value) && (value as readonly JsonValue[]).every(isPlain);
}

/** What JSON.parse and canonicalisation make of a text; undefined when they refuse it. */
function attempt<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotCanonicalizable) return undefined;
    throw error;
  }
}

/** Whether native serialising leads back to the text, so that nothing in it was dropped or could be read otherwise. */
function isUnambiguous(value: JsonValue, text: string): boolean {
  // A lone surrogate comes back, too: as the escape that is then in the text.
  return JSON.stringify(value) === text && !text.includes('\\ud');
}

/**
 * Parses JSON that has one meaning for every reader.
 *
 * A text that is what its value is written as has no member twice and no lone surrogate, so the native parser and a
 * comparison replace the slower strict parser, which decides all others.
 *
 * @throws JsonRefused
 */
export function readJson(text: string): JsonValue {
  const plain = attempt(() => {
    const value = JSON.parse(text) as JsonValue;
    return isPlainList(value) || (shallow(value, 0) && isUnambiguous(value, text)) ? value : undefined;
  });
  return plain ?? parseJsonStrict(text, { maxDepth: MAX_DEPTH });
}

/** An object whose RFC 8785 form the text is; undefined when it is none. */
export function readCanonicalObject(text: string): JsonObject | undefined {
  return attempt(() => {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) && canonicalJson(value, MAX_DEPTH) === text ? value : undefined;
  });
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of UTF-8 bytes; undefined when they are none (a BOM is kept and is no JSON). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
