import type { CertificateStatus, StatusAction } from '../../domain/certificate-status.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** A change of a licence's status, from its acceptance to its end. Times are Unix seconds. */
export type StatusChangeRow = {
  id: string;
  certificate: string;
  action: StatusAction;
  from: CertificateStatus;
  to: CertificateStatus;
  reason: string;
  actor: string;
  case?: string;
  replacement?: string;
  requestedAt: number;
  /** `queued` until every instance is settled; `sent` with the instances it writes; then final or refused. */
  state: 'queued' | 'sent' | 'final' | 'refused';
  instances?: string[];
  height?: number;
  refusal?: string;
};

export const statusChangeKey = (certificate: string, change: string): StoreKey => [
  tables.statusChanges,
  uuidToBytes(certificate),
  uuidToBytes(change),
];

/** What replaced a superseded licence; ids of certificates. */
export type SupersessionRow = { certificate: string; replacement: string };

/** By the leaf of an instance, which only who holds a copy knows. */
export const supersessionKey = (leaf: Hex): StoreKey => [tables.supersessions, hexToBytes(leaf)];

/** Final changes of which those who relied on the certificate are still to be told. */
export const queuedNoticeKey = (change: string): StoreKey => [tables.queuedNotices, uuidToBytes(change)];

/** Changes that wait for instances under way. */
export const queuedChangeKey = (change: string): StoreKey => [tables.queuedStatusChanges, uuidToBytes(change)];
