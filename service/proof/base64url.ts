/** The text is no canonical base64url. The caller refuses the input it came from. */
export class NotBase64url extends Error {
  override readonly name = 'NotBase64url';
  readonly code = 'notBase64url';
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Base64url without padding (RFC 4648 section 5, RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    text += ALPHABET.charAt(group >>> 18) + ALPHABET.charAt((group >>> 12) & 63);
    text += ALPHABET.charAt((group >>> 6) & 63) + ALPHABET.charAt(group & 63);
  }
  if (at + 1 === bytes.length) {
    const group = bytes[at] as number;
    text += ALPHABET.charAt(group >>> 2) + ALPHABET.charAt((group & 3) << 4);
  } else if (at + 2 === bytes.length) {
    const group = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    text += ALPHABET.charAt(group >>> 10) + ALPHABET.charAt((group >>> 4) & 63) + ALPHABET.charAt((group & 15) << 2);
  }
  return text;
}

/**
 * Reads exactly what {@link encodeBase64url} writes: one text for one byte string, so that signed text cannot be changed
 * without changing what it says.
 *
 * @throws NotBase64url on padding, foreign characters, an impossible length, or spare bits that are not zero
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const rest = text.length & 3;
  if (rest === 1) throw new NotBase64url('impossible length');
  const bytes = new Uint8Array((text.length * 3) >>> 2);
  let buffer = 0;
  let bits = 0;
  let out = 0;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? -1;
    if (value < 0) throw new NotBase64url(`foreign character at ${at}`);
    buffer = ((buffer << 6) | value) & 0x3fff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[out++] = buffer >>> bits;
    }
  }
  if ((buffer & ((1 << bits) - 1)) !== 0) throw new NotBase64url('spare bits are not zero');
  return bytes;
}
