import { decodeBytes32String, Interface } from 'ethers';
import type { LogDescription } from 'ethers';
import type { ChainData } from '../../domain/chain.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { AnchoredBatch, RegionEvents } from '../../ports/region-events.ts';
import type { Hex } from '../../proof/bytes.ts';
import { createJsonRpc, RpcRefused } from '../json-rpc/json-rpc.ts';

const events = new Interface([
  'event Anchored(bytes32 indexed anchorId, bytes18 indexed department, bytes32 indexed typeId, bytes32 root, uint32 size)',
  'event KeyAdded(bytes18 indexed department, bytes32 indexed thumbprint, uint8 use, uint32 from, uint32 until)',
]);

const SIGN = 1n;
const TIMEOUT_MS = 10_000;
/** Blocks of one question at first; then fewer or more, so that an answer holds some hundred events. */
const FIRST_SPAN = 1_000;
const FEW = 200;
const MANY = 4_000;

type Found = { block: number; event: LogDescription };

/** A node may give anything; what is no such event is left out, since the state decides about all others. */
function read(log: unknown): Found[] {
  try {
    const { topics, data, blockNumber } = log as { topics: string[]; data: string; blockNumber: string };
    const event = events.parseLog({ topics, data });
    const block = Number(blockNumber);
    return event === null || !Number.isSafeInteger(block) ? [] : [{ block, event }];
  } catch {
    return [];
  }
}

function batchOf({ block, event }: Found): AnchoredBatch[] {
  const [id, department, type, , size] = event.args.toArray() as [Hex, Hex, Hex, Hex, bigint];
  // bytes18 stands at the left of a word, as a short string does.
  const code = decodeBytes32String(`${department}${'00'.repeat(14)}`);
  return [{ id, department: code, type, size: Number(size), block }];
}

/** A region's events from a node's logs. */
export function createRegionEvents(
  chain: Pick<ChainData, 'rpcUrls'>,
  contracts: { certificateAnchors: Hex; authorityRegistry: Hex },
): RegionEvents {
  const rpc = createJsonRpc(chain.rpcUrls, TIMEOUT_MS);
  const quantity = (value: number): Hex => `0x${value.toString(16)}`;

  async function logs(address: Hex, name: string, from: number, through: number): Promise<Found[]> {
    const topics = [events.getEvent(name)?.topicHash];
    const filter = { address, topics, fromBlock: quantity(from), toBlock: quantity(through) };
    try {
      const given = await rpc.call<unknown>('eth_getLogs', [filter]);
      return Array.isArray(given) ? given.flatMap(read) : [];
    } catch (error) {
      if (error instanceof RpcRefused) throw new ChainUnreachable('the node refuses', { cause: error });
      throw error;
    }
  }

  return {
    async *batches(through) {
      let span = FIRST_SPAN;
      for (let end = through; end >= 0;) {
        const start = Math.max(0, end - span + 1);
        const found = await logs(contracts.certificateAnchors, 'Anchored', start, end);
        yield* found.toReversed().flatMap(batchOf);
        if (found.length < FEW) span *= 4;
        else if (found.length > MANY) span = Math.max(1, Math.floor(span / 4));
        end = start - 1;
      }
    },
    async signingKeys(through) {
      const found = await logs(contracts.authorityRegistry, 'KeyAdded', 0, through);
      const keys = found.filter(({ event }) => event.args[2] === SIGN).map(({ event }) => event.args[1] as Hex);
      return [...new Set(keys)];
    },
  };
}
