import { fleetingBytes, writeFleeting } from './bytes.ts';

/** The text is no canonical base64url. The caller refuses the input it came from. */
export class NotBase64url extends Error {
  override readonly name = 'NotBase64url';
  readonly code = 'notBase64url';
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Two characters for every twelve bits. */
const PAIRS = Array.from({ length: 4096 }, (_, value) => ALPHABET.charAt(value >>> 6) + ALPHABET.charAt(value & 63));
/** By byte; negative is no character of the alphabet. */
const VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Base64url without padding (RFC 4648 section 5, RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    text += (PAIRS[group >>> 12] as string) + (PAIRS[group & 4095] as string);
  }
  if (at + 1 === bytes.length) {
    const group = bytes[at] as number;
    text += PAIRS[group << 4] as string;
  } else if (at + 2 === bytes.length) {
    const group = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    text += (PAIRS[group >>> 4] as string) + ALPHABET.charAt((group & 15) << 2);
  }
  return text;
}

/** Six bits; negative for a foreign character. */
const valueAt = (ascii: Uint8Array, at: number): number => VALUES[ascii[at] as number] as number;

/** Decodes the characters from..to; `bytes` may be `ascii` itself, since no byte is written before it was read. */
function decode(ascii: Uint8Array, from: number, to: number, bytes: Uint8Array): void {
  const rest = (to - from) & 3;
  if (rest === 1) throw new NotBase64url('impossible length');
  const whole = to - rest;
  // A negative value makes all that it is combined with negative.
  let seen = 0;
  let out = 0;
  for (let at = from; at < whole; at += 4) {
    const high = (valueAt(ascii, at) << 6) | valueAt(ascii, at + 1);
    const group = (high << 12) | (valueAt(ascii, at + 2) << 6) | valueAt(ascii, at + 3);
    seen |= group;
    bytes[out++] = group >>> 16;
    bytes[out++] = group >>> 8;
    bytes[out++] = group;
  }
  let spare = 0;
  if (rest === 2) {
    const group = (valueAt(ascii, whole) << 6) | valueAt(ascii, whole + 1);
    seen |= group;
    spare = group & 0xf;
    bytes[out] = group >>> 4;
  } else if (rest === 3) {
    const high = (valueAt(ascii, whole) << 6) | valueAt(ascii, whole + 1);
    const group = (high << 6) | valueAt(ascii, whole + 2);
    seen |= group;
    spare = group & 3;
    bytes[out++] = group >>> 10;
    bytes[out] = group >>> 2;
  }
  if (seen < 0) throw new NotBase64url('foreign character');
  if (spare !== 0) throw new NotBase64url('spare bits are not zero');
}

const bytesOf = (length: number): number => (length * 3) >>> 2;

/** Decodes all of a text; `bytes` may be fleeting themselves. */
function decodeText(text: string, bytes: Uint8Array): void {
  const { memory, length } = writeFleeting(text);
  if (length !== text.length && (text.length & 3) !== 1) throw new NotBase64url('foreign character');
  decode(memory, 0, text.length, bytes);
}

/**
 * Reads exactly what {@link encodeBase64url} writes: one text for one byte string, so that signed text cannot be changed
 * without changing what it says.
 *
 * @throws NotBase64url on padding, foreign characters, an impossible length, or spare bits that are not zero
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesOf(text.length));
  // Bytes are read several times faster than the characters of a part of a longer text.
  decodeText(text, bytes);
  return bytes;
}

/**
 * The same of the characters `from` up to `to` of a text that is there as bytes.
 *
 * @throws NotBase64url
 */
export function decodeBase64urlAscii(ascii: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesOf(to - from));
  decode(ascii, from, to, bytes);
  return bytes;
}

/**
 * The same in memory that {@link fleetingUtf8} fills in again: for what is read at once.
 *
 * @throws NotBase64url
 */
export function fleetingBase64url(text: string): Uint8Array {
  const bytes = fleetingBytes(bytesOf(text.length));
  decodeText(text, bytes);
  return bytes;
}

/**
 * {@link decodeBase64urlAscii} in such memory.
 *
 * @throws NotBase64url
 */
export function fleetingBase64urlAscii(ascii: Uint8Array, from: number, to: number): Uint8Array {
  const bytes = fleetingBytes(bytesOf(to - from));
  decode(ascii, from, to, bytes);
  return bytes;
}
