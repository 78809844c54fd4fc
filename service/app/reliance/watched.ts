import { statusCodes } from '../../domain/certificate-status.ts';
import type { CertificateStatus, StatusAction } from '../../domain/certificate-status.ts';
import { hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** A partner's certificate that somebody here relied on, and what its chain was last seen to say of it. */
export type WatchedRow = {
  leaf: Hex;
  licence: string;
  anchor: { id: Hex; index: number };
  status: number;
  /** When it was last relied on, Unix seconds. */
  reliedAt: number;
};

/** All of one chain lie together. */
export const watchedPrefix = (sha256: Sha256, chain: string): StoreKey => [
  tables.watchedStatuses,
  sha256(utf8(chain)).slice(0, 16),
];
export const watchedKey = (sha256: Sha256, chain: string, leaf: Hex): StoreKey => [
  ...watchedPrefix(sha256, chain),
  hexToBytes(leaf),
];

/** The reason of a change that only a chain told of: chains hold none. */
export const REASON_OF_PARTNERS = 'partner-region';

const names = new Map<number, CertificateStatus>(
  Object.entries(statusCodes).map(([name, code]) => [code, name as CertificateStatus]),
);
/** @param code two status bits */
export const statusName = (code: number): CertificateStatus => names.get(code) as CertificateStatus;
export const actionTo: Record<CertificateStatus, StatusAction> = {
  ...{ valid: 'reinstate', suspended: 'suspend' },
  ...{ revoked: 'revoke', superseded: 'supersede' },
};
