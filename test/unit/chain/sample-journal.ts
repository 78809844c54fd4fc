import { Wallet } from 'ethers';
import { blockAt, openEngine } from '../../../service/chain/engine.ts';
import type { Engine } from '../../../service/chain/engine.ts';
import { executeBlock } from '../../../service/chain/execute-block.ts';
import { HARDFORK } from '../../../service/chain/genesis.ts';
import { openJournal } from '../../../service/chain/journal.ts';
import type { Attested, Journal } from '../../../service/chain/journal.ts';
import { JOURNAL_VERSION } from '../../../service/chain/journal-line.ts';
import type { JournalBlock, JournalHeader } from '../../../service/chain/journal-line.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import type { MemoryFiles } from './memory-files.ts';
import { memoryFiles } from './memory-files.ts';

export const CHAIN_ID = 370500;
export const PATH = 'journal.ndjson';
const FIRST_TIME = 1_795_500_000;

export type Opened = { journal: Journal; engine: Engine; reported: string[]; logged: string[]; hashes: Hex[] };

/** What the journal of a chain pins. */
export async function pinnedOf(chainId: number): Promise<JournalHeader> {
  const genesis = await blockAt(await openEngine(chainId), 0);
  return { version: JOURNAL_VERSION, chainId, hardfork: HARDFORK, genesisHash: genesis.hash };
}

/** Opens a journal as the chain does, over a fresh engine; `hashes` are those of the blocks executed, in order. */
export async function openSample(
  files: MemoryFiles,
  { pinned, attested }: { pinned: JournalHeader; attested?: Attested | undefined },
): Promise<Opened> {
  const engine = await openEngine(pinned.chainId);
  const reported: string[] = [];
  const logged: string[] = [];
  const hashes: Hex[] = [];
  const journal = await openJournal({
    path: PATH,
    files,
    pinned,
    attested,
    report: (line) => reported.push(line),
    log: (line) => logged.push(line),
    async execute(block) {
      const hash = await executeBlock(engine, block);
      hashes.push(hash);
      return hash;
    },
  });
  return { journal, engine, reported, logged, hashes };
}

/** A journal of so many blocks with one to three transactions each, and its blocks. */
export async function sampleJournal(count: number): Promise<{ bytes: Uint8Array; blocks: JournalBlock[] }> {
  const files = memoryFiles();
  const { journal, engine } = await openSample(files, { pinned: await pinnedOf(CHAIN_ID) });
  const wallet = new Wallet(`0x${'11'.repeat(32)}`);
  const blocks: JournalBlock[] = [];
  let nonce = 0;
  for (let height = 1; height <= count; height++) {
    const txs: Hex[] = [];
    for (let i = 0; i <= height % 3; i++) {
      const data = `0x${height.toString(16).padStart(8, '0')}`;
      const to = wallet.address;
      const transaction = { type: 0, chainId: CHAIN_ID, nonce: nonce++, gasPrice: 0, gasLimit: 50_000, to, data };
      txs.push((await wallet.signTransaction(transaction)) as Hex);
    }
    const unhashed = { height, time: FIRST_TIME + 3 * height, hash: '0x' as Hex, txs };
    const block = { ...unhashed, hash: await executeBlock(engine, unhashed) };
    await journal.append(block);
    blocks.push(block);
  }
  return { bytes: files.content.get(PATH) as Uint8Array, blocks };
}

/** Runs it and gives the code of the error it rejects with, or undefined. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return code;
    throw error;
  }
}
