import type { CertificateStatus } from '../../domain/certificate-status.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** What can be done to many at once; a replacement is one certificate's own. */
export type BatchAction = 'suspend' | 'reinstate' | 'revoke';

/** Certificates by their ids or licence identifiers, or all of a type accepted in a time (Unix seconds, both inclusive) that have a status. */
export type Selection =
  | { certificates: readonly string[] }
  | { type: string; acceptedFrom: number; acceptedThrough: number; status?: CertificateStatus | undefined };

/** A confirmed change of many. `ordered`: how many of its items were looked at, in their order. */
export type StatusBatchRow = {
  id: string;
  department: string;
  actor: string;
  action: BatchAction;
  reason: string;
  case?: string;
  digest: string;
  total: number;
  createdAt: number;
  ordered: number;
};

/** One certificate of a batch: its change once ordered, or why there was none. */
export type StatusBatchItem = { certificate: string; change?: string; refusal?: string };

export const statusBatchKey = (id: string): StoreKey => [tables.statusBatches, uuidToBytes(id)];
export const statusBatchItemKey = (id: string, place: number): StoreKey => [
  tables.statusBatchItems,
  uuidToBytes(id),
  place,
];
/** Batches of which not all items are ordered. */
export const openStatusBatchKey = (id: string): StoreKey => [tables.openStatusBatches, uuidToBytes(id)];
