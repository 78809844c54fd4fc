import type { Hex } from '../proof/bytes.ts';

/** An unsigned zero-price legacy transaction on the home chain. */
export type UnsignedTransaction = { chainId: number; nonce: number; to: Hex; data: Hex; gasLimit: number };

/**
 * A department's own hand: its chain account, its ES256 signing key and its VRF key. In production it is a program of
 * the department; the service asks and never holds the keys.
 * Errors: `SignerUnavailable` (stopped or refusing; work waits and nothing is lost).
 */
export type Signer = {
  department: string;
  account(): Promise<Hex>;
  /** DER certificates, the signing one first, the region's root last. */
  certificateChain(): Promise<Uint8Array[]>;
  /** ES256 (RFC 7518 section 3.4) over the message: 64 bytes r ‖ s. */
  signEs256(message: Uint8Array): Promise<Uint8Array>;
  signTransaction(transaction: UnsignedTransaction): Promise<Hex>;
  /** ECVRF-P256-SHA256-SSWU (RFC 9381) under the department's VRF key: 33-byte public key, 81-byte proof, 32-byte output. */
  evaluateVrf(alpha: Uint8Array): Promise<{ publicKey: Uint8Array; proof: Uint8Array; output: Uint8Array }>;
};

/** All departments of a region that this service may ask, by 统一社会信用代码. */
export type Signers = { for(department: string): Signer | undefined; departments(): string[] };

/** The department's signer does not answer. Its work waits; other departments go on. */
export class SignerUnavailable extends Error {
  readonly code = 'signer.unavailable';
}
