import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from './bytes.ts';

const tags = new Map<string, Uint8Array>();

/**
 * The 32 bytes that begin every preimage: SHA-256("zhenglian/v1/" + purpose). They name purpose and suite (v1 is SHA-256
 * with ES256), so that a hash made for one purpose never means anything for another.
 *
 * The same array is returned every time; do not write to it. Purposes are constants of the program, never input.
 */
export function tag(purpose: string): Uint8Array {
  let bytes = tags.get(purpose);
  if (bytes === undefined) {
    bytes = sha256(utf8(`zhenglian/v1/${purpose}`));
    tags.set(purpose, bytes);
  }
  return bytes;
}
