import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Hex } from '../proof/bytes.ts';
import { createAttesting, descends } from './attesting.ts';
import { createChainClient } from './chain-client.ts';
import type { Validator } from './development-validators.ts';
import { diskFiles, makeFolder } from './durable-files.ts';
import type { DurableFiles } from './durable-files.ts';
import { lockIn } from './lock.ts';
import { attestersFolder } from './open-chain.ts';
import { createPoller } from './poller.ts';
import { listenLocally } from './rpc-server.ts';
import { KEPT_HEIGHTS, openVoteBook } from './validator.ts';
import type { VoteBook } from './validator.ts';

export type AttestersOptions = {
  readonly region: string;
  readonly validators: readonly Validator[];
  /** The validators' own node. */
  readonly chainUrl: string;
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Votes are kept in `<data>/<region>/attesters/<kid>.json`. */
  readonly data: string;
  /** Votes are renewed after a third of this, seconds. */
  readonly maxAge?: number;
  /** Blocks that must lie above one before it is signed; 0 where blocks are final at once. */
  readonly depth?: number;
  readonly pollMs?: number;
  readonly files?: DurableFiles;
  /** Unix seconds. */
  readonly now?: () => number;
  /** Takes lines for people: a validator that refuses to sign. */
  readonly report?: (line: string) => void;
  /** Takes lines for the log. */
  readonly log?: (line: string) => void;
};

/** What `GET /v1/head` gives, newest height first. The caller looks for the first one with a quorum. */
export type PublishedHeads = {
  readonly caip2: string;
  readonly genesisHash: Hex;
  readonly statements: { height: number; hash: Hex; votes: { kid: string; time: number; sig: string }[] }[];
};

export type Attesters = {
  readonly url: string;
  /** Undefined before the first vote. */
  heads(): PublishedHeads | undefined;
  close(): Promise<void>;
};

function publish(books: readonly VoteBook[]): PublishedHeads | undefined {
  const identity = books.find((book) => book.identity !== undefined)?.identity;
  if (identity === undefined) return undefined;
  const statements = new Map<Hex, PublishedHeads['statements'][number]>();
  for (const book of books) {
    for (const { height, hash, time, sig } of book.signed) {
      const statement = statements.get(hash) ?? { height, hash, votes: [] };
      statements.set(hash, statement);
      statement.votes.push({ kid: book.kid, time, sig });
    }
  }
  const newestFirst = [...statements.values()].sort((a, b) => b.height - a.height);
  return {
    caip2: `eip155:${identity.chainId}`,
    genesisHash: identity.genesisHash,
    statements: newestFirst.slice(0, KEPT_HEIGHTS),
  };
}

/**
 * Runs validators beside a node: each signs the node's head, keeps its vote on disk before showing it, renews it while
 * nothing happens, and refuses to contradict itself. Votes of earlier runs are published at once.
 *
 * @throws FolderInUse PortInUse VoteFileDamaged VoteFileForeign
 */
export async function openAttesters(options: AttestersOptions): Promise<Attesters> {
  const {
    region,
    validators,
    chainUrl,
    port,
    data,
    maxAge = 300,
    depth = 0,
    pollMs = 100,
    files = diskFiles,
  } = options;
  const { now = () => Math.floor(Date.now() / 1000), report = () => {}, log = () => {} } = options;
  const chain = createChainClient(chainUrl);
  const folder = attestersFolder(data, region);
  await makeFolder(folder);
  const locks: { release(): Promise<void> }[] = [];
  const releaseAll = (): Promise<unknown> => Promise.all(locks.map((lock) => lock.release()));
  try {
    const books: VoteBook[] = [];
    for (const validator of validators) {
      const file = `${validator.kid}.json`;
      locks.push(await lockIn(folder, file));
      const path = join(folder, file);
      books.push(await openVoteBook({ validator, path, files, descends: (head, from) => descends(chain, head, from) }));
    }
    const attesting = createAttesting({ chain, books, depth, renewAfter: Math.max(1, maxAge / 3), now, report, log });

    const answer = (method: string | undefined, url: string | undefined): { status: number; body: unknown } => {
      if (method !== 'GET') return { status: 405, body: { error: 'read only' } };
      if (url === '/v1/head') {
        const heads = publish(books);
        return heads === undefined ? { status: 503, body: { error: 'no votes yet' } } : { status: 200, body: heads };
      }
      if (url !== '/health') return { status: 404, body: { error: 'no such path' } };
      const trouble = attesting.trouble();
      const kids = books.map((book) => book.kid);
      return { status: trouble === undefined ? 200 : 503, body: { ready: trouble === undefined, kids, trouble } };
    };
    const server = createServer((request, response) => {
      const { status, body } = answer(request.method, request.url);
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    });
    await listenLocally(server, port);
    const poller = createPoller(attesting.turn, pollMs);
    poller.start();
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      heads: () => publish(books),
      async close() {
        await poller.stop();
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
        await releaseAll();
      },
    };
  } catch (error) {
    await releaseAll();
    throw error;
  }
}
