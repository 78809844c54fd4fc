/** A key: a table number (u16), then fields, each a u64 or fixed-width bytes. Byte order is key order. No personal data. */
export type StoreKey = readonly [table: number, ...fields: (number | bigint | Uint8Array)[]];

/** Anything JSON can carry, in which bytes travel as base64url; a `Uint8Array` in the tables that hold bytes (`byteTables`). */
export type StoreValue = unknown;

/** An event before the log gives it its place. `sealed`: ciphertext under the subject's key, or absent. */
export type NewEvent = {
  type: string;
  v: number;
  /** Random id of the person or thing concerned; never a number of a person. */
  subject: string;
  /** Who acted: department, clerk pseudonym, partner region, or `system`. */
  actor: string;
  /** The basis acted on: consent id, legal basis code, or the endpoint's own. */
  basis?: string;
  case?: string;
  /** Facts without personal data (ids, roots, counts, codes). */
  facts?: Record<string, unknown>;
  sealed?: string;
};

/** An event in the region's hash-linked log (formats.md "event"); `hash` and `prev` are 0x hex, `at` Unix seconds. */
export type LoggedEvent = NewEvent & { seq: number; at: number; prev: string; hash: string };

/** A transaction that has to reach the home chain. `kind` and `ref` say who waits for its confirmation. */
export type NewOutboxItem = { kind: string; ref: string; signer: string; to: string; data: string };

/**
 * The item under `[tables.outbox, id]`: ids rise with the commits and are never used again, `at` is Unix seconds. The
 * dispatcher adds the signed bytes in `sent` before it sends them, and removes the item when it is final.
 */
export type OutboxItem = NewOutboxItem & {
  id: number;
  at: number;
  sent?: { raw: string; hash: string; nonce: number };
};

/** What a commit did, for those who wait for work: told after it is durable. */
export type Committed = { seq: number; events: LoggedEvent[]; outbox: OutboxItem[] };

/** Many keys of one table: encoded, of one width, side by side. */
export type PackedKeys = {
  table: number;
  /** Bytes of a key, the table's two included. */
  keyBytes: number;
  keys: Uint8Array;
};

/** Many entries of one table that holds bytes: their values side by side, too, of one width. */
export type PackedEntries = PackedKeys & {
  valueBytes: number;
  values: Uint8Array;
  /**
   * The commit is refused if one of the keys is there. They were not at this revision (`Store.revision`), so that nothing has to
   * be read again when the table has not been written to since; 0 when that is not known.
   */
  expectAbsentSince?: number;
};

export type Commit = {
  /** The commit is refused (`StoreConflict`) unless each key holds exactly this value (undefined: absent). */
  expect?: { key: StoreKey; value: StoreValue | undefined }[];
  events?: NewEvent[];
  put?: [key: StoreKey, value: StoreValue][];
  putPacked?: PackedEntries[];
  del?: StoreKey[];
  outbox?: NewOutboxItem[];
};

/** The data folder was written by another version of the format. Nothing is touched; run the version that wrote it, or migrate. */
export class StoreFormatUnknown extends Error {
  readonly code = 'store.formatUnknown';
}

/** An expectation of a commit did not hold: read again and decide again. */
export class StoreConflict extends Error {
  readonly code = 'store.conflict';
}

/**
 * The disk refused (full, read-only, broken). Nothing of the commit is visible; try again after the operator has made
 * room. As with every lost reply, the same request with the same idempotency key is the safe way to try again.
 */
export class StoreUnavailable extends Error {
  readonly code = 'store.unavailable';
}

/**
 * The region's one store. Guarantees: a commit is one atomic, synced batch, visible to every later read and to no
 * reader before it is durable; commits are ordered; events get consecutive numbers and a hash over all before them.
 * Only the service opens it. Not for: large files, queues of other programs, anything that must be shared.
 */
export type Store = {
  commit(commit: Commit): Promise<Committed>;
  get<T = StoreValue>(key: StoreKey): Promise<T | undefined>;
  /** The values of many keys in the keys' order: one question to the disk. */
  getMany<T = StoreValue>(keys: readonly StoreKey[]): Promise<(T | undefined)[]>;
  /** The same of a table that holds bytes, for keys that come packed. */
  getPacked(keys: PackedKeys): Promise<(Uint8Array | undefined)[]>;
  /**
   * Entries under a key prefix in key order (or reversed), from an optional start (inclusive). A key comes back as its
   * table and one field with the rest of its bytes: as good as the original in `get`, `del` and `from`.
   */
  range<T = StoreValue>(
    prefix: StoreKey,
    options?: { from?: StoreKey; limit?: number; reverse?: boolean },
  ): AsyncIterable<[key: StoreKey, value: T]>;
  head(): Promise<{ seq: number; hash: string }>;
  /** Rises with every durable batch of this process: what is read now is at least as new. */
  revision(): number;
  /** Calls the listener after every durable commit of this process, in order; returns how to stop it. */
  onCommit(listener: (committed: Committed) => void): () => void;
  close(): Promise<void>;
};
