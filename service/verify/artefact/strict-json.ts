import { canonicalJson, NotCanonicalizable } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
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

function canonicalValue(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return shallow(value, 0) && canonicalJson(value) === text ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotCanonicalizable) return undefined;
    throw error;
  }
}

/**
 * Parses JSON that has one meaning for every reader; `canonical` says whether the text is the value's RFC 8785 form.
 *
 * A canonical text has no member twice and no lone surrogate by construction, so the native parser and a comparison
 * replace the slower strict parser, which decides all others.
 *
 * @throws JsonRefused
 */
export function readJson(text: string): { value: JsonValue; canonical: boolean } {
  const value = canonicalValue(text);
  if (value !== undefined) return { value, canonical: true };
  return { value: parseJsonStrict(text, { maxDepth: MAX_DEPTH }), canonical: false };
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
