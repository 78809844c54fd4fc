import { keccak_256 } from '@noble/hashes/sha3.js';
import { createJsonRpc } from '../adapters/json-rpc/json-rpc.ts';
import type { JsonRpc } from '../adapters/json-rpc/json-rpc.ts';
import type { ChainData } from '../domain/chain.ts';
import { bytesToHex, hexToBytes, utf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { Plan, StatusLink } from '../verify/index.ts';

const topicOf = (event: string): Hex => bytesToHex(keccak_256(utf8(event)));
const SPARSE = topicOf('StatusChanged(bytes32,bytes,bytes32)');
const DENSE = topicOf('StatusWordsChanged(bytes32,uint32,uint256[],bytes32)');
const TIMEOUT_MS = 5_000;
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

async function timesOf(rpc: JsonRpc, blocks: readonly Hex[]): Promise<Map<Hex, number>> {
  const distinct = [...new Set(blocks)];
  if (distinct.length === 0) return new Map();
  const found = await rpc.batch(distinct.map((block) => ['eth_getBlockByNumber', [block, false]]));
  return new Map(distinct.map((block, i) => [block, Number((found[i] as { timestamp?: Hex } | null)?.timestamp)]));
}

/**
 * The changes of a batch's status, newest first, as the chain's node tells them; unproven, the engine checks them against
 * the status head.
 *
 * @throws ChainUnreachable, RpcRefused
 */
export async function readStatusHistory(chain: ChainData, plan: Plan): Promise<StatusLink[]> {
  if (plan.statusHistory === undefined) return [];
  const { contract, anchorId } = plan.statusHistory;
  const rpc = createJsonRpc(chain.rpcUrls, TIMEOUT_MS);
  const fromBlock: Hex = `0x${plan.minimumBlock.toString(16)}`;
  const filter = { address: contract, topics: [[SPARSE, DENSE], anchorId], fromBlock, toBlock: 'latest' };
  const given = await rpc.call<unknown>('eth_getLogs', [filter]);
  const logs = Array.isArray(given) ? (given as unknown[]).filter(isLog) : [];
  logs.sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex));
  const times = await timesOf(
    rpc,
    logs.map(({ blockNumber }) => blockNumber),
  );
  let previous = NO_HEAD;
  const links = logs.flatMap((log) =>
    eventsOf(log).map(({ head, change }): StatusLink => {
      const link = { ...change, time: times.get(log.blockNumber) ?? NaN, previous };
      previous = head;
      return link;
    }),
  );
  return links.reverse();
}
