import type { ChainData, ChainEvidence, EvidenceRequest, Slot } from '../../domain/chain.ts';
import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import type { ChainReader } from '../../ports/chain-reader.ts';
import { decodeHeader, NotHeader } from '../../proof/header.ts';
import type { Hex } from '../../proof/bytes.ts';
import { checkQbft } from '../../proof/qbft.ts';
import { claimedTime, signedHeads } from './attested-heads.ts';
import type { HeadTrust, SignedHead } from './attested-heads.ts';
import { headerRlp, word } from './block-header.ts';
import type { RpcBlock } from './block-header.ts';
import { createJsonRpc, RpcRefused } from './json-rpc.ts';
import type { JsonRpc, RpcCall } from './json-rpc.ts';
import { shareFlights } from './share-flights.ts';
import { readStatusHistory } from './status-history.ts';

export type ChainReaderOptions = {
  /** Voters a head needs to be preferred; 3, the quorum of four, when absent. With `trust` the trusted point decides. */
  quorum?: number;
  /** Check votes before choosing a head, so that liars among several attesters cannot even delay. */
  trust?: HeadTrust;
  /** For one whole question, milliseconds; 2,400 when absent, so that "unreachable" is said within 3 s. */
  budgetMs?: number;
  /** Unix seconds, for `asOf`. */
  now?: () => number;
};

/** Heads tried when a node lacks the block of the best one. */
const MAX_CANDIDATES = 4;
const MAX_BLOCKS = 100;
/** Whoever asks while the same is being asked waits for their turn so long. */
const PATIENCE_MS = 300;
/** For proofs of hundreds of slots, which nobody waits for at a window. */
const PROOFS_MS = 15_000;

const quantity = (value: number): Hex => `0x${value.toString(16)}`;
const getBlock = (height: number): RpcCall => ['eth_getBlockByNumber', [quantity(height), false]];

type RpcProof = { accountProof: Hex[]; storageProof: { value: Hex; proof: Hex[] }[] };

const isHex = (value: unknown): boolean => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value);
const areNodes = (value: unknown): boolean => Array.isArray(value) && value.every(isHex);

/** By its form: what the hex says is for the engine, but evidence that is no JSON of texts could not be archived. */
function isProof(value: unknown, slots: number): value is RpcProof {
  const { accountProof, storageProof } = (value ?? {}) as Record<string, unknown>;
  if (!areNodes(accountProof) || !Array.isArray(storageProof) || storageProof.length !== slots) return false;
  return (storageProof as ({ value?: unknown; proof?: unknown } | null)[]).every(
    (one) => isHex(one?.value) && areNodes(one?.proof),
  );
}

function isBlock(value: unknown): value is RpcBlock {
  const { number, hash, timestamp, transactions } = (value ?? {}) as Record<string, unknown>;
  const isHash = typeof hash === 'string' && /^0x[0-9a-f]{64}$/.test(hash);
  return isHash && [number, timestamp].every((one) => Number.isSafeInteger(Number(one))) && Array.isArray(transactions);
}

/** Slots by contract, each once, in the order asked. */
function byAddress(slots: readonly Slot[]): Map<Hex, Hex[]> {
  const grouped = new Map<Hex, Hex[]>();
  for (const { address, slot } of slots) {
    const key = address.toLowerCase() as Hex;
    const known = grouped.get(key) ?? [];
    grouped.set(key, known);
    if (!known.includes(word(slot))) known.push(word(slot));
  }
  return grouped;
}

async function blockAndProofs(
  rpc: JsonRpc,
  chain: ChainData,
  head: { height: number; hash: Hex },
  slots: readonly Slot[],
  deadline: number,
): Promise<Pick<ChainEvidence, 'header' | 'accounts'> | undefined> {
  const contracts = [...byAddress(slots)];
  const proofs = contracts.map(([address, keys]): RpcCall => ['eth_getProof', [address, keys, quantity(head.height)]]);
  let results: unknown[];
  try {
    results = await rpc.batch([getBlock(head.height), ...proofs], deadline);
  } catch (error) {
    // A node that does not have the block, or no longer its state, is like one that is away.
    if (error instanceof RpcRefused) return undefined;
    throw error;
  }
  const block = results[0] as RpcBlock | null;
  if (block === null || block.hash !== head.hash) return undefined;
  const accounts = contracts.map(([address, keys], place) => {
    const proof = results[place + 1];
    if (!isProof(proof, keys.length)) throw new ChainUnreachable(`the node gives no proof of ${address}`);
    const storageProof = proof.storageProof.map(({ value, proof }, i) => ({ key: keys[i] as Hex, value, proof }));
    return { address, accountProof: proof.accountProof, storageProof };
  });
  return { header: headerRlp(block, chain.scheme), accounts };
}

/** QBFT needs no attesters: the newest block carries its validators' seals. */
async function sealedHead(rpc: JsonRpc, trust: HeadTrust | undefined, deadline: number): Promise<SignedHead> {
  let block: RpcBlock | null;
  try {
    block = await rpc.call<RpcBlock | null>('eth_getBlockByNumber', ['latest', false], deadline);
    if (block === null) throw new ChainUnreachable('the node has no block');
    if (trust) {
      const header = decodeHeader(headerRlp(block, 'qbft'));
      const result = checkQbft({ trustedPoint: trust.point, header });
      if (!result.ok) throw new ChainUnreachable(`the node's newest block is not proven: ${result.detail}`);
    }
  } catch (error) {
    if (!(error instanceof RpcRefused) && !(error instanceof NotHeader)) throw error;
    throw new ChainUnreachable('the node refuses, or gives no block', { cause: error });
  }
  return { height: Number(block.number), hash: block.hash, votes: [], voters: 0, time: Number(block.timestamp) };
}

/**
 * Reads one region's chain over JSON-RPC and its attesters over HTTP (see the port for what it promises). Answers, or says
 * that it cannot, within `budgetMs` and a third of a second whatever the other side does. Many who ask at once cost it
 * hardly more than one, and none of them gets an answer older than their question.
 */
export function createChainReader(chain: ChainData, options: ChainReaderOptions = {}): ChainReader {
  const { quorum = 3, trust, budgetMs = 2400 } = options;
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const rpc = createJsonRpc(chain.rpcUrls, budgetMs);

  const heads = shareFlights(async (_: 'newest'): Promise<SignedHead[]> => {
    // Half the time for the head leaves the other half for the proofs.
    const timeoutMs = budgetMs / 2;
    if (chain.scheme === 'qbft') return [await sealedHead(rpc, trust, performance.now() + timeoutMs)];
    return signedHeads(chain, { quorum, timeoutMs, trust });
  }, PATIENCE_MS);

  async function evidence({ slots, minimumBlock, statusHistory }: EvidenceRequest): Promise<ChainEvidence> {
    const deadline = performance.now() + budgetMs;
    const candidates = await heads('newest');
    const high = candidates.filter(({ height }) => height >= minimumBlock);
    if (high.length === 0) throw new ChainBehind(`the attested head is below block ${minimumBlock}`);
    for (const head of high.slice(0, MAX_CANDIDATES)) {
      const found = await blockAndProofs(rpc, chain, head, slots, deadline);
      if (!found) continue;
      const votes = chain.scheme === 'attested' ? { votes: head.votes } : {};
      const past = statusHistory && { ...statusHistory, fromBlock: minimumBlock, toBlock: head.height };
      const changes = past && { statusHistory: await readStatusHistory(rpc, past, deadline) };
      return { v: 1, chain: chain.caip2, scheme: chain.scheme, ...votes, ...found, ...changes, asOf: now() };
    }
    throw new ChainUnreachable('no node gives the attested block and its proofs');
  }

  return {
    chain,
    evidence: shareFlights(evidence, PATIENCE_MS),
    async proofs({ block, slots }) {
      const found = await blockAndProofs(rpc, chain, block, slots, performance.now() + PROOFS_MS);
      if (!found) throw new ChainUnreachable('no node gives that block and its proofs');
      return found.accounts;
    },
    async attestedHead() {
      const [head] = await heads('newest');
      if (!head || (chain.scheme === 'attested' && !trust && head.voters < quorum)) {
        throw new ChainUnreachable('no head has a quorum of votes');
      }
      return { height: head.height, hash: head.hash, time: head.time ?? claimedTime(head.votes, quorum) };
    },
    async blocks(count) {
      const deadline = performance.now() + budgetMs;
      try {
        const newest = Number(await rpc.call<Hex>('eth_blockNumber', [], deadline));
        const wanted = Math.min(count, MAX_BLOCKS, newest + 1);
        const calls = Array.from({ length: wanted }, (_, back) => getBlock(newest - back));
        const blocks = await rpc.batch(calls, deadline);
        return blocks.flatMap((block) =>
          !isBlock(block)
            ? []
            : [
                {
                  height: Number(block.number),
                  hash: block.hash,
                  time: Number(block.timestamp),
                  transactions: block.transactions.length,
                },
              ],
        );
      } catch (error) {
        if (error instanceof RpcRefused) throw new ChainUnreachable('the node refuses', { cause: error });
        throw error;
      }
    },
  };
}
