import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { concatBytes, lp, u32, u64, utf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import { tag } from '../proof/tag.ts';
import { SIGNATURE_BYTES } from './signer.ts';
import type { UnsignedTransaction } from './signer.ts';

// What a service and a department's Signer say to each other: HTTP on a local socket, every request and every answer under
// a MAC of the secret that both hold (docs/guides/signer.md). Either side refuses what the other cannot prove.

export const SIGNER_PATHS = {
  /** {@link SignerInfo}. */
  info: '/v1/info',
  /** Lines of ASCII: a JWS header, then payloads under it, all in base64url. Answer: {@link encodeJwsAnswer}. */
  jws: '/v1/jws',
  /** {@link UnsignedTransaction} -> {@link SignedTransaction}. */
  transactions: '/v1/transactions',
  /** {@link VrfRequest} -> {@link VrfAnswer}. */
  evaluations: '/v1/evaluations',
} as const;

export type SignerInfo = {
  v: 1;
  department: string;
  caip2: string;
  account: Hex;
  /** Keys in force, the one for new certificates first. Certificates are DER in base64, as `x5c` has them. */
  signing: { x5tS256: string; x5c: string[]; notAfter: number }[];
  /** The most payloads and evaluations one request may hold. */
  perRequest: number;
  /** The newest line of its log. */
  log: { seq: number; hash: string };
};

export type SignedTransaction = { raw: Hex };
export type TransactionRequest = UnsignedTransaction;
/** Inputs in base64url. */
export type VrfRequest = { alphas: string[] };
export type VrfAnswer = { publicKey: string; evaluations: { proof: string; output: string }[] };

/** An answer that is no success: `code` is stable; `retryAfterSeconds` where waiting helps. */
export type SignerProblem = { code: string; message: string; retryAfterSeconds?: number };

/** One payload that was not signed. */
export type JwsRefusal = { index: number; code: string; message: string };

const SECRET_BYTES = 32;
const NONCE_BYTES = 16;

/** How far the clocks may differ, and for how long a request can be used; milliseconds. */
export const REQUEST_LIFETIME_MS = 30_000;

export const AUTHORIZATION_SCHEME = 'Zhenglian-Signer';
export const ANSWER_MAC_HEADER = 'zhenglian-signer-mac';

export type RequestProof = { time: number; nonce: Uint8Array; digest: Uint8Array; mac: Uint8Array };

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** The secret of a file: 32 bytes in base64url on one line; undefined if it is none. */
export function parseSharedSecret(text: string): Uint8Array | undefined {
  const line = text.trim();
  const bytes = Buffer.from(line, 'base64url');
  return bytes.length === SECRET_BYTES && bytes.toString('base64url') === line ? Uint8Array.from(bytes) : undefined;
}

/**
 * MAC of a request: HMAC-SHA256 over tag(signer-request), lp(department), lp("METHOD path"), time u64 (Unix milliseconds),
 * nonce 16, SHA-256(body) 32.
 */
function requestMac(
  secret: Uint8Array,
  request: { department: string; method: string; path: string },
  proof: Omit<RequestProof, 'mac'>,
): Uint8Array {
  const { department, method, path } = request;
  const named = concatBytes(tag('signer-request'), lp(utf8(department)), lp(utf8(`${method} ${path}`)));
  return createHmac('sha256', secret)
    .update(named)
    .update(u64(proof.time))
    .update(proof.nonce)
    .update(proof.digest)
    .digest();
}

/** MAC of an answer: HMAC-SHA256 over tag(signer-answer), the request's MAC 32, status u32, SHA-256(body) 32. */
function answerMac(secret: Uint8Array, request: Uint8Array, status: number, body: Uint8Array): Uint8Array {
  const named = concatBytes(tag('signer-answer'), request, u32(status));
  return createHmac('sha256', secret).update(named).update(sha256(body)).digest();
}

/** The Authorization header of a request, and the MAC that its answer must refer to. */
export function authorize(
  secret: Uint8Array,
  request: { department: string; method: string; path: string; body: Uint8Array },
  fresh: { time: number; nonce: Uint8Array },
): { header: string; mac: Uint8Array } {
  const proof = { ...fresh, digest: sha256(request.body) };
  const mac = requestMac(secret, request, proof);
  const parts = [proof.nonce, proof.digest, mac].map((bytes) => Buffer.from(bytes).toString('base64url'));
  return { header: `${AUTHORIZATION_SCHEME} ${[proof.time, ...parts].join('.')}`, mac };
}

/** Reads an Authorization header; undefined when it is none of ours. Nothing is believed of it yet. */
export function parseAuthorization(header: string | undefined): RequestProof | undefined {
  const [scheme, text = ''] = (header ?? '').split(' ', 2);
  const [time = '', ...rest] = text.split('.');
  const [nonce, digest, mac] = rest.map((part) => Buffer.from(part, 'base64url'));
  if (scheme !== AUTHORIZATION_SCHEME || rest.length !== 3 || !/^[0-9]{1,15}$/.test(time)) return undefined;
  if (nonce?.length !== NONCE_BYTES || digest?.length !== 32 || mac?.length !== 32) return undefined;
  return { time: Number(time), nonce, digest, mac };
}

/** Whether who made the proof holds the secret. The body is held against `digest` when it has come. */
export function isAuthorized(
  secret: Uint8Array,
  request: { department: string; method: string; path: string },
  proof: RequestProof,
): boolean {
  return timingSafeEqual(requestMac(secret, request, proof), proof.mac);
}

/** Whether a body is the one its request was authorized for. */
export function isBody(proof: RequestProof, body: Uint8Array): boolean {
  return timingSafeEqual(sha256(body), proof.digest);
}

/** The header that proves an answer. */
export function proveAnswer(secret: Uint8Array, request: Uint8Array, status: number, body: Uint8Array): string {
  return Buffer.from(answerMac(secret, request, status, body)).toString('base64url');
}

/** Whether who answered holds the secret, and answered this very request. */
export function isAnswer(
  secret: Uint8Array,
  request: Uint8Array,
  answer: { status: number; body: Uint8Array; header: string | undefined },
): boolean {
  const given = Buffer.from(answer.header ?? '', 'base64url');
  return given.length === 32 && timingSafeEqual(answerMac(secret, request, answer.status, answer.body), given);
}

/** Body of the answer to {@link SIGNER_PATHS}.jws: u32 length, JSON of the refusals, then 64 bytes a payload (zeros: refused). */
export function encodeJwsAnswer(refused: readonly JwsRefusal[], signatures: Uint8Array): Uint8Array {
  return concatBytes(lp(utf8(JSON.stringify(refused))), signatures);
}

/** @returns undefined when the bytes are no answer for so many payloads */
export function decodeJwsAnswer(
  body: Uint8Array,
  count: number,
): { refused: JwsRefusal[]; signatures: Uint8Array } | undefined {
  if (body.length < 4) return undefined;
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0);
  const start = 4 + length;
  if (body.length !== start + count * SIGNATURE_BYTES) return undefined;
  const refused = JSON.parse(new TextDecoder().decode(body.subarray(4, start))) as JwsRefusal[];
  return { refused, signatures: body.slice(start) };
}
