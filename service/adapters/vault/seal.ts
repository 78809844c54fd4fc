import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SealBroken } from '../../ports/person-vault.ts';
import { pooledRandom } from '../crypto/pooled-random.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that sealing adds. */
export const SEAL_BYTES = IV_BYTES + TAG_BYTES;

/**
 * AES-256-GCM: iv 12 ‖ ciphertext ‖ tag 16. IVs are random, which is sound for the few thousand texts that a
 * person's key ever seals (NIST SP 800-38D section 8.3: fewer than 2^32). Keys are KeyObjects: Node takes three times as
 * long over bytes.
 */
export function sealBytes(key: KeyObject, context: string, plain: Uint8Array): Buffer {
  const iv = pooledRandom(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context, 'utf8'));
  const text = cipher.update(plain);
  // A stream cipher: nothing is left for the end.
  cipher.final();
  return Buffer.concat([iv, text, cipher.getAuthTag()]);
}

/** @throws SealBroken when key, context or bytes are not those that were sealed */
export function openBytes(key: KeyObject, context: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length < SEAL_BYTES) throw new SealBroken('too short to be sealed');
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(context, 'utf8'))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new SealBroken('does not open under this key and context', { cause: error });
  }
}
