import { JsonRefused, parseJsonStrict } from '../../proof/strict-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { MAX_DEPTH } from '../artefact/limits.ts';
import { isObject } from '../artefact/strict-json.ts';

/** One of several artefacts: its text, or why there is none. */
export type BundleItem = { readonly name: string; readonly text: string | undefined; readonly why?: string };

/** The text begins like a bundle of artefacts and is none that can be read. */
export class NotBundle extends Error {
  override readonly name = 'NotBundle';
  readonly code = 'notBundle';
}

/** Some five thousand certificates, parsed within a quarter of a second; more belong into lines or a ZIP archive. */
export const MAX_BUNDLE = 33_554_432;
/** As many record answers as fit have fewer values in all. */
const MAX_VALUES = 1_000_000;
const MAX_ITEMS = 10_000;
/** The object and the list around an item. */
const AROUND = 2;

/** Whether a text is meant as several artefacts in one, however damaged. */
export function isBundle(text: string): boolean {
  return /^\s*\{/.test(text) && /"kind"\s*:\s*"artefact-bundle"/.test(text);
}

/**
 * One item as a bundle's `items` or a line hold it: `{name?, artefact}`, the artefact as text or, where it is JSON, as it
 * is. `name` is only shown; the place among the items, from 1, stands for it where it is absent.
 */
export function bundleItem(value: JsonValue, place: number): BundleItem {
  const { name, artefact, ...others } = isObject(value) ? value : {};
  const label = typeof name === 'string' && name !== '' ? name.slice(0, 200) : String(place);
  const sound = Object.keys(others).length === 0 && (name === undefined || typeof name === 'string');
  const text = isObject(artefact) ? JSON.stringify(artefact) : artefact;
  if (!sound || typeof text !== 'string') {
    return { name: label, text: undefined, why: 'an item has an artefact, perhaps a name, and nothing else' };
  }
  return { name: label, text };
}

/**
 * The items of `{v: 1, kind: "artefact-bundle", items: […]}` (docs/formats.md), in order.
 *
 * @throws NotBundle when it cannot be read as a whole; an item that is none is only itself without text
 */
export function readBundle(text: string): BundleItem[] {
  let value: JsonValue;
  try {
    const limits = { maxDepth: MAX_DEPTH + AROUND, maxBytes: MAX_BUNDLE, maxValues: MAX_VALUES };
    value = parseJsonStrict(text.trim(), limits);
  } catch (error) {
    if (error instanceof JsonRefused) throw new NotBundle(error.message, { cause: error });
    throw error;
  }
  const { v, kind, items, ...others } = isObject(value) ? value : {};
  if (v !== 1 || kind !== 'artefact-bundle') throw new NotBundle('of another kind or version');
  if (!Array.isArray(items) || Object.keys(others).length > 0) throw new NotBundle('it has v, kind and items');
  if (items.length > MAX_ITEMS) throw new NotBundle(`more than ${MAX_ITEMS} items`);
  return (items as readonly JsonValue[]).map((item, i) => bundleItem(item, i + 1));
}
