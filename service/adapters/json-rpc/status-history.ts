import { keccak_256 } from '@noble/hashes/sha3.js';
import type { StatusChange } from '../../domain/chain.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { RpcRefused } from './json-rpc.ts';
import type { JsonRpc } from './json-rpc.ts';

const topicOf = (event: string): Hex => bytesToHex(keccak_256(utf8(event)));
const SPARSE = topicOf('StatusChanged(bytes32,bytes,bytes32)');
const DENSE = topicOf('StatusWordsChanged(bytes32,uint32,uint256[],bytes32)');
const NO_HEAD: Hex = `0x${'0'.repeat(64)}`;
const WORD = 32;

type Log = { blockNumber: Hex; logIndex: Hex; topics: string[]; data: Hex };

/** A change as its event tells it, and the status head that it made. */
type Told = {
  head: Hex;
  change: { kind: 'sparse'; changes: Hex } | { kind: 'dense'; firstWord: number; words: Hex };
};

function isLog(value: unknown): value is Log {
  const { blockNumber, logIndex, topics, data } = (value ?? {}) as Record<string, unknown>;
  const isHex = (one: unknown): boolean => typeof one === 'string' && /^0x[0-9a-f]*$/i.test(one);
  return [blockNumber, logIndex, data].every(isHex) && Array.isArray(topics) && topics.every(isHex);
}

/**
 * Reads an event's data (Solidity's ABI, words of 32 bytes). A node may give anything, so what lies outside the data
 * throws RangeError; what lies inside is for the engine to check against the status head.
 */
function toldBy({ topics, data: hex }: Log): Told {
  const data = hexToBytes(hex);
  const view = new DataView(data.buffer);
  const word = (at: number): Hex => bytesToHex(data.slice(at, at + WORD));
  const uint32 = (at: number): number => view.getUint32(at + WORD - 4);
  const tail = (place: number, unit: number): Hex => {
    const at = uint32(place);
    const end = at + WORD + uint32(at) * unit;
    if (end > data.length) throw new RangeError('the event is longer than its data');
    return bytesToHex(data.slice(at + WORD, end));
  };
  const topic = topics[0]?.toLowerCase();
  if (topic === SPARSE) return { head: word(WORD), change: { kind: 'sparse', changes: tail(0, 1) } };
  if (topic !== DENSE) throw new RangeError('another event');
  return { head: word(2 * WORD), change: { kind: 'dense', firstWord: uint32(0), words: tail(WORD, WORD) } };
}

/** The event of a log; none of what is no such event. */
function eventsOf(log: Log): Told[] {
  try {
    return [toldBy(log)];
  } catch {
    return [];
  }
}

async function timesOf(rpc: JsonRpc, blocks: readonly Hex[], deadline: number): Promise<Map<Hex, number>> {
  const distinct = [...new Set(blocks)];
  if (distinct.length === 0) return new Map();
  const found = await rpc.batch(
    distinct.map((block) => ['eth_getBlockByNumber', [block, false]]),
    deadline,
  );
  return new Map(distinct.map((block, i) => [block, Number((found[i] as { timestamp?: Hex } | null)?.timestamp)]));
}

/** Of which batch, in which blocks (both included). */
type Question = { contract: Hex; anchorId: Hex; fromBlock: number; toBlock: number };

async function readLogs(rpc: JsonRpc, question: Question, deadline: number): Promise<StatusChange[]> {
  const { contract, anchorId, fromBlock, toBlock } = question;
  const block = (height: number): Hex => `0x${height.toString(16)}`;
  const filter = {
    address: contract,
    topics: [[SPARSE, DENSE], anchorId],
    fromBlock: block(fromBlock),
    toBlock: block(toBlock),
  };
  const given = await rpc.call<unknown>('eth_getLogs', [filter], deadline);
  const logs = Array.isArray(given) ? (given as unknown[]).filter(isLog) : [];
  logs.sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex));
  const blocks = logs.map(({ blockNumber }) => blockNumber);
  const times = await timesOf(rpc, blocks, deadline);
  let previous = NO_HEAD;
  const changes = logs.flatMap((log): StatusChange[] => {
    const time = times.get(log.blockNumber);
    if (time === undefined || !Number.isSafeInteger(time)) return [];
    return eventsOf(log).map(({ head, change }) => {
      const link = { ...change, time, previous };
      previous = head;
      return link;
    });
  });
  return changes.reverse();
}

/**
 * The changes of a batch's status, newest first, as the chain's node tells them; unproven, the engine checks them against
 * the status head.
 *
 * @param deadline milliseconds of performance.now
 * @throws ChainUnreachable
 */
export async function readStatusHistory(rpc: JsonRpc, question: Question, deadline: number): Promise<StatusChange[]> {
  try {
    return await readLogs(rpc, question, deadline);
  } catch (error) {
    if (error instanceof RpcRefused)
      throw new ChainUnreachable('the node tells no changes of status', { cause: error });
    throw error;
  }
}
