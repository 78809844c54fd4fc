import { concatBytes } from './bytes.ts';

/** A decoded RLP item: a byte string, or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** The bytes are no canonical RLP. The caller refuses the header or proof they came from. */
export class NotRlp extends Error {
  override readonly name = 'NotRlp';
  readonly code = 'notRlp';
}

/** Ethereum's structures nest three deep; the limit keeps hostile input off the stack. */
const MAX_DEPTH = 16;

type Span = { readonly list: boolean; readonly start: number; readonly end: number };

function longLength(bytes: Uint8Array, at: number, width: number): number {
  if (width > 4 || at + width > bytes.length) throw new NotRlp('length does not fit the data');
  let length = 0;
  for (let i = 0; i < width; i++) length = length * 256 + (bytes[at + i] as number);
  if (bytes[at] === 0 || length < 56) throw new NotRlp('length is not in its shortest form');
  return length;
}

/** The payload of the item that begins at `at`, which must end at or before `limit`. */
function span(bytes: Uint8Array, at: number, limit: number): Span {
  const prefix = at < limit ? bytes[at] : undefined;
  if (prefix === undefined) throw new NotRlp('item is missing');
  if (prefix < 0x80) return { list: false, start: at, end: at + 1 };
  const list = prefix >= 0xc0;
  const short = prefix - (list ? 0xc0 : 0x80);
  const width = short > 55 ? short - 55 : 0;
  const length = width === 0 ? short : longLength(bytes, at + 1, width);
  const start = at + 1 + width;
  const end = start + length;
  if (end > limit) throw new NotRlp('item is longer than the data');
  if (!list && length === 1 && (bytes[start] as number) < 0x80) throw new NotRlp('single byte is not its own encoding');
  return { list, start, end };
}

function whole(bytes: Uint8Array): Span {
  const item = span(bytes, 0, bytes.length);
  if (item.end !== bytes.length) throw new NotRlp('trailing bytes');
  return item;
}

function decode(bytes: Uint8Array, item: Span, depth: number): RlpItem {
  if (!item.list) return bytes.subarray(item.start, item.end);
  if (depth >= MAX_DEPTH) throw new NotRlp(`nested deeper than ${MAX_DEPTH}`);
  const items: RlpItem[] = [];
  for (let at = item.start; at < item.end;) {
    const inner = span(bytes, at, item.end);
    items.push(decode(bytes, inner, depth + 1));
    at = inner.end;
  }
  return items;
}

/**
 * Decodes one item that is exactly `bytes`; only the shortest encoding of every length is taken. Strings are views of
 * `bytes`, not copies.
 *
 * @see Ethereum yellow paper, appendix B
 * @throws NotRlp
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  return decode(bytes, whole(bytes), 0);
}

/**
 * The encodings (not the values) of the items of the list that is exactly `bytes`, as views.
 *
 * @throws NotRlp also when the item is a string
 */
export function rlpListItems(bytes: Uint8Array): Uint8Array[] {
  const list = whole(bytes);
  if (!list.list) throw new NotRlp('a list was expected');
  const items: Uint8Array[] = [];
  for (let at = list.start; at < list.end;) {
    const { end } = span(bytes, at, list.end);
    items.push(bytes.subarray(at, end));
    at = end;
  }
  return items;
}

/** Whether an encoding is that of a list. */
export function isRlpList(encoded: Uint8Array): boolean {
  return (encoded[0] ?? 0) >= 0xc0;
}

/**
 * The value of the string that is exactly `encoded`, as a view.
 *
 * @throws NotRlp also when the item is a list
 */
export function rlpString(encoded: Uint8Array): Uint8Array {
  const item = whole(encoded);
  if (item.list) throw new NotRlp('a string was expected');
  return encoded.subarray(item.start, item.end);
}

/**
 * The unsigned integer of the string that is exactly `encoded`: big-endian, no leading zero, at most `maxBytes`.
 *
 * @throws NotRlp
 */
export function rlpUint(encoded: Uint8Array, maxBytes = 32): bigint {
  const bytes = rlpString(encoded);
  if (bytes.length > maxBytes || bytes[0] === 0) throw new NotRlp('not a canonical integer');
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function header(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length);
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  return Uint8Array.of(offset + 55 + size.length, ...size);
}

/** The list whose items have these encodings. */
export function encodeRlpList(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = items.reduce((sum, item) => sum + item.length, 0);
  return concatBytes(header(length, 0xc0), ...items);
}

/** Encodes an item; integers are given as bytes without leading zeros (zero is the empty string). */
export function encodeRlp(item: RlpItem): Uint8Array<ArrayBuffer> {
  if (!(item instanceof Uint8Array)) return encodeRlpList(item.map(encodeRlp));
  const [first] = item;
  if (item.length === 1 && first !== undefined && first < 0x80) return item.slice() as Uint8Array<ArrayBuffer>;
  return concatBytes(header(item.length, 0x80), item);
}
