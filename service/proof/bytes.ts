/** Bytes as lower-case hexadecimal with the 0x prefix, as in Ethereum's JSON-RPC. */
export type Hex = `0x${string}`;

/** The text is no hexadecimal of whole bytes. The caller refuses the input it came from. */
export class NotHex extends Error {
  override readonly name = 'NotHex';
  readonly code = 'notHex';
}

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const NIBBLES = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) {
  NIBBLES[value.toString(16).charCodeAt(0)] = value;
  NIBBLES[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

const nibble = (text: string, at: number): number => NIBBLES[text.charCodeAt(at)] ?? -1;

/**
 * Reads hexadecimal of either case, with or without 0x; an odd number of digits is refused.
 *
 * @throws NotHex
 */
export function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  const start = hex.startsWith('0x') ? 2 : 0;
  if ((hex.length & 1) === 1) throw new NotHex('odd number of hexadecimal digits');
  const bytes = new Uint8Array((hex.length - start) / 2);
  for (let i = 0, at = start; i < bytes.length; i++, at += 2) {
    const high = nibble(hex, at);
    const low = nibble(hex, at + 1);
    if (high < 0 || low < 0) throw new NotHex(`no hexadecimal digit at ${at}`);
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

/** Lower-case hexadecimal with 0x. */
export function bytesToHex(bytes: Uint8Array): Hex {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return `0x${text}`;
}

/** One new array holding all parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Same length and same content. Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lexicographic order of unsigned bytes, a prefix before what it begins: negative, zero or positive as in Array.sort. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const SLAB_BYTES = 65_536;
let slab = new Uint8Array(SLAB_BYTES);
let used = 0;

/**
 * `length` bytes, zero, on memory shared with other such: for what is dropped soon, since all of it lives as long as any
 * part. Memory of one's own (beyond 64 bytes) is asked of the system and given back by another thread, which costs more
 * than filling it.
 */
export function pooledBytes(length: number): Uint8Array<ArrayBuffer> {
  if (length > SLAB_BYTES / 4) return new Uint8Array(length);
  if (used + length > SLAB_BYTES) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  used += length;
  return slab.subarray(used - length, used);
}

/** UTF-8 of a text in {@link pooledBytes}. */
export function pooledUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = pooledBytes(text.length);
  // Only ASCII has a byte for every character; other text is rare where this is used.
  return encoder.encodeInto(text, bytes).read === text.length ? bytes : utf8(text);
}

const scratch = new Uint8Array(65_536);
const MAX_BYTES_OF_UNIT = 3;

/**
 * UTF-8 of a text after a prefix, in memory that the next call fills in again: only for what reads it at once and keeps
 * nothing, as a synchronous hash does. New memory for every text costs more than its hash.
 */
export function fleetingUtf8(text: string, prefix?: Uint8Array): Uint8Array {
  const start = prefix?.length ?? 0;
  if (start + text.length * MAX_BYTES_OF_UNIT > scratch.length)
    return concatBytes(prefix ?? scratch.subarray(0, 0), utf8(text));
  if (prefix !== undefined) scratch.set(prefix);
  const { written } = encoder.encodeInto(text, start === 0 ? scratch : scratch.subarray(start));
  return scratch.subarray(0, start + written);
}

/**
 * {@link fleetingUtf8} without a view of its own: the memory, and how many bytes of it are the text's.
 */
export function writeFleeting(text: string): { memory: Uint8Array; length: number } {
  const memory = text.length * MAX_BYTES_OF_UNIT > scratch.length ? utf8(text) : scratch;
  return { memory, length: memory === scratch ? encoder.encodeInto(text, scratch).written : memory.length };
}

/** `length` bytes of that memory, with anything in them. */
export function fleetingBytes(length: number): Uint8Array {
  return length > scratch.length ? new Uint8Array(length) : scratch.subarray(0, length);
}

function checked(value: number, limit: number): number {
  if (!Number.isInteger(value) || value < 0 || value > limit) throw new RangeError(`${value} is no unsigned integer`);
  return value;
}

/** 1 byte. @throws RangeError outside 0..2^8-1 */
export function u8(value: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(checked(value, 0xff));
}

/** 2 bytes, big-endian. @throws RangeError outside 0..2^16-1 */
export function u16(value: number): Uint8Array<ArrayBuffer> {
  checked(value, 0xffff);
  return Uint8Array.of(value >>> 8, value & 0xff);
}

/** 4 bytes, big-endian. @throws RangeError outside 0..2^32-1 */
export function u32(value: number): Uint8Array<ArrayBuffer> {
  checked(value, 0xffffffff);
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** 8 bytes, big-endian. @throws RangeError outside 0..2^64-1; a number above 2^53-1 must come as bigint */
export function u64(value: number | bigint): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') checked(value, Number.MAX_SAFE_INTEGER);
  else if (value < 0n || value >= 1n << 64n) throw new RangeError(`${value} is no unsigned 64-bit integer`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Length-prefixed: u32 length, then the bytes (formats.md, `lp`). */
export function lp(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(u32(bytes.length), bytes);
}
