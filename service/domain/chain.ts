import type { Hex } from '../proof/bytes.ts';

/** A chain as data (design 1). `home` can be read and written, `partner` only read. */
export type ChainData = {
  caip2: string;
  rpcUrls: string[];
  attestationUrls: string[];
  scheme: 'attested' | 'qbft';
  /** Blocks a validator waits before it attests; embedded 0. */
  depth: number;
};

export type Slot = { address: Hex; slot: Hex };

/** What a reader brings: header, votes and EIP-1186 proofs at one block; unproven. Same shape as the engine's bundle. */
export type ChainEvidence = {
  v: 1;
  chain: string;
  scheme: 'attested' | 'qbft';
  header: Hex;
  votes?: { kid: string; time: number; sig: string }[];
  seals?: Hex[];
  accounts: { address: Hex; accountProof: Hex[]; storageProof: { key: Hex; value: Hex; proof: Hex[] }[] }[];
  /** Changes of a batch's status up to that block, newest first, when they were asked for. */
  statusHistory?: StatusChange[];
  asOf: number;
};

/** One change of a batch's status as the chain's event tells it; the same shape as the engine's `StatusLink`. */
export type StatusChange =
  | { kind: 'sparse'; time: number; previous: Hex; changes: Hex }
  | { kind: 'dense'; time: number; previous: Hex; firstWord: number; words: Hex };

/** What a reader is asked for. `statusHistory`: whose changes of status are wanted beside the slots. */
export type EvidenceRequest = {
  slots: Slot[];
  minimumBlock: number;
  statusHistory?: { contract: Hex; anchorId: Hex };
};
