import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { uuidFromBytes, uuidToBytes, uuidv4 } from '../../domain/uuid.ts';
import { concatBytes, utf8 } from '../../proof/bytes.ts';
import { LOOKUP_BYTES, PERSON_BYTES, SealBroken, SEED_BYTES } from '../../ports/person-vault.ts';
import type { PersonIdentity, PersonVault } from '../../ports/person-vault.ts';
import { joinColumns } from '../../ports/byte-columns.ts';
import { packedKeys } from '../../ports/store-key.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { openBytes, sealBytes } from './seal.ts';
import { deriveVaultKeys, identityDigest, keyedDigest, personKeyOf } from './vault-keys.ts';

/** Keys of persons kept in memory; the oldest leaves first. */
const CACHED_KEYS = 10_000;

const NOTHING = new Uint8Array(0);

const personKey = (person: string): StoreKey => [tables.persons, uuidToBytes(person)];

/** A person's row: the digest they are looked up under, and the seed of their key. */
const personRow = (lookup: Uint8Array, seed: Uint8Array): Uint8Array => concatBytes(lookup, seed);
const seedOf = (row: Uint8Array): Uint8Array => row.subarray(LOOKUP_BYTES);
const lookupOf = (row: Uint8Array): Uint8Array => row.subarray(0, LOOKUP_BYTES);

/**
 * A vault whose seeds and lookups lie in the store, and are of no use without two 256-bit keys that do not.
 *
 * @param keys.master makes the persons' keys out of their seeds
 * @param keys.lookup finds persons and digests what may hold personal data
 */
export function createPersonVault(store: Store, keys: { master: Uint8Array; lookup: Uint8Array }): PersonVault {
  const own = deriveVaultKeys(keys);
  const cache = new Map<string, KeyObject>();
  /** People who are being erased: whether they are, only the store knows, so that their keys are not kept any more. */
  const leaving = new Set<string>();

  const remember = (person: string, key: KeyObject): KeyObject => {
    if (leaving.has(person)) return key;
    const [oldest] = cache.size >= CACHED_KEYS ? cache.keys() : [];
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(person, key);
    return key;
  };

  const lookupKey = (identity: PersonIdentity): StoreKey => [tables.personLookup, identityDigest(own, identity)];

  const keyOf = async (person: string): Promise<KeyObject> => {
    const cached = cache.get(person);
    if (cached) return cached;
    const row = await store.get<Uint8Array>(personKey(person));
    if (!row) throw new SealBroken(`person ${person} has no key`);
    return remember(person, personKeyOf(own, uuidToBytes(person), seedOf(row)));
  };

  const find = async (identity: PersonIdentity): Promise<string | undefined> => {
    const person = await store.get<Uint8Array>(lookupKey(identity));
    return person && uuidFromBytes(person);
  };

  return {
    find,
    async enrol(identity) {
      const known = await find(identity);
      if (known !== undefined) return { person: known, put: [] };
      const person = uuidv4(randomBytes(16));
      const seed = randomBytes(SEED_BYTES);
      const lookup = lookupKey(identity);
      const row = personRow(lookup[1] as Uint8Array, seed);
      remember(person, personKeyOf(own, uuidToBytes(person), seed));
      return {
        person,
        put: [
          [personKey(person), row],
          [lookup, uuidToBytes(person)],
        ],
      };
    },
    async seal(person, context, plain) {
      return sealBytes(await keyOf(person), context, utf8(JSON.stringify(plain))).toString('base64url');
    },
    async open<T>(person: string, context: string, sealed: string | Uint8Array): Promise<T> {
      const bytes = typeof sealed === 'string' ? Buffer.from(sealed, 'base64url') : sealed;
      return JSON.parse(Buffer.from(openBytes(await keyOf(person), context, bytes)).toString('utf8')) as T;
    },
    keyedDigest: async (purpose, text) => keyedDigest(own, purpose, text),
    async known(lookups) {
      const column = { bytes: lookups, width: LOOKUP_BYTES };
      const people = await store.getPacked(packedKeys(tables.personLookup, lookups.length / LOOKUP_BYTES, column));
      const met = people.filter((person) => person !== undefined);
      const rows = await store.getMany<Uint8Array>(met.map((person) => [tables.persons, person]));
      const all = rows.values();
      return people.map((person) => {
        const row = person && all.next().value;
        return person && row && { person, seed: seedOf(row) };
      });
    },
    enrolments(people, since) {
      const count = people.persons.length / PERSON_BYTES;
      const persons = { bytes: people.persons, width: PERSON_BYTES };
      const lookups = { bytes: people.lookups, width: LOOKUP_BYTES };
      const rows = joinColumns(NOTHING, count, [lookups, { bytes: people.seeds, width: SEED_BYTES }]);
      return [
        { ...packedKeys(tables.persons, count, persons), valueBytes: rows.width, values: rows.bytes },
        {
          ...packedKeys(tables.personLookup, count, lookups),
          ...{ valueBytes: PERSON_BYTES, values: people.persons },
          // The person's own id is random: only the lookup can be taken.
          expectAbsentSince: since,
        },
      ];
    },
    async erase(person) {
      const row = await store.get<Uint8Array>(personKey(person));
      if (!row) return [];
      leaving.add(person);
      cache.delete(person);
      return [personKey(person), [tables.personLookup, lookupOf(row)]];
    },
  };
}
