import { dirname, join } from 'node:path';
import type { Hex } from '../proof/bytes.ts';
import { diskFiles, makeFolder } from './durable-files.ts';
import type { DurableFiles } from './durable-files.ts';
import { blockAt, openEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { executeBlock } from './execute-block.ts';
import { HARDFORK } from './genesis.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { JOURNAL_VERSION } from './journal-line.ts';
import { createGate, createLane } from './lane.ts';
import { lockIn } from './lock.ts';
import { createProducer } from './producer.ts';
import { createRpcMethods } from './rpc-methods.ts';
import { openRpcServer } from './rpc-server.ts';
import { highestAttested } from './vote-file.ts';
import { createWaiting } from './waiting.ts';

export type ChainOptions = {
  /** Names the folders: `<data>/<region>/chain`, `<data>/<region>/attesters`. */
  readonly region: string;
  readonly chainId: number;
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly data: string;
  /** Where the region's validators keep their votes; nothing they signed is ever cut. */
  readonly attesters?: string | undefined;
  readonly files?: DurableFiles;
  /** Unix seconds. */
  readonly now?: () => number;
  readonly gatherMs?: number;
  readonly intervalMs?: number;
  /** Takes lines for people. */
  readonly report?: (line: string) => void;
  /** Takes lines for the log. */
  readonly log?: (line: string) => void;
};

/** A running embedded chain. */
export type Chain = {
  readonly url: string;
  readonly caip2: string;
  readonly genesisHash: Hex;
  readonly head: () => { height: number; hash: Hex; time: number };
  /** Resolves with the error if the chain had to stop by itself; it answers nothing afterwards but errors. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
};

export const journalPath = (data: string, region: string): string => join(data, region, 'chain', 'journal.ndjson');
export const attestersFolder = (data: string, region: string): string => join(data, region, 'attesters');

/**
 * Opens one region's embedded chain: replays its journal, then serves JSON-RPC and makes blocks.
 *
 * @throws FolderInUse PortInUse VoteFileDamaged, and the errors of {@link openJournal}
 */
export async function openChain(options: ChainOptions): Promise<Chain> {
  const { region, chainId, data, files = diskFiles, report = () => {}, log = () => {} } = options;
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const path = journalPath(data, region);
  await makeFolder(dirname(path));
  const lock = await lockIn(dirname(path), 'journal.ndjson');
  let journal: Journal | undefined;
  try {
    const engine = await openEngine(chainId);
    const genesisHash = (await blockAt(engine, 0)).hash;
    journal = await openJournal({
      path,
      files,
      pinned: { version: JOURNAL_VERSION, chainId, hardfork: HARDFORK, genesisHash },
      attested: await highestAttested(options.attesters ?? attestersFolder(data, region)),
      execute: (block) => executeBlock(engine, block),
      report,
      log,
    });
    return await run({ ...options, report, now }, engine, journal, genesisHash, lock.release);
  } catch (error) {
    await journal?.close();
    await lock.release();
    throw error;
  }
}

async function run(
  options: ChainOptions & Required<Pick<ChainOptions, 'report' | 'now'>>,
  engine: Engine,
  journal: Journal,
  genesisHash: Hex,
  release: () => Promise<void>,
): Promise<Chain> {
  const { chainId, report, now } = options;
  let head = await blockAt(engine, journal.height);
  await engine.advanceClock(now());
  const waiting = createWaiting();
  const lane = createLane();
  const gate = createGate();
  const failure = Promise.withResolvers<Error>();
  let stopped = false;

  /** Executes what waits and shows it only once it is on the disk. */
  async function seal(): Promise<void> {
    const expected = waiting.executable();
    const block = await engine.mine(Math.max(head.time + 1, now()));
    const txs = block.txs.map((hash) => {
      const transaction = waiting.get(hash);
      if (transaction === undefined) throw new Error(`block ${block.height} holds the unknown transaction ${hash}`);
      return transaction.raw;
    });
    await journal.append({ height: block.height, time: block.time, hash: block.hash, txs });
    waiting.mined(block.txs);
    head = block;
    for (const { hash } of expected) {
      // Left out for want of room it waits on; refused by the engine it must not call for one block after another.
      if (waiting.get(hash) === undefined) continue;
      if ((await engine.request('eth_getTransactionByHash', [hash])) === null) waiting.drop(hash);
    }
  }

  const producer = createProducer({
    hasWork: () => waiting.hasExecutable(),
    produce: async () => {
      try {
        await lane.run(() => gate.shutWhile(seal));
      } catch (error) {
        stopped = true;
        failure.resolve(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    },
    now: () => performance.now(),
    gatherMs: options.gatherMs ?? 150,
    intervalMs: options.intervalMs ?? 1000,
  });
  const methods = createRpcMethods({ engine, waiting, lane, gate, accepted: producer.wake });
  const health = (): { ready: boolean } & Record<string, unknown> => ({
    ready: !stopped,
    chain: `eip155:${chainId}`,
    height: head.height,
  });
  const server = await openRpcServer({ port: options.port, methods, health, report });
  return {
    url: server.url,
    caip2: `eip155:${chainId}`,
    genesisHash,
    head: () => ({ height: head.height, hash: head.hash, time: head.time }),
    failed: failure.promise,
    async close() {
      stopped = true;
      await producer.stop();
      await server.close();
      await journal.close();
      await release();
    },
  };
}
