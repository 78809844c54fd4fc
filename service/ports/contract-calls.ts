import type { Hex } from '../proof/bytes.ts';

/** Two status bits to write: 0 valid, 1 revoked, 2 suspended, 3 superseded. */
export type StatusWrite = { anchorId: Hex; index: number; status: number };

/** What a domain's commit says it covers; times are Unix seconds. */
export type Coverage = { from: number; through: number; vrfEpoch: number; count: number; closedAt: number };

/**
 * Call data of the contracts that use cases write to, and of the views that tell whether work is done already; pure
 * encoding, the address is the caller's. `read…` decode what `ChainWriter.simulate` returned.
 */
export type ContractCalls = {
  /** CertificateAnchors.anchorMany: repetitions are skipped, any other fault reverts all */
  anchorMany(batches: readonly { typeId: Hex; root: Hex; size: number }[]): Hex;
  /** CertificateAnchors.setStatusMany: one transaction, all or nothing */
  setStatusMany(changes: readonly StatusWrite[]): Hex;
  anchorOf(anchorId: Hex): Hex;
  /** Undefined when there is no such anchor; `time` in Unix seconds. */
  readAnchor(returned: Hex): { size: number; time: number; block: number } | undefined;
  statusOf(anchorId: Hex, index: number): Hex;
  readStatus(returned: Hex): number;
  /** RecordRegistry.commit: compare-and-set of a domain's root */
  commitRecords(commit: { domain: Hex; previousRoot: Hex; newRoot: Hex; coverage: Coverage }): Hex;
  headOf(domain: Hex): Hex;
  /** Zeros when nothing was committed. */
  readHead(returned: Hex): { root: Hex; epoch: number; time: number };
  /** The name of the custom error in revert data, such as `NotAccredited`, or its first four bytes, or `reverted`. */
  revertName(data: Hex): string;
};
