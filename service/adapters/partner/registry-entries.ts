import { Interface } from 'ethers';
import type { ChainData } from '../../domain/chain.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { PartnerEntries, PartnerEntry } from '../../ports/partner-entries.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { createJsonRpc, RpcRefused } from '../json-rpc/json-rpc.ts';

const events = new Interface([
  'event PartnerAdmitted(uint64 indexed chainId, bytes32 digest, bytes entry)',
  'event PartnerUpdated(uint64 indexed chainId, bytes32 digest, bytes entry)',
]);
const topics = ['PartnerAdmitted', 'PartnerUpdated'].map((name) => events.getEvent(name)?.topicHash);

function entryOf(log: unknown): PartnerEntry[] {
  try {
    const { topics: given, data } = log as { topics: string[]; data: string };
    const parsed = events.parseLog({ topics: given, data });
    const chainId = Number(parsed?.args[0]);
    return Number.isSafeInteger(chainId) ? [{ chainId, entry: hexToBytes(parsed?.args[2] as string) }] : [];
  } catch {
    // What is no such event can be no entry either; the digest decides about all others.
    return [];
  }
}

/** The PartnerRegistry's entries from a node's event logs. */
export function createRegistryEntries(chain: ChainData, registry: Hex, timeoutMs = 2000): PartnerEntries {
  const rpc = createJsonRpc(chain.rpcUrls, timeoutMs);
  return {
    async entries() {
      const filter = { address: registry, topics: [topics], fromBlock: '0x0', toBlock: 'latest' };
      try {
        const logs = await rpc.call<unknown>('eth_getLogs', [filter]);
        return Array.isArray(logs) ? logs.flatMap(entryOf) : [];
      } catch (error) {
        if (error instanceof RpcRefused) throw new ChainUnreachable('the node refuses', { cause: error });
        throw error;
      }
    },
  };
}
