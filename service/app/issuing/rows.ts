import type { CertificateStatus } from '../../domain/certificate-status.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import type { Hex } from '../../proof/bytes.ts';
import { hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** One licence. Personal data only in `sealed`: the `LicenceContent`, under the person's key. Times are Unix seconds. */
export type CertificateRow = {
  id: string;
  person: string;
  department: string;
  type: { code: string; major: number };
  licence: string;
  acceptedAt: number;
  validFrom: number;
  validUntil: number | null;
  /** The status that is final on chain. */
  status: CertificateStatus;
  /** The change under way. */
  change?: string;
  supersededBy?: string;
  /** The certificate it was issued to supersede. */
  supersedes?: string;
  /** In the order in which they were asked for; the first is the department's own. */
  instances: string[];
  sealed: string;
};

export type InstanceState = 'accepted' | 'batched' | 'anchored' | 'issued' | 'failed';

/**
 * One instance of a licence. `sealed` holds its `CommittedInstance` until it is issued, then the certificate's text.
 * `status` is what its status bits say, once anchored.
 */
export type InstanceRow = {
  id: string;
  certificate: string;
  person: string;
  state: InstanceState;
  leaf: Hex;
  sealed: string;
  /** Its place in its department's and type's status lists; certificates from before there were any have none. */
  listIndex?: number;
  anchor?: { id: Hex; index: number; size: number; block?: number };
  status?: CertificateStatus;
  /** The licence's status when it was asked for, if not valid: to be written on chain before it is signed. */
  carry?: CertificateStatus;
  issuedAt?: number;
  /** Why it failed. */
  reason?: string;
};

/** A closed batch: its leaves in order, and whose they are. */
export type BatchRow = {
  id: Hex;
  department: string;
  vct: string;
  typeId: Hex;
  root: Hex;
  size: number;
  closedAt: number;
  /** Empty when the batch is made of chunks. */
  members: { certificate: string; instance: string; leaf: Hex }[];
  /** Chunks of registers in the leaves' order; `offset` is the index of a chunk's first leaf. */
  chunks?: { batch: string; from: number; offset: number; size: number }[];
  block?: number;
  refused?: string;
};

/** An instance that waits for the next batch of its department and type. */
export type PendingRow = { certificate: string; instance: string; department: string; vct: string };

export const certificateKey = (id: string): StoreKey => [tables.certificates, uuidToBytes(id)];

/** Which certificate a licence identifier names; those of registers are found by their serials. */
export type LicenceRow = { certificate: string };

export const licenceKey = (sha256: Sha256, licence: string): StoreKey => [
  tables.licences,
  sha256(utf8(licence)).slice(0, 16),
];

export const instanceKey = (certificate: string, instance: string): StoreKey => [
  tables.instances,
  uuidToBytes(certificate),
  uuidToBytes(instance),
];

/** @param group first 16 bytes of the hash of department and vct, so that one group lies together */
export const pendingKey = (group: Uint8Array, instance: string): StoreKey => [
  tables.pendingInstances,
  group,
  uuidToBytes(instance),
];

export const batchKey = (id: Hex): StoreKey => [tables.batches, hexToBytes(id)];

/** A batch whose anchor is final and whose certificates are not all signed; `round` tells new work from old. */
export type SigningRow = { batch: Hex; round: string };

export const signingKey = (department: string, id: Hex): StoreKey => [
  tables.signingWork,
  utf8(department),
  hexToBytes(id),
];

/** What stands under a key that says everything. */
export const NOTHING = new Uint8Array(0);

/** The person's certificates; the value is {@link NOTHING}. */
export const byPersonKey = (person: string, certificate: string): StoreKey => [
  tables.certificatesByPerson,
  uuidToBytes(person),
  uuidToBytes(certificate),
];

/** Contexts of sealed texts, so that no ciphertext can be put in another's place. */
export const contentContext = (certificate: string): string => `certificate/${certificate}`;
export const committedContext = (instance: string): string => `instance/${instance}`;
export const issuedContext = (instance: string): string => `issued/${instance}`;
