import { Interface } from 'ethers';
import type { LogDescription } from 'ethers';
import { createJsonRpc } from '../../../service/adapters/json-rpc/json-rpc.ts';
import type { JsonRpc } from '../../../service/adapters/json-rpc/json-rpc.ts';
import type { ChainData } from '../../../service/domain/chain.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import type { Plan, StatusLink } from '../../../service/verify/index.ts';

const events = new Interface([
  'event StatusChanged(bytes32 indexed anchorId, bytes changes, bytes32 head)',
  'event StatusWordsChanged(bytes32 indexed anchorId, uint32 firstWord, uint256[] words, bytes32 head)',
]);
const TOPICS = ['StatusChanged', 'StatusWordsChanged'].map((name) => events.getEvent(name)!.topicHash);
const TIMEOUT_MS = 5_000;
const NO_HEAD: Hex = `0x${'0'.repeat(64)}`;

type Log = { blockNumber: Hex; logIndex: Hex; topics: string[]; data: string };

function isLog(value: unknown): value is Log {
  const { blockNumber, logIndex, topics, data } = (value ?? {}) as Record<string, unknown>;
  const isHex = (one: unknown): boolean => typeof one === 'string' && /^0x[0-9a-f]*$/i.test(one);
  return [blockNumber, logIndex, data].every(isHex) && Array.isArray(topics) && topics.every(isHex);
}

/** The event of a log; null for what is none, since a node may give anything. */
function eventOf(log: Log): LogDescription | null {
  try {
    const event = events.parseLog(log);
    // Arguments are decoded when they are read, and that may fail, too.
    return event?.args.toArray() === undefined ? null : event;
  } catch {
    return null;
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
  const filter = { address: contract, topics: [TOPICS, anchorId], fromBlock, toBlock: 'latest' };
  const given = await rpc.call<unknown>('eth_getLogs', [filter]);
  const logs = Array.isArray(given) ? (given as unknown[]).filter(isLog) : [];
  logs.sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex));
  const times = await timesOf(
    rpc,
    logs.map(({ blockNumber }) => blockNumber),
  );
  let previous = NO_HEAD;
  const links = logs.flatMap((log): StatusLink[] => {
    const event = eventOf(log);
    if (event === null) return [];
    const link = { time: times.get(log.blockNumber) ?? NaN, previous };
    previous = event.args['head'] as Hex;
    if (event.name === 'StatusChanged') return [{ kind: 'sparse', ...link, changes: event.args['changes'] as Hex }];
    const words = (event.args['words'] as bigint[]).map((word) => word.toString(16).padStart(64, '0'));
    return [{ kind: 'dense', ...link, firstWord: Number(event.args['firstWord']), words: `0x${words.join('')}` }];
  });
  return links.reverse();
}
