import { uuidToBytes } from '../../domain/uuid.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Hex } from '../../proof/bytes.ts';

// Table recordCommits holds four kinds of row, told apart by the first field.
const COMMIT = 0;
const QUEUE = 1;
const HEAD = 2;
const TAIL = 3;

export type Coverage = { from: number; through: number };

/** What a batch became: waiting for its turn, sent to the chain, final there, or refused by the contract. */
export type CommitState = 'accepted' | 'sent' | 'final' | 'refused';

/** A batch of records on its way into a domain's map, alone or in one commit with others of the same reading. */
export type CommitRow = {
  id: string;
  domain: string;
  department: string;
  state: CommitState;
  asOf: number;
  coverage: Coverage;
  size: number;
  acceptedAt: number;
  /** Its place in the domain's queue. */
  place: number;
  /** Its record events come in one run somewhere after this event; they hold what was sealed. */
  after: number;
  /** Known from `sent` on. */
  firstEvent?: number;
  newRoot?: Hex;
  epoch?: number;
  /** Known from `sent` on, of the first batch of a commit: all batches in it, its own first. */
  batches?: string[];
  /** Known from `final` on. */
  height?: number;
  /** Why the contract refused it: the revert data. */
  refusal?: string;
};

/** The map of a domain as the chain has it for good. */
export type HeadRow = {
  root: Hex;
  epoch: number;
  count: number;
  coverage: Coverage;
  vrfEpoch: number;
  asOf: number;
  commit: string;
  height: number;
};

/** The newest accepted commit of a domain: what the next one is measured by. */
export type TailRow = { place: number; asOf: number };

/** A place in a domain's map (bytes in base64url); the proof shows that the department could name no other. */
export type Place = { key: string; proof: string; publicKey: string; vrfEpoch: number };

/** A person's place, with the document it was made from, sealed: who reads the map backwards needs its number. */
export type PersonRow = Place & { identity: string };

/** A version of a person's record in the map; `event` is where its values lie, sealed. */
export type LeafRow = {
  person: string;
  version: number;
  asOf: number;
  flags: number;
  previousLeaf: string;
  fieldRoot: string;
  schema: string;
  commit: string;
  index: number;
  event: number;
};

/** The sealed part of a record event: values in the schema's order, 16 bytes of salt each, one after another. */
export type SealedRecord = { values: unknown[]; salts: string };

/** Facts of a record event. */
export type RecordFacts = { commit: string; index: number; domain: string; asOf: number; fieldRoot: string };

export const commitKey = (id: string): StoreKey => [tables.recordCommits, COMMIT, uuidToBytes(id)];
export const queuePrefix = (domain: Uint8Array): StoreKey => [tables.recordCommits, QUEUE, domain];
export const queueKey = (domain: Uint8Array, place: number): StoreKey => [tables.recordCommits, QUEUE, domain, place];
export const headKey = (domain: Uint8Array): StoreKey => [tables.recordCommits, HEAD, domain];
export const tailKey = (domain: Uint8Array): StoreKey => [tables.recordCommits, TAIL, domain];
export const personKey = (domain: Uint8Array, person: string): StoreKey => [
  tables.recordPeople,
  domain,
  uuidToBytes(person),
];
export const leafPrefix = (domain: Uint8Array, key: Uint8Array): StoreKey => [tables.recordLeaves, domain, key];
export const leafKey = (domain: Uint8Array, key: Uint8Array, version: number): StoreKey => [
  tables.recordLeaves,
  domain,
  key,
  version,
];
export const nodeKey = (domain: Uint8Array, position: Uint8Array): StoreKey => [tables.recordNodes, domain, position];

/** One look at a person's data: an `Access` of accesses.ts, sealed. The id is a UUIDv7, so that they lie in order. */
export type AccessRow = { sealed: string };

export const accessPrefix = (person: string): StoreKey => [tables.accessesByPerson, uuidToBytes(person)];
export const accessKey = (person: string, id: string): StoreKey => [...accessPrefix(person), uuidToBytes(id)];

export const accessContext = (id: string): string => `access/${id}`;
export const identityContext = (domain: string): string => `record-identity/${domain}`;

/** Authenticated context of a record's ciphertext: it opens at its own place only. */
export const recordContext = (commit: string, index: number): string => `record/${commit}/${index}`;
