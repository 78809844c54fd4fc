import { createHmac, hkdfSync } from 'node:crypto';
import { concatBytes, lp, u8, utf8 } from '../../proof/bytes.ts';
import type { PersonIdentity } from '../../ports/person-vault.ts';

/** The vault's keys for each use: a digest for one purpose says nothing about another. 32 bytes each. */
export type VaultKeys = { master: Uint8Array; identity: Uint8Array; digest: Uint8Array };

/**
 * @param keys.master wraps the persons' keys
 * @param keys.lookup finds persons and digests what may hold personal data
 */
export function deriveVaultKeys(keys: { master: Uint8Array; lookup: Uint8Array }): VaultKeys {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', keys.lookup, new Uint8Array(0), `zhenglian/v1/${purpose}`, 32));
  return { master: keys.master, identity: derive('person-lookup'), digest: derive('keyed-digest') };
}

/** Under which a person is looked up, 32 bytes. */
export function identityDigest(keys: VaultKeys, { idType, number }: PersonIdentity): Buffer {
  return createHmac('sha256', keys.identity).update(u8(idType)).update(utf8(number)).digest();
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
