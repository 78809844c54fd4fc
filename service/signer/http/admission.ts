import type { IncomingMessage } from 'node:http';
import { isAuthorized, parseAuthorization, REQUEST_LIFETIME_MS } from '../../ports/signer-protocol.ts';
import type { RequestProof } from '../../ports/signer-protocol.ts';

/** Whoever asks does not hold the shared secret, or repeats a request that was made before. */
export class Unauthorised extends Error {
  override readonly name = 'Unauthorised';
  readonly code = 'signer.unauthorised';
}

/** The asker holds the secret, but its clock and this one differ by more than a request may be old. */
export class ClockDiffers extends Error {
  override readonly name = 'ClockDiffers';
  readonly code = 'signer.clockDiffers';
  /** What the answer refers to: it can be proven, since the asker holds the secret. */
  readonly proof: RequestProof;
  constructor(proof: RequestProof) {
    super('the clocks of service and Signer differ by more than half a minute');
    this.proof = proof;
  }
}

/** Who may ask: looks at a request before its body is read. */
export type Admission = {
  /** @throws Unauthorised, ClockDiffers */
  admit(request: IncomingMessage): RequestProof;
};

/**
 * @param secret what this Signer and its service share
 * @param nowMs Unix milliseconds
 */
export function createAdmission(secret: Uint8Array, department: string, nowMs: () => number): Admission {
  // Nonces of requests that are still young enough to be repeated, oldest first.
  const seen = new Map<string, number>();
  const forget = (before: number): void => {
    for (const [nonce, time] of seen) {
      if (time >= before) return;
      seen.delete(nonce);
    }
  };
  return {
    admit({ method = '', url = '', headers }) {
      const proof = parseAuthorization(headers.authorization);
      if (proof === undefined || !isAuthorized(secret, { department, method, path: url }, proof)) {
        throw new Unauthorised('the request is not made with the secret of this Signer');
      }
      const now = nowMs();
      if (Math.abs(now - proof.time) > REQUEST_LIFETIME_MS) throw new ClockDiffers(proof);
      forget(now - 2 * REQUEST_LIFETIME_MS);
      const nonce = Buffer.from(proof.nonce).toString('base64url');
      if (seen.has(nonce)) throw new Unauthorised('the request was made before');
      seen.set(nonce, now);
      return proof;
    },
  };
}
