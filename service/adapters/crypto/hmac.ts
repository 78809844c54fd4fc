import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/** An HMAC-SHA-256 key, combined with both paddings: whoever has it has the key. */
export type HmacKey = { inner: Uint8Array; outer: Uint8Array };

/** @param key at most a block, 64 bytes */
export function hmacKey(key: Uint8Array): HmacKey {
  if (key.length > BLOCK_BYTES) throw new RangeError('a key longer than a block');
  const padded = (padding: number): Uint8Array =>
    Uint8Array.from({ length: BLOCK_BYTES }, (_, at) => (key[at] ?? 0) ^ padding);
  return { inner: padded(0x36), outer: padded(0x5c) };
}

// Filled in again and again: hashing is synchronous and keeps nothing.
let innerInput = Buffer.alloc(1024);
const outerInput = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);

/**
 * HMAC-SHA-256 of the parts one after another (texts in UTF-8), 32 bytes, by two one-shot hashes: Node's `Hmac` takes several
 * times as long over what is as short as a name or a number.
 *
 * @see RFC 2104
 */
export function hmacSha256({ inner, outer }: HmacKey, ...parts: (Uint8Array | string)[]): Buffer {
  let most = BLOCK_BYTES;
  for (const part of parts) most += typeof part === 'string' ? 3 * part.length : part.length;
  if (innerInput.length < most) innerInput = Buffer.alloc(2 * most);
  innerInput.set(inner);
  let length = BLOCK_BYTES;
  for (const part of parts) {
    if (typeof part === 'string') {
      length += innerInput.write(part, length, 'utf8');
    } else {
      innerInput.set(part, length);
      length += part.length;
    }
  }
  outerInput.set(outer);
  outerInput.write(hash('sha256', innerInput.subarray(0, length), 'binary'), BLOCK_BYTES, 'latin1');
  // A digest as a text of as many characters costs a third of one as a Buffer.
  return Buffer.from(hash('sha256', outerInput, 'binary'), 'latin1');
}
