import { decodeBase64url, NotBase64url } from './base64url.ts';
import { concatBytes, hexToBytes, NotHex, u64 } from './bytes.ts';
import { jwkToPoint, NotEs256Key, thumbprint } from './es256-key.ts';
import type { Primitives } from './primitives.ts';
import { tag } from './tag.ts';
import { keysInForce, MIN_VALIDATORS, quorumOf } from './validator-set.ts';
import type { Validator } from './validator-set.ts';

/** What the scheme `attested` needs of a trusted point. */
export type AttestedTrust = {
  readonly caip2: string;
  readonly genesisHash: string;
  readonly validators: readonly Validator[];
};

/** One validator's signed statement about a head; kid is its RFC 7638 thumbprint, time in Unix seconds. */
export type Vote = { readonly kid: string; readonly time: number; readonly sig: string };

/** Why no statement time could be given. All of them are infrastructure, so undetermined, never invalid. */
export type AttestedFailure = 'noQuorum' | 'tooFewValidators' | 'malformedTrust' | 'malformedVotes';

export type AttestedResult =
  | { ok: true; statementTime: number; quorum: number; votes: number }
  | { ok: false; code: AttestedFailure; detail: string };

/** Votes beyond this are refused unread, so that a hostile relay cannot make us check signatures for minutes. */
const MAX_VOTES = 1024;

/** The chain id of an `eip155:<id>` CAIP-2 name, or undefined. */
export function chainIdOf(caip2: string): number | undefined {
  const digits = /^eip155:([1-9][0-9]{0,15})$/.exec(caip2)?.[1];
  const chainId = Number(digits);
  return digits !== undefined && Number.isSafeInteger(chainId) ? chainId : undefined;
}

/**
 * The bytes a validator signs with ES256: tag(head), genesisHash 32, chainId u64, height u64, block hash 32, time u64
 * (formats.md, attested statement; 120 bytes).
 */
export function attestedStatement(statement: {
  readonly genesisHash: Uint8Array;
  readonly chainId: number | bigint;
  readonly height: number;
  readonly blockHash: Uint8Array;
  readonly time: number;
}): Uint8Array<ArrayBuffer> {
  const { genesisHash, chainId, height, blockHash, time } = statement;
  if (genesisHash.length !== 32 || blockHash.length !== 32) throw new RangeError('a block hash has 32 bytes');
  return concatBytes(tag('head'), genesisHash, u64(chainId), u64(height), blockHash, u64(time));
}

type Trusted = { genesisHash: Uint8Array; chainId: number; points: Map<string, Uint8Array> };

function trustedAt(primitives: Primitives, trust: AttestedTrust, height: number): Trusted | undefined {
  const chainId = chainIdOf(trust.caip2);
  if (chainId === undefined) return undefined;
  try {
    const genesisHash = hexToBytes(trust.genesisHash);
    const points = new Map<string, Uint8Array>();
    for (const key of keysInForce(trust.validators, height)) {
      if (typeof key === 'string') return undefined; // an address, for another scheme
      const kid = thumbprint(primitives.sha256, key);
      if (points.has(kid)) return undefined; // one key counted twice would halve the quorum
      points.set(kid, jwkToPoint(key));
    }
    return genesisHash.length === 32 ? { genesisHash, chainId, points } : undefined;
  } catch (error) {
    if (error instanceof NotHex || error instanceof NotEs256Key) return undefined;
    throw error;
  }
}

function wellFormed(votes: unknown): votes is readonly Vote[] {
  const isVote = (vote: unknown): vote is Vote => {
    if (typeof vote !== 'object' || vote === null) return false;
    const { kid, time, sig } = vote as Record<string, unknown>;
    return typeof kid === 'string' && typeof sig === 'string' && Number.isSafeInteger(time) && (time as number) >= 0;
  };
  return Array.isArray(votes) && votes.length <= MAX_VOTES && votes.every(isVote);
}

function signatureOf(vote: Vote): Uint8Array | undefined {
  if (vote.sig.length !== 86) return undefined;
  try {
    return decodeBase64url(vote.sig);
  } catch (error) {
    if (error instanceof NotBase64url) return undefined;
    throw error;
  }
}

/**
 * Whether a quorum of the validators in force at the header's height has signed its hash, and when: the statement time is
 * the smallest time among the newest quorum of votes, one vote a validator. Votes of unknown keys and votes whose
 * signature does not hold are not counted; they never spoil the others.
 *
 * The header's hash must be that of its bytes ({@link decodeHeader}). Age against a maximum is the caller's to judge.
 */
export async function checkAttested(
  primitives: Primitives,
  input: {
    readonly trustedPoint: AttestedTrust;
    readonly header: { readonly number: number; readonly hash: Uint8Array };
    readonly votes: readonly Vote[];
  },
): Promise<AttestedResult> {
  const { trustedPoint, header, votes } = input;
  const trusted = trustedAt(primitives, trustedPoint, header.number);
  if (trusted === undefined) return { ok: false, code: 'malformedTrust', detail: 'trusted point is unusable' };
  const { genesisHash, chainId, points } = trusted;
  if (points.size < MIN_VALIDATORS) {
    return { ok: false, code: 'tooFewValidators', detail: `${points.size} validators at height ${header.number}` };
  }
  if (!wellFormed(votes)) return { ok: false, code: 'malformedVotes', detail: 'votes have another shape' };
  const quorum = quorumOf(points.size);
  const counted = new Set<string>();
  // Newest first, so the vote that completes the quorum carries the statement time.
  for (const vote of votes.toSorted((a, b) => b.time - a.time)) {
    const point = points.get(vote.kid);
    const signature = point === undefined || counted.has(vote.kid) ? undefined : signatureOf(vote);
    if (point === undefined || signature === undefined) continue;
    const statement = { genesisHash, chainId, height: header.number, blockHash: header.hash, time: vote.time };
    if (!(await primitives.verifyEs256(point, attestedStatement(statement), signature))) continue;
    counted.add(vote.kid);
    if (counted.size === quorum) return { ok: true, statementTime: vote.time, quorum, votes: counted.size };
  }
  return { ok: false, code: 'noQuorum', detail: `${counted.size} of ${quorum} votes for height ${header.number}` };
}
