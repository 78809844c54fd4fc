import { hash, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { checkPayload } from '../checks/jws.ts';
import type { JwsRules, Purpose } from '../checks/jws.ts';
import { Refusal } from '../checks/refusal.ts';
import { putSignature } from '../../adapters/crypto/signature-forms.ts';
import { SIGNATURE_BYTES } from '../../ports/signer.ts';
import type { JwsRefusal } from '../../ports/signer-protocol.ts';

/** Payloads under one header. `body` holds them as ASCII; payload i is `body[offsets[2i], offsets[2i+1])`. */
export type Payloads = {
  purpose: Purpose;
  /** The header in base64url. */
  header: string;
  x5tS256: string;
  body: Uint8Array;
  offsets: Uint32Array;
};

export const DIGEST_BYTES = 32;

/** What became of payloads `first` to `first + count`. `digests` and `signatures` are zeros where one was refused. */
export type SignedSlice = {
  first: number;
  count: number;
  /** SHA-256 of each signing input. */
  digests: Uint8Array<ArrayBuffer>;
  signatures: Uint8Array<ArrayBuffer>;
  refused: JwsRefusal[];
  types: Record<string, number>;
  anchors: string[];
};

/**
 * Checks and signs a slice of payloads. Without a key only the digests are made, for an HSM to sign.
 *
 * @see RFC 7515 section 5.1, RFC 7518 section 3.4
 */
export function signSlice(
  rules: JwsRules,
  key: KeyObject | undefined,
  payloads: Payloads,
  slice: { first: number; count: number },
): SignedSlice {
  const { purpose, header, x5tS256, body, offsets } = payloads;
  const { first, count } = slice;
  const digests = new Uint8Array(count * DIGEST_BYTES);
  const signatures = new Uint8Array(count * SIGNATURE_BYTES);
  const refused: JwsRefusal[] = [];
  const types: Record<string, number> = {};
  const anchors = new Set<string>();
  const source = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const prefix = header.length + 1;
  // One buffer for all signing inputs: the header stays, the payload is copied in behind it.
  let input = Buffer.alloc(0);
  for (let i = 0; i < count; i++) {
    const [start, end] = [offsets[2 * (first + i)] as number, offsets[2 * (first + i) + 1] as number];
    try {
      const seen = checkPayload(rules, purpose, x5tS256, source.toString('latin1', start, end));
      types[seen.type] = (types[seen.type] ?? 0) + 1;
      if (seen.anchor !== undefined) anchors.add(seen.anchor);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ index: first + i, code: error.code, message: error.message });
      continue;
    }
    const length = prefix + end - start;
    if (input.length < length) {
      input = Buffer.alloc(length * 2);
      input.write(`${header}.`, 'latin1');
    }
    source.copy(input, prefix, start, end);
    const message = input.subarray(0, length);
    digests.set(hash('sha256', message, 'buffer'), i * DIGEST_BYTES);
    if (key !== undefined) putSignature(signatures, i * SIGNATURE_BYTES, sign('sha256', message, key));
  }
  return { first, count, digests, signatures, refused, types, anchors: [...anchors] };
}
