import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { AppendFile, DurableFiles } from './durable-files.ts';
import {
  JournalBehindAttested,
  JournalDamaged,
  JournalOtherChain,
  JournalOtherVersion,
  JournalUnwritable,
} from './journal-errors.ts';
import { decodeBlock, decodeHeader, encodeBlock, encodeHeader, lines } from './journal-line.ts';
import type { JournalBlock, JournalHeader, Line } from './journal-line.ts';
import { replayReport } from './replay-report.ts';

/** The newest block any validator has signed: nothing at or below it may ever be cut. */
export type Attested = { readonly height: number; readonly hash: Hex };

export type JournalOptions = {
  readonly path: string;
  readonly files: DurableFiles;
  readonly pinned: JournalHeader;
  readonly attested: Attested | undefined;
  /** Executes the next block and gives the hash it came to; rejects if a transaction is refused. */
  readonly execute: (block: JournalBlock) => Promise<Hex>;
  /** Takes lines for people: progress of long replays, a cut tail. */
  readonly report: (line: string) => void;
  /** Takes lines for the log. */
  readonly log: (line: string) => void;
};

/** An open journal, replayed. `append` resolves when the block would survive a power cut; one call at a time. */
export type Journal = {
  readonly height: number;
  /** @throws JournalUnwritable and nothing may be appended afterwards */
  append(block: JournalBlock): Promise<void>;
  close(): Promise<void>;
};

/**
 * A crash leaves a line without its end, or unwritten pages inside it, which read as zeros. Any other difference is no
 * tear: the block may have been shown, so it is not ours to drop.
 */
const isTorn = (line: Line): boolean => line.last && (!line.terminated || line.bytes.includes(0));

function checkHeader(path: string, line: Line, pinned: JournalHeader): void {
  const header = line.terminated ? decodeHeader(line.bytes) : undefined;
  if (header === undefined) throw new JournalDamaged(path, 1, 'the header is unreadable');
  if (header.version !== pinned.version) throw new JournalOtherVersion(path, header.version, pinned.version);
  for (const [what, key] of [
    ['chain id', 'chainId'],
    ['hardfork', 'hardfork'],
    ['genesis hash', 'genesisHash'],
  ] as const) {
    if (header[key] !== pinned[key]) throw new JournalOtherChain(path, what, header[key], pinned[key]);
  }
}

async function replayLine(options: JournalOptions, line: Line, height: number): Promise<JournalBlock> {
  const { path, attested, execute } = options;
  const damaged = (reason: string): JournalDamaged => new JournalDamaged(path, line.number, reason);
  const block = decodeBlock(line.bytes);
  if (block === undefined) throw damaged('no block in its canonical form');
  if (block.height !== height) throw damaged(`block ${block.height} where block ${height} belongs`);
  let hash: Hex;
  try {
    hash = await execute(block);
  } catch (error) {
    throw damaged(`block ${height} cannot be executed (${error instanceof Error ? error.message : String(error)})`);
  }
  if (hash !== block.hash) throw damaged(`block ${height} comes to hash ${hash} instead of ${block.hash}`);
  if (attested?.height === height && attested.hash !== hash) {
    throw new JournalBehindAttested(path, `block ${height} is ${hash}, but validators have signed ${attested.hash}`);
  }
  return block;
}

/** Keeps the torn bytes in a file beside the journal, then cuts them off. */
async function cut(options: JournalOptions, line: Line): Promise<void> {
  const { path, files, report } = options;
  const side = `${path}.cut-${line.offset}-${bytesToHex(sha256(line.bytes)).slice(2, 10)}`;
  try {
    await files.replace(side, line.bytes);
    await files.truncate(path, line.offset);
  } catch (error) {
    throw new JournalUnwritable(path, error);
  }
  report(
    `journal line ${line.number} was torn by a crash before anyone saw its block: cut, its ${line.bytes.length} bytes kept in ${side}`,
  );
}

async function replay(options: JournalOptions): Promise<number> {
  const { path, files, pinned, attested } = options;
  const stored = await files.read(path);
  let height = 0;
  if (stored === undefined) {
    if (attested !== undefined && attested.height > 0) {
      throw new JournalBehindAttested(path, `there is no journal, but validators have signed block ${attested.height}`);
    }
    await files.replace(path, encodeHeader(pinned)).catch((error: unknown) => {
      throw new JournalUnwritable(path, error);
    });
    return height;
  }
  const progress = replayReport({ size: stored.size, report: options.report, log: options.log });
  let torn: Line | undefined;
  let seen = 0;
  for await (const line of lines(stored.chunks)) {
    seen++;
    if (line.number === 1) {
      checkHeader(path, line, pinned);
    } else if (isTorn(line)) {
      torn = line;
    } else {
      const block = await replayLine(options, line, height + 1);
      height = block.height;
      progress.block(line.offset + line.bytes.length, block.txs.length);
    }
  }
  if (seen === 0) throw new JournalDamaged(path, 1, 'the header is missing');
  progress.end();
  if (attested !== undefined && attested.height > height) {
    const end = torn === undefined ? '' : ` and line ${torn.number} is torn`;
    const reason = `it ends at block ${height}${end}, but validators have signed block ${attested.height}`;
    throw new JournalBehindAttested(path, reason);
  }
  if (torn !== undefined) await cut(options, torn);
  return height;
}

/**
 * Opens the journal, or begins one, and replays it: every line must be byte for byte what this module writes, and every
 * block must come to its hash again. A last line torn by a crash is cut if it lies above the attested height.
 *
 * @throws JournalDamaged JournalOtherVersion JournalOtherChain JournalBehindAttested JournalUnwritable
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { path, files } = options;
  let height = await replay(options);
  let file: AppendFile;
  try {
    file = await files.openAppend(path);
  } catch (error) {
    throw new JournalUnwritable(path, error);
  }
  let failed: JournalUnwritable | undefined;
  return {
    get height() {
      return height;
    },
    async append(block) {
      if (failed !== undefined) throw failed;
      if (block.height !== height + 1) throw new RangeError(`block ${block.height} does not follow block ${height}`);
      try {
        await file.append(encodeBlock(block));
      } catch (error) {
        // What is on the disk is unknown now; another line after it could make a tear look like damage.
        failed = new JournalUnwritable(path, error);
        throw failed;
      }
      height = block.height;
    },
    close: () => file.close(),
  };
}
