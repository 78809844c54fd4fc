/** What the store needs of a key-value engine: ordered bytes and one atomic, synced batch. */
export type Backend = {
  /** Opens or opens again after a failure. @throws StoreUnavailable */
  open(): Promise<void>;
  get(key: Uint8Array): Promise<Uint8Array | undefined>;
  /** Many at once, where the engine is quicker that way. */
  getMany?(keys: Uint8Array[]): Promise<(Uint8Array | undefined)[]>;
  /** All or nothing, on disk when it returns. An undefined value deletes. @throws StoreUnavailable */
  write(operations: Iterable<[key: Uint8Array, value: Uint8Array | undefined]>): Promise<void>;
  entries(range: Range): AsyncIterable<[key: Uint8Array, value: Uint8Array]>;
  close(): Promise<void>;
};

export type Range = { gte: Uint8Array; lt?: Uint8Array; reverse?: boolean; limit?: number };
