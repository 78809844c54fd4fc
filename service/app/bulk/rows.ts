import type { RowError } from '../../domain/bulk/read-row.ts';
import type { RowFormat } from '../../domain/bulk/split-rows.ts';
import { uuidFromBytes, uuidToBytes } from '../../domain/uuid.ts';
import { concatBytes, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { packedKeys } from '../../ports/store-key.ts';
import type { PackedKeys, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** Rows of a register that become durable, are anchored and are signed together. */
export const CHUNK_ROWS = 512;

export const UUID_BYTES = 16;
/** Of a natural key's keyed digest, and of a content's. */
export const KEY_BYTES = 16;

/** A register that a department hands over. Times are Unix seconds; counts are those that are durable. */
export type IssueBatchRow = {
  id: string;
  department: string;
  actor: string;
  case?: string;
  type: { code: string; major: number };
  format: RowFormat;
  createdAt: number;
  received: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  /** Whether the whole register has come. */
  complete: boolean;
  cancelled: boolean;
};

/**
 * The accepted rows of one chunk, written once. Lists run over the accepted rows; `ids`, `people` and `leaves` are theirs one
 * after another in base64url. Personal data is in the chunk's texts only.
 */
export type ChunkRow = {
  batch: string;
  /** Number of the chunk's first row in the register, from 0, and how many rows of it there are. */
  from: number;
  rows: number;
  department: string;
  type: { code: string; major: number };
  acceptedAt: number;
  x5tS256: string;
  /** What all its ids begin with, Unix milliseconds. */
  time: number;
  serialFrom: number;
  /** Place of the first accepted row in the status lists; the others follow. */
  listFrom: number;
  /** Keyed digest of the rows as they came. */
  digest: string;
  /** Places of the accepted rows in the chunk; absent when all are. */
  places?: number[];
  size: number;
  /** Bytes 8 to 15 of each id. */
  ids: string;
  /** The persons' ids, 16 bytes each. */
  people: string;
  leaves: string;
  validFrom: number[];
  validUntil: (number | null)[];
  rejected: { row: number; errors: RowError[] }[];
  duplicates: { row: number; certificate: string }[];
};

export type ChunkProgress = 'accepted' | 'batched' | 'anchored' | 'issued' | 'failed' | 'cancelled' | 'requeued';

/** How far a chunk is; all its rows go together, but for those that its signer refuses. */
export type ChunkState = {
  state: ChunkProgress;
  /** Accepted rows. */
  size: number;
  anchor?: { id: Hex; offset: number; size: number; block?: number };
  /** Why it failed. */
  reason?: string;
  issuedAt?: number;
  /** Rows (places in the accepted ones) that failed alone. */
  failed?: { index: number; reason: string }[];
};

/** Digest of the chain that signed, 32 bytes, then the signatures of a chunk's rows, 64 each: zeros for those that failed. */
export const signedChunkValue = (chain: Uint8Array, signatures: Uint8Array): Uint8Array =>
  concatBytes(chain, signatures);

export const signedChunkParts = (value: Uint8Array): { chain: Uint8Array; signatures: Uint8Array } => ({
  chain: value.subarray(0, 32),
  signatures: value.subarray(32),
});

/** A certificate chain that signed chunks refer to: DER in base64, as `x5c` has it. */
export type SigningChainRow = { x5c: string[] };

export type PendingChunkRow = { batch: string; from: number; department: string; vct: string; size: number };

/** Which row took a natural key: its certificate's id, 16 bytes, and 16 of its content's digest, which tell whether it said the same. */
export const rowKeyParts = (value: Uint8Array): { certificate: string; content: Uint8Array } => ({
  certificate: uuidFromBytes(value.subarray(0, UUID_BYTES)),
  content: value.subarray(UUID_BYTES),
});

export type ChunkPlace = { batch: string; from: number };

export const issueBatchKey = (id: string): StoreKey => [tables.issueBatches, uuidToBytes(id)];

/** Registers by department, in the order they were opened. */
export const issueBatchOfKey = (department: string, id: string): StoreKey => [
  tables.issueBatchesByDepartment,
  utf8(department),
  uuidToBytes(id),
];

const placed =
  (table: number) =>
  ({ batch, from }: ChunkPlace): StoreKey => [table, uuidToBytes(batch), from];

export const chunkKey = placed(tables.issueChunks);
/** Claims and salts of each accepted row, each under its person's key, packed. */
export const chunkTextsKey = placed(tables.issueChunkTexts);
export const chunkStateKey = placed(tables.issueChunkStates);
export const signedChunkKey = placed(tables.signedChunks);

/** Where the ids that begin with this time lie. */
export const chunkPlaceKey = (time: number): StoreKey => [tables.issueChunkPlaces, time];

/** Where the licences lie whose serials begin here. @param group see `serialGroup` */
export const licenceChunkKey = (group: Uint8Array, serialFrom: number): StoreKey => [
  tables.licenceChunks,
  group,
  serialFrom,
];

/** @param group as in `pendingKey` of single instances */
export const pendingChunkKey = (group: Uint8Array, time: number): StoreKey => [tables.pendingChunks, group, time];

/** @param digest of the natural key, {@link KEY_BYTES} */
export const rowKeyKey = (digest: Uint8Array): StoreKey => [tables.rowKeys, digest];

/** The same for many natural keys side by side. */
export const rowKeys = (count: number, digests: Uint8Array): PackedKeys =>
  packedKeys(tables.rowKeys, count, { bytes: digests, width: KEY_BYTES });

export const signingChainKey = (digest: Uint8Array): StoreKey => [tables.signingChains, digest];

export const chunkSigningKey = (department: string, id: Hex): StoreKey => [
  tables.chunkSigningWork,
  utf8(department),
  hexToBytes(id),
];

/** Context of a row's sealed text. */
export const rowContext = (id: string): string => `row/${id}`;
