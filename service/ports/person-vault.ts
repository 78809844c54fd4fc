import type { PackedEntries, StoreKey, StoreValue } from './store.ts';

/** A person as the vault keeps one: the id's 16 bytes and the {@link SEED_BYTES} that their key is made out of. */
export type SeededPerson = { person: Uint8Array; seed: Uint8Array };

export const PERSON_BYTES = 16;
export const LOOKUP_BYTES = 32;
export const SEED_BYTES = 32;

/** A person as a window names one: kind of document and its number. Canonical form: NFKC, upper case, no spaces. */
export type PersonIdentity = { idType: number; number: string };

/**
 * Keeps personal data unreadable at rest: one AES-256 key a person, made out of a random seed and a master key that lives
 * outside the data folder, so that it is gone when either is; people are looked up by HMAC under another such key. `enrol` and `seal` write nothing by
 * themselves: the caller commits `put` together with what it seals, so that key and ciphertext appear at once.
 */
export type PersonVault = {
  /** Random id of a person (UUIDv4), or undefined when the region never met them. */
  find(identity: PersonIdentity): Promise<string | undefined>;
  /** The person's id and the writes that make them known (none when known already). */
  enrol(identity: PersonIdentity): Promise<{ person: string; put: [StoreKey, StoreValue][] }>;
  /** AES-256-GCM under the person's key; `context` is authenticated, so that a ciphertext cannot be moved elsewhere. */
  seal(person: string, context: string, plain: unknown): Promise<string>;
  /** @throws SealBroken when the key is erased, or the ciphertext or context is another */
  open<T>(person: string, context: string, sealed: string | Uint8Array): Promise<T>;
  /**
   * HMAC-SHA-256 (32 bytes) under the lookup key: for what must be found or compared again and may hold personal data,
   * such as request bodies and idempotency keys. `purpose` keeps the uses apart.
   */
  keyedDigest(purpose: string, text: string): Promise<Uint8Array>;
  /** People by the digests they are looked up under (side by side), with their seeds: for a `Workshop`. */
  known(lookups: Uint8Array): Promise<(SeededPerson | undefined)[]>;
  /**
   * The writes that make people known whom a workshop has made; refused when somebody made one of them known before.
   *
   * @param people what they are looked up under, their ids and their seeds, each side by side
   * @param since the store's revision before they were found to be unknown
   */
  enrolments(people: { lookups: Uint8Array; persons: Uint8Array; seeds: Uint8Array }, since: number): PackedEntries[];
  /** Destroys the person's seed: everything sealed under it is gone for good. */
  erase(person: string): Promise<StoreKey[]>;
};

/** The ciphertext does not open: the person was erased, or bytes or context are not those that were sealed. */
export class SealBroken extends Error {
  readonly code = 'vault.sealBroken';
}
