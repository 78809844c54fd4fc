import type { CertificateType } from '../domain/certificate-type.ts';
import type { Column } from '../domain/bulk/csv-columns.ts';
import type { RowError } from '../domain/bulk/read-row.ts';
import type { BatchAnchor } from '../domain/bulk/anchor-texts.ts';
import type { Packed } from '../domain/bulk/packed.ts';
import type { RowFault } from '../domain/bulk/split-rows.ts';

/** Rows of a register, and which of them cannot be read. */
export type PackedRows = Packed & { faults: [row: number, fault: RowFault][] };

export type CheckTask = {
  department: string;
  type: CertificateType;
  /** Of a CSV register. */
  columns: Column[] | undefined;
  /** Unix seconds. */
  now: number;
  rows: PackedRows;
};

/** What can become certificates, and why the rest cannot. Fields of good rows lie side by side, in the rows' order. */
export type CheckedRows = {
  /** Keyed digest of the rows' bytes, base64url: tells whether the same rows come again. */
  digest: string;
  bad: { row: number; errors: RowError[] }[];
  good: {
    rows: number[];
    /** JSON of the claims. */
    claims: Packed;
    validFrom: number[];
    validUntil: (number | null)[];
    /** 32 bytes a row: who it is about, as the vault looks people up. */
    lookups: Uint8Array;
    /** 16 bytes a row: the row's natural key, given by the department or its whole content, as a keyed digest. */
    keys: Uint8Array;
    /** 16 bytes a row: keyed digest of the content. */
    contents: Uint8Array;
  };
};

/** A row about a person whom no row before it names and the vault does not know. */
export const NEW_PERSON = -1;
/** A row about the next one of a task's known people. */
export const KNOWN_PERSON = -2;

export type SealTask = {
  base: string;
  department: string;
  type: CertificateType;
  /** Thumbprint of the certificate that will sign. */
  x5tS256: string;
  /** Unix seconds. */
  acceptedAt: number;
  /** Milliseconds that all ids of the chunk begin with. */
  time: number;
  /** Serial number of the first row's licence; the others follow. */
  serialFrom: number;
  claims: Packed;
  /** Which of the claims, when not all. */
  chosen?: number[];
  /** Of the chosen rows; so are all that follow. */
  validFrom: number[];
  validUntil: (number | null)[];
  /** {@link NEW_PERSON}, {@link KNOWN_PERSON}, or the number of the row in which a new person was met. */
  persons: Int32Array;
  /** Known people in their rows' order: id and seed side by side. */
  known: Uint8Array;
};

export type SealedRows = {
  /** Bytes 8 to 15 of each row's id. */
  ids: Uint8Array;
  /** 16 bytes a row: the person's id. */
  persons: Uint8Array;
  /** Seeds of new people side by side, in their first rows' order. */
  seeds: Uint8Array;
  /** 32 bytes a row. */
  leaves: Uint8Array;
  /** Claims and salts under the person's key: packed and encoded, as they are stored. */
  sealed: Uint8Array;
  payloads: PackedPayloads;
};

/** Three items a payload: its canonical text without braces, parted where `anchor` and `status` will stand. */
export type PackedPayloads = Packed;

export type JoinTask = {
  /** Of a chunk's rows; a payload whose parts are all empty is left out. */
  payloads: PackedPayloads;
  anchor: BatchAnchor;
  /** Hashes of the batch's tree level by level from the leaves on, 32 bytes each. */
  tree: Uint8Array;
  /** Index of the chunk's first leaf. */
  offset: number;
  status: { base: string; department: string; vct: string; listFrom: number };
};

/**
 * Does the CPU's part of bulk issuing, away from the thread that answers requests. It keeps nothing: everything it makes is
 * in what it returns, and the same task may be given again after an error.
 */
export type Workshop = {
  check(task: CheckTask): Promise<CheckedRows>;
  seal(task: SealTask): Promise<SealedRows>;
  /**
   * Whole payloads in base64url, as they are signed (RFC 7515 section 5.1): an empty item for each one left out. */
  join(task: JoinTask): Promise<Packed>;
};
