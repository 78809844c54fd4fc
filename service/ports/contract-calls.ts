import type { Hex } from '../proof/bytes.ts';

/** Two status bits to write: 0 valid, 1 revoked, 2 suspended, 3 superseded. */
export type StatusWrite = { anchorId: Hex; index: number; status: number };

/** What a domain's commit says it covers; times are Unix seconds. */
export type Coverage = { from: number; through: number; vrfEpoch: number; count: number; closedAt: number };

/** Call data of the contracts that use cases write to; pure encoding, the address is the caller's. */
export type ContractCalls = {
  /** CertificateAnchors.anchor */
  anchor(batch: { typeId: Hex; root: Hex; size: number }): Hex;
  /** CertificateAnchors.setStatusMany: one transaction, all or nothing */
  setStatusMany(changes: readonly StatusWrite[]): Hex;
  /** RecordRegistry.commit: compare-and-set of a domain's root */
  commitRecords(commit: { domain: Hex; previousRoot: Hex; newRoot: Hex; coverage: Coverage }): Hex;
  /** The name of the custom error in revert data, such as `NotAccredited`, or its first four bytes, or `reverted`. */
  revertName(data: Hex): string;
};
