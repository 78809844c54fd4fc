import type { Hex } from '../proof/bytes.ts';
import type { ChainData } from '../domain/chain.ts';
import type { ChainEvidence, EvidenceRequest, Slot } from '../domain/chain.ts';

/**
 * Reads one region's chain: its attesters and its node, never its service. Everything it returns is unproven bytes;
 * the verification engine decides what they prove.
 * Errors: `ChainUnreachable` (no answer within the time given), `ChainBehind` (the newest attested head is below
 * `minimumBlock`). Neither says anything about a certificate.
 */
export type ChainReader = {
  chain: ChainData;
  /** Newest head with a quorum of votes, that header, the proofs of the slots and the changes of status up to that block. */
  evidence(request: EvidenceRequest): Promise<ChainEvidence>;
  /** More proofs at the block of an earlier `evidence`, so that all are of one state; as many slots as one answer can hold. */
  proofs(request: { block: { height: number; hash: Hex }; slots: Slot[] }): Promise<ChainEvidence['accounts']>;
  /** Height, hash and statement time of the newest attested head. */
  attestedHead(): Promise<{ height: number; hash: Hex; time: number }>;
  /** The newest blocks for people to look at, newest first; unproven. */
  blocks(count: number): Promise<{ height: number; hash: Hex; time: number; transactions: number }[]>;
};

/** The node or the attesters gave no usable answer in time. Try again; use cached evidence while it is young enough. */
export class ChainUnreachable extends Error {
  readonly code = 'chain.unreachable';
}

/** The chain answers, but its attested head is below the block that the artefact names. Try again later. */
export class ChainBehind extends Error {
  readonly code = 'chain.behind';
}
