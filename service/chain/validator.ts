import { sign } from 'node:crypto';
import { attestedStatement } from '../proof/attested.ts';
import { encodeBase64url } from '../proof/base64url.ts';
import { hexToBytes } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { Validator } from './development-validators.ts';
import type { DurableFiles } from './durable-files.ts';
import { encodeVoteFile, readVoteFile } from './vote-file.ts';
import type { SignedHead } from './vote-file.ts';

/** Heights whose votes are kept and published: enough to find one that several processes have all signed. */
export const KEPT_HEIGHTS = 16;

/** Signing would contradict what this validator has signed before. Someone has to look at its node. */
export class ContradictsVote extends Error {
  override readonly name = 'ContradictsVote';
  readonly code = 'attester.contradictsVote';
}

/** The vote file is of another validator or another chain than the node's. Choose another data folder. */
export class VoteFileForeign extends Error {
  override readonly name = 'VoteFileForeign';
  readonly code = 'attester.voteFileForeign';
}

export type Head = { readonly height: number; readonly hash: Hex };
export type ChainIdentity = { readonly chainId: number; readonly genesisHash: Hex };

/** One validator's memory and its pen. */
export type VoteBook = {
  readonly kid: string;
  /** The chain of its votes, undefined before the first. */
  readonly identity: ChainIdentity | undefined;
  /** Newest first; only votes that are on the disk. */
  readonly signed: readonly SignedHead[];
  /**
   * Signs this head at this Unix time, puts the vote on the disk, and only then shows it. A head that is signed already
   * is signed again only if the vote is `renewAfter` seconds old. A rejection of the disk leaves everything as it was.
   *
   * @throws VoteFileForeign
   * @throws ContradictsVote if another hash of this height was signed, a higher head was, or the head does not descend
   * from the last one signed
   */
  vote(identity: ChainIdentity, head: Head, time: number, renewAfter: number): Promise<void>;
};

export type VoteBookOptions = {
  readonly validator: Validator;
  readonly path: string;
  readonly files: DurableFiles;
  /** Whether `from` is an ancestor of `head`, asked of the validator's own node. */
  readonly descends: (head: Head, from: Head) => Promise<boolean>;
};

function signature(validator: Validator, identity: ChainIdentity, head: Head, time: number): string {
  const statement = attestedStatement({
    genesisHash: hexToBytes(identity.genesisHash),
    chainId: identity.chainId,
    height: head.height,
    blockHash: hexToBytes(head.hash),
    time,
  });
  return encodeBase64url(sign('sha256', statement, { key: validator.privateKey, dsaEncoding: 'ieee-p1363' }));
}

/** @throws VoteFileDamaged VoteFileForeign */
export async function openVoteBook(options: VoteBookOptions): Promise<VoteBook> {
  const { validator, path, files, descends } = options;
  const { kid } = validator;
  const stored = await readVoteFile(path);
  if (stored !== undefined && stored.kid !== kid)
    throw new VoteFileForeign(`${path} belongs to validator ${stored.kid}`);
  let identity: ChainIdentity | undefined = stored && { chainId: stored.chainId, genesisHash: stored.genesisHash };
  let signed: readonly SignedHead[] = stored?.signed ?? [];

  async function check(head: Head, last: SignedHead): Promise<void> {
    const before = `it has signed ${last.hash} at height ${last.height}`;
    if (head.height < last.height) throw new ContradictsVote(`the head is at height ${head.height}, but ${before}`);
    if (head.height === last.height) {
      if (head.hash !== last.hash)
        throw new ContradictsVote(`height ${head.height} is now ${head.hash}, but ${before}`);
    } else if (!(await descends(head, last))) {
      throw new ContradictsVote(`${head.hash} at height ${head.height} does not descend from its last: ${before}`);
    }
  }

  return {
    kid,
    get identity() {
      return identity;
    },
    get signed() {
      return signed;
    },
    async vote(chain, head, time, renewAfter) {
      if (
        identity !== undefined &&
        (identity.chainId !== chain.chainId || identity.genesisHash !== chain.genesisHash)
      ) {
        throw new VoteFileForeign(`${path} is of chain ${identity.chainId}, genesis ${identity.genesisHash}`);
      }
      const [last] = signed;
      if (last !== undefined) {
        await check(head, last);
        if (head.height === last.height && time < last.time + renewAfter) return;
      }
      const vote = { height: head.height, hash: head.hash, time, sig: signature(validator, chain, head, time) };
      const next = [vote, ...signed.filter((one) => one.height < head.height)].slice(0, KEPT_HEIGHTS);
      const { chainId, genesisHash } = chain;
      await files.replace(path, encodeVoteFile({ version: 1, kid, chainId, genesisHash, signed: next }));
      identity = { chainId, genesisHash };
      signed = next;
    },
  };
}
