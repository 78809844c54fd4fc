import type { CertificateType } from '../domain/certificate-type.ts';
import type { Column } from '../domain/bulk/csv-columns.ts';
import type { RowError } from '../domain/bulk/read-row.ts';
import type { RowFault } from '../domain/bulk/split-rows.ts';

/** Rows of a register one after another; row i ends before `ends[i]`. */
export type PackedRows = { bytes: Uint8Array; ends: Uint32Array; faults: [row: number, fault: RowFault][] };

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
    claims: string[];
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

/** A person as the vault keeps one: the id and the wrapped key. */
export type WrappedPerson = { person: string; wrapped: string };

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
  claims: string[];
  validFrom: number[];
  validUntil: (number | null)[];
  /** Known people; a row's number for who is new and has been met in that row; null: new. */
  persons: (WrappedPerson | number | null)[];
};

/** A payload's canonical text without braces, parted where `anchor` and `status` will stand. */
export type PayloadText = [beforeAnchor: string, between: string, afterStatus: string];

export type SealedRows = {
  /** Bytes 8 to 15 of each row's id. */
  ids: Uint8Array;
  persons: string[];
  /** Wrapped keys of new people, in their first rows. */
  wrapped: (string | null)[];
  /** 32 bytes a row. */
  leaves: Uint8Array;
  /** Claims and salts under the person's key. */
  sealed: string[];
  payloads: PayloadText[];
};

/**
 * Does the CPU's part of bulk issuing, away from the thread that answers requests. It keeps nothing: everything it makes is
 * in what it returns, and the same task may be given again after an error.
 */
export type Workshop = {
  check(task: CheckTask): Promise<CheckedRows>;
  seal(task: SealTask): Promise<SealedRows>;
};
