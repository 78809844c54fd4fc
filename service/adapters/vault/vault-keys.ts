import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { concatBytes, lp, u8, utf8 } from '../../proof/bytes.ts';
import type { PersonIdentity } from '../../ports/person-vault.ts';

/** The vault's keys for each use: a digest for one purpose says nothing about another. 256 bits each. */
export type VaultKeys = { master: KeyObject; identity: KeyObject; digest: KeyObject };

/**
 * @param keys.master wraps the persons' keys
 * @param keys.lookup finds persons and digests what may hold personal data
 */
export function deriveVaultKeys(keys: { master: Uint8Array; lookup: Uint8Array }): VaultKeys {
  const derive = (purpose: string): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', keys.lookup, new Uint8Array(0), `zhenglian/v1/${purpose}`, 32)));
  return { master: createSecretKey(keys.master), identity: derive('person-lookup'), digest: derive('keyed-digest') };
}

/** Under which a person is looked up, 32 bytes. */
export function identityDigest(keys: VaultKeys, { idType, number }: PersonIdentity): Buffer {
  return createHmac('sha256', keys.identity).update(u8(idType)).update(number, 'utf8').digest();
}

/** HMAC-SHA-256 of what may hold personal data, 32 bytes; `purpose` keeps the uses apart. */
export function keyedDigest(keys: VaultKeys, purpose: string, data: string | Uint8Array): Buffer {
  return createHmac('sha256', keys.digest)
    .update(concatBytes(lp(utf8(purpose))))
    .update(data)
    .digest();
}

/** The context that a person's wrapped key is bound to. */
export const wrapContext = (person: string): string => `person-key/${person}`;
