import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '../proof/bytes.ts';
import { utf8 } from '../proof/bytes.ts';
import { readWhole } from './durable-files.ts';

/** A validator's signature over one head (formats.md, attested statement), with the head it is about. */
export type SignedHead = { readonly height: number; readonly hash: Hex; readonly time: number; readonly sig: string };

/** What a validator keeps on disk: everything it must not contradict, and what it publishes. Newest first. */
export type VoteFile = {
  readonly version: 1;
  readonly kid: string;
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly signed: readonly SignedHead[];
};

/** A validator's file is unreadable. It must not sign anything any more before the file is restored. */
export class VoteFileDamaged extends Error {
  override readonly name = 'VoteFileDamaged';
  readonly code = 'attester.voteFileDamaged';
  constructor(path: string) {
    super(`${path} is damaged: what this validator has signed is unknown. Restore the file from a backup.`);
  }
}

const isHash = (value: unknown): boolean => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function isSignedHead(value: unknown): value is SignedHead {
  if (typeof value !== 'object' || value === null) return false;
  const { height, hash, time, sig } = value as Record<string, unknown>;
  return isCount(height) && isHash(hash) && isCount(time) && typeof sig === 'string';
}

export function encodeVoteFile(file: VoteFile): Uint8Array {
  return utf8(`${JSON.stringify(file)}\n`);
}

/** The file's content, or undefined if there is none. @throws VoteFileDamaged */
export async function readVoteFile(path: string): Promise<VoteFile | undefined> {
  const bytes = await readWhole(path);
  if (bytes === undefined) return undefined;
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown> | null;
    const { version, kid, chainId, genesisHash, signed } = value ?? {};
    const whole = version === 1 && typeof kid === 'string' && isCount(chainId) && isHash(genesisHash);
    if (whole && Array.isArray(signed) && signed.every(isSignedHead)) return value as VoteFile;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new VoteFileDamaged(path);
}

/**
 * The highest head that any validator with a file in this folder has signed, or undefined if none has.
 *
 * @throws VoteFileDamaged
 */
export async function highestAttested(folder: string): Promise<{ height: number; hash: Hex } | undefined> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let highest: SignedHead | undefined;
  for (const name of names.filter((name) => name.endsWith('.json'))) {
    for (const head of (await readVoteFile(join(folder, name)))?.signed ?? []) {
      if (highest === undefined || head.height > highest.height) highest = head;
    }
  }
  return highest === undefined ? undefined : { height: highest.height, hash: highest.hash };
}
