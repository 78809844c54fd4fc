import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { uuidToBytes, uuidv4 } from '../../domain/uuid.ts';
import { utf8 } from '../../proof/bytes.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import type { PersonIdentity, PersonVault } from '../../ports/person-vault.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { openBytes, sealBytes } from './seal.ts';
import { deriveVaultKeys, identityDigest, keyedDigest, wrapContext } from './vault-keys.ts';

type PersonRow = { wrapped: string; lookup: string };

/** Keys of persons kept unwrapped in memory; the oldest leaves first. */
const CACHED_KEYS = 10_000;

const personKey = (person: string): StoreKey => [tables.persons, uuidToBytes(person)];

/**
 * A vault whose wrapped keys and lookups lie in the store, under two 256-bit keys that do not.
 *
 * @param keys.master wraps the persons' keys
 * @param keys.lookup finds persons and digests what may hold personal data
 */
export function createPersonVault(store: Store, keys: { master: Uint8Array; lookup: Uint8Array }): PersonVault {
  const own = deriveVaultKeys(keys);
  const cache = new Map<string, KeyObject>();

  const remember = (person: string, key: KeyObject): KeyObject => {
    const [oldest] = cache.size >= CACHED_KEYS ? cache.keys() : [];
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(person, key);
    return key;
  };

  const lookupKey = (identity: PersonIdentity): StoreKey => [tables.personLookup, identityDigest(own, identity)];

  const keyOf = async (person: string): Promise<KeyObject> => {
    const cached = cache.get(person);
    if (cached) return cached;
    const row = await store.get<PersonRow>(personKey(person));
    if (!row) throw new SealBroken(`person ${person} has no key`);
    return remember(person, createSecretKey(openBytes(own.master, wrapContext(person), row.wrapped)));
  };

  const find = async (identity: PersonIdentity): Promise<string | undefined> =>
    (await store.get<{ person: string }>(lookupKey(identity)))?.person;

  return {
    find,
    async enrol(identity) {
      const known = await find(identity);
      if (known !== undefined) return { person: known, put: [] };
      const person = uuidv4(randomBytes(16));
      const key = new Uint8Array(randomBytes(32));
      const lookup = lookupKey(identity);
      const row: PersonRow = {
        wrapped: sealBytes(own.master, wrapContext(person), key),
        lookup: Buffer.from(lookup[1] as Uint8Array).toString('base64url'),
      };
      remember(person, createSecretKey(key));
      return {
        person,
        put: [
          [personKey(person), row],
          [lookup, { person }],
        ],
      };
    },
    async seal(person, context, plain) {
      return sealBytes(await keyOf(person), context, utf8(JSON.stringify(plain)));
    },
    async open<T>(person: string, context: string, sealed: string): Promise<T> {
      return JSON.parse(Buffer.from(openBytes(await keyOf(person), context, sealed)).toString('utf8')) as T;
    },
    keyedDigest: async (purpose, text) => keyedDigest(own, purpose, text),
    async known(lookups) {
      const found = await store.getMany<{ person: string }>(lookups.map((lookup) => [tables.personLookup, lookup]));
      const ids = found.filter((row) => row !== undefined).map(({ person }) => person);
      const rows = await store.getMany<PersonRow>(ids.map(personKey));
      const wrapped = new Map(ids.map((person, index) => [person, rows[index]?.wrapped]));
      return found.map((row) => {
        const key = row && wrapped.get(row.person);
        return row && key !== undefined ? { person: row.person, wrapped: key } : undefined;
      });
    },
    enrolment: (lookup, { person, wrapped }) => [
      [personKey(person), { wrapped, lookup: Buffer.from(lookup).toString('base64url') } satisfies PersonRow],
      [[tables.personLookup, lookup], { person }],
    ],
    async erase(person) {
      const row = await store.get<PersonRow>(personKey(person));
      cache.delete(person);
      if (!row) return [];
      return [personKey(person), [tables.personLookup, Buffer.from(row.lookup, 'base64url')]];
    },
  };
}
