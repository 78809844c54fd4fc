import { equalBytes, utf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';

/** The version of the journal's format. Another one is refused, never guessed at. */
export const JOURNAL_VERSION = 1;

/** What the first line pins: under anything else the same transactions would give other hashes. */
export type JournalHeader = {
  readonly version: number;
  readonly chainId: number;
  readonly hardfork: string;
  readonly genesisHash: Hex;
};

/** One block: its raw transactions in their order, its Unix time and the hash that executing them must give. */
export type JournalBlock = {
  readonly height: number;
  readonly time: number;
  readonly hash: Hex;
  readonly txs: readonly Hex[];
};

const HASH = /^0x[0-9a-f]{64}$/;
const RAW = /^0x(?:[0-9a-f]{2})+$/;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isHash = (value: unknown): value is Hex => typeof value === 'string' && HASH.test(value);

/** The header's line, newline included. Keys in alphabetical order, so that the line is canonical (RFC 8785). */
export function encodeHeader({ chainId, genesisHash, hardfork, version }: JournalHeader): Uint8Array<ArrayBuffer> {
  return utf8(`${JSON.stringify({ chainId, genesisHash, hardfork, version })}\n`);
}

/** A block's line, newline included; canonical as the header's. */
export function encodeBlock({ hash, height, time, txs }: JournalBlock): Uint8Array<ArrayBuffer> {
  return utf8(`${JSON.stringify({ hash, height, time, txs })}\n`);
}

function parsed(line: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(line));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a header's line without its newline; undefined unless every byte is as {@link encodeHeader} writes it. */
export function decodeHeader(line: Uint8Array): JournalHeader | undefined {
  const { chainId, genesisHash, hardfork, version } = parsed(line) ?? {};
  if (!isCount(chainId) || !isCount(version) || typeof hardfork !== 'string' || !isHash(genesisHash)) return undefined;
  const header = { chainId, genesisHash, hardfork, version };
  return equalBytes(encodeHeader(header).subarray(0, -1), line) ? header : undefined;
}

/** Reads a block's line without its newline; undefined unless every byte is as {@link encodeBlock} writes it. */
export function decodeBlock(line: Uint8Array): JournalBlock | undefined {
  const { hash, height, time, txs } = parsed(line) ?? {};
  if (!isHash(hash) || !isCount(height) || !isCount(time) || !Array.isArray(txs)) return undefined;
  if (!txs.every((raw): raw is Hex => typeof raw === 'string' && RAW.test(raw))) return undefined;
  const block = { hash, height, time, txs };
  return equalBytes(encodeBlock(block).subarray(0, -1), line) ? block : undefined;
}

/** A line without its newline; `offset` is that of its first byte in the file. */
export type Line = {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** A newline follows. */
  readonly terminated: boolean;
  /** Nothing follows. */
  readonly last: boolean;
};

/** Splits a file's chunks into lines, numbered from 1. An empty file has no line. */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let offset = 0;
  let number = 0;
  let held: Omit<Line, 'last'> | undefined;
  const take = (terminated: boolean): Omit<Line, 'last'> => {
    const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    const line = { number: ++number, offset, bytes, terminated };
    offset += bytes.length + 1;
    parts = [];
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      parts.push(chunk.subarray(start, end));
      start = end + 1;
      if (held !== undefined) yield { ...held, last: false };
      held = take(true);
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  if (parts.length > 0) {
    if (held !== undefined) yield { ...held, last: false };
    held = take(false);
  }
  if (held !== undefined) yield { ...held, last: true };
}
