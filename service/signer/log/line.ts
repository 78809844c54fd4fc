import { hash } from 'node:crypto';
import { bytesToHex, concatBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { tag } from '../../proof/tag.ts';
import type { DayCounts } from '../limits.ts';

/** What a line says besides its place in the chain. Nothing in it names a person. */
export type LogFacts =
  | { op: 'started'; keys: { use: 'sign' | 'account' | 'vrf'; name: string }[] }
  | {
      op: 'signed';
      purpose: string;
      /** x5t#S256 of the signing certificate. */
      key: string;
      /** How many of each type, and under which anchors. */
      types: Record<string, number>;
      anchors: string[];
      /** SHA-256 of every signing input, one after another, in base64url. The inputs hold 128 bits of salt. */
      digests: string;
    }
  | {
      op: 'transaction';
      call: string;
      nonce: number;
      count: number;
      subjects?: string[];
      /** Anchor ids with type and size of each. */
      anchors?: { id: string; type: string; size: number }[];
      /** Keccak-256 of the signed transaction. */
      transaction: string;
    }
  | { op: 'evaluated'; domains: Record<string, number> }
  | { op: 'refused'; what: string; codes: Record<string, number> };

export type LogLine = LogFacts & { v: 1; seq: number; at: number; today: DayCounts; prev: string; hash: string };

/** `prev` of the first line. */
export const LOG_BEGINNING: Hex = `0x${'00'.repeat(32)}`;

/** SHA-256(tag(signer-log), JCS(the line without `hash`)), as `0x` and 64 hexadecimal digits. */
export function lineHash(line: object): Hex {
  const { hash: _, ...rest } = line as { hash?: string };
  const bytes = concatBytes(tag('signer-log'), utf8(canonicalJson(rest as unknown as JsonValue)));
  return bytesToHex(hash('sha256', bytes, 'buffer'));
}

/** The next line after `last`. */
export function nextLine(
  last: { seq: number; hash: string },
  facts: LogFacts,
  when: { at: number; today: DayCounts },
): LogLine {
  const line = { ...facts, v: 1 as const, seq: last.seq + 1, ...when, prev: last.hash };
  return { ...line, hash: lineHash(line) };
}

/** Why a line does not follow the one before it, or undefined if it does. */
export function faultOf(line: unknown, last: { seq: number; hash: string } | undefined): string | undefined {
  if (typeof line !== 'object' || line === null) return 'no line of a Signer’s log';
  const { v, seq, prev, hash: own } = line as Partial<LogLine>;
  if (v !== 1 || typeof seq !== 'number' || typeof prev !== 'string') return 'no line of a Signer’s log';
  if (own !== lineHash(line)) return `line ${seq} is not what was written`;
  if (last !== undefined && (seq !== last.seq + 1 || prev !== last.hash))
    return `line ${seq} does not follow ${last.seq}`;
  return undefined;
}
