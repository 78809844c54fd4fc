import { textOf } from '../domain/bulk/packed.ts';
import type { Packed } from '../domain/bulk/packed.ts';
import { utf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';

/** An unsigned zero-price legacy transaction on the home chain. */
export type UnsignedTransaction = { chainId: number; nonce: number; to: Hex; data: Hex; gasLimit: number };

/** A VRF evaluation: 33-byte public key, 81-byte proof, 32-byte output. */
export type VrfEvaluation = { publicKey: Uint8Array; proof: Uint8Array; output: Uint8Array };

/** An ES256 signature, r ‖ s. */
export const SIGNATURE_BYTES = 64;

/** Signatures of many payloads side by side, zeros where one was refused. */
export type SignedMany = { signatures: Uint8Array; refused: { index: number; refusal: SignerRefused }[] };

/**
 * A department's own hand: its chain account, its ES256 signing keys and its VRF key. In production it is a program of
 * the department, which looks at what it is asked to sign; the service asks and never holds the keys.
 * Errors of all methods: `SignerUnavailable` (stopped or not signing now; work waits and nothing is lost) and
 * `SignerRefused` (it will never sign this; the one piece of work fails, others go on).
 */
export type Signer = {
  department: string;
  account(): Promise<Hex>;
  /**
   * DER certificates, the signing one first, the region's root last: of the newest key in force. While keys overlap,
   * an older one in force still signs what names it in its `x5c`.
   */
  certificateChain(): Promise<Uint8Array[]>;
  /** ES256 (RFC 7518 section 3.4) over a JWS signing input: 64 bytes r ‖ s. */
  signEs256(message: Uint8Array): Promise<Uint8Array>;
  /** What {@link signMany} uses where a signer can do better than one at a time. */
  signMany?(header: string, payloads: Packed): Promise<SignedMany>;
  signTransaction(transaction: UnsignedTransaction): Promise<Hex>;
  /** ECVRF-P256-SHA256-SSWU (RFC 9381) under the department's VRF key. */
  evaluateVrf(alpha: Uint8Array): Promise<VrfEvaluation>;
};

/** All departments of a region that this service may ask, by 统一社会信用代码. */
export type Signers = { for(department: string): Signer | undefined; departments(): string[] };

/**
 * Why a signer does not sign now. `stopped`: nobody answers; `unauthorised`: the shared secrets differ, or the clocks;
 * `impostor`: who answers does not know the secret; `limit`: its own limit is reached; `keyExpired`: no signing key is in
 * force; `full`: it cannot write its log; `failed`: its HSM or the program itself fails.
 */
export type SignerTrouble = 'stopped' | 'unauthorised' | 'impostor' | 'limit' | 'keyExpired' | 'full' | 'failed';

/** The department's signer does not sign now. Its work waits; other departments go on. */
export class SignerUnavailable extends Error {
  readonly code = 'signer.unavailable';
  readonly trouble: SignerTrouble;
  constructor(message: string, options: ErrorOptions & { trouble?: SignerTrouble } = {}) {
    super(message, options);
    this.trouble = options.trouble ?? 'stopped';
  }
}

/** The signer looked at this piece of work and will never sign it. `reason` is the signer's own code. */
export class SignerRefused extends Error {
  override readonly name = 'SignerRefused';
  readonly code = 'signer.refused';
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Signs many payloads (base64url) under one JWS header (base64url) in the fewest exchanges: thousands at once are much
 * cheaper than one by one. A refused one does not keep the others from being signed.
 *
 * @throws SignerUnavailable and then none counts as signed
 */
export async function signMany(signer: Signer, header: string, payloads: Packed): Promise<SignedMany> {
  if (signer.signMany !== undefined) return signer.signMany(header, payloads);
  const signatures = new Uint8Array(payloads.ends.length * SIGNATURE_BYTES);
  const refused: SignedMany['refused'] = [];
  const signOne = async (_: unknown, index: number): Promise<void> => {
    try {
      const input = utf8(`${header}.${textOf(payloads, index)}`);
      signatures.set(await signer.signEs256(input), index * SIGNATURE_BYTES);
    } catch (error) {
      if (!(error instanceof SignerRefused)) throw error;
      refused.push({ index, refusal: error });
    }
  };
  await Promise.all(Array.from(payloads.ends, signOne));
  return { signatures, refused };
}
