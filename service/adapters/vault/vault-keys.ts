import { createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { lp, u8, utf8 } from '../../proof/bytes.ts';
import type { PersonIdentity } from '../../ports/person-vault.ts';
import { hmacKey, hmacSha256 } from '../crypto/hmac.ts';
import type { HmacKey } from '../crypto/hmac.ts';

/** The vault's keys for each use: a digest for one purpose says nothing about another. 256 bits each. */
export type VaultKeys = { person: HmacKey; identity: HmacKey; digest: HmacKey };

/**
 * @param keys.master makes the persons' keys out of their seeds
 * @param keys.lookup finds persons and digests what may hold personal data
 */
export function deriveVaultKeys(keys: { master: Uint8Array; lookup: Uint8Array }): VaultKeys {
  const derive = (key: Uint8Array, purpose: string): HmacKey =>
    hmacKey(new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `zhenglian/v1/${purpose}`, 32)));
  return {
    person: derive(keys.master, 'person-key'),
    identity: derive(keys.lookup, 'person-lookup'),
    digest: derive(keys.lookup, 'keyed-digest'),
  };
}

/**
 * A person's AES-256 key: HMAC-SHA-256 of their id and their random seed (NIST SP 800-108r1 section 4 with one block). It is
 * gone when either the seed or the vault's key is.
 *
 * @param person the id's 16 bytes
 * @param seed 32 random bytes
 */
export function personKeyOf(keys: VaultKeys, person: Uint8Array, seed: Uint8Array): KeyObject {
  return createSecretKey(hmacSha256(keys.person, person, seed));
}

/** Under which a person is looked up, 32 bytes. */
export function identityDigest(keys: VaultKeys, { idType, number }: PersonIdentity): Buffer {
  return hmacSha256(keys.identity, u8(idType), number);
}

/** HMAC-SHA-256 of what may hold personal data, 32 bytes; `purpose` keeps the uses apart. */
export function keyedDigest(keys: VaultKeys, purpose: string, ...data: (string | Uint8Array)[]): Buffer {
  return hmacSha256(keys.digest, lp(utf8(purpose)), ...data);
}
