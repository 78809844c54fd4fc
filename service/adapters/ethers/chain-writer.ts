import { keccak256 } from 'ethers';
import type { ChainData } from '../../domain/chain.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { TransactionRefused } from '../../ports/chain-writer.ts';
import type { ChainWriter, Receipt } from '../../ports/chain-writer.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { RpcBlock } from '../json-rpc/block-header.ts';
import { word } from '../json-rpc/block-header.ts';
import { createJsonRpc, RpcRefused } from '../json-rpc/json-rpc.ts';

/** The node has these bytes already, in a block or waiting. */
const KNOWN = /already known|known transaction|already imported|alreadyexists/i;

/** The node will never take these bytes, whatever happens elsewhere. Everything else may pass. */
const NEVER =
  /nonce (is )?too low|invalid nonce|chain ?id|intrinsic gas|exceeds? (the )?block gas|gas limit|insufficient funds|invalid sender|invalid signature|rlp|canonical/i;

type RpcReceipt = {
  transactionHash: Hex;
  blockNumber: Hex;
  status: Hex;
  logs: { address: Hex; topics: Hex[]; data: Hex }[];
};

const isRevert = (error: RpcRefused): boolean => error.rpcCode === 3 || /revert/i.test(error.message);

function revertData(error: RpcRefused): Hex {
  const data = typeof error.data === 'object' && error.data !== null ? Object.values(error.data)[0] : error.data;
  return typeof data === 'string' && /^0x[0-9a-f]*$/i.test(data) ? (data as Hex) : '0x';
}

/**
 * Writes to the home chain over JSON-RPC (see the port for what it promises). Each question is answered or given up within
 * `timeoutMs` (2,000) per node.
 */
export function createChainWriter(chain: ChainData, options: { timeoutMs?: number } = {}): ChainWriter {
  const rpc = createJsonRpc(chain.rpcUrls, options.timeoutMs ?? 2000);

  /** A node that refuses a plain question is of no more use than one that is away. */
  const ask = async <T>(method: string, params: readonly unknown[]): Promise<T> => {
    try {
      return await rpc.call<T>(method, params);
    } catch (error) {
      if (error instanceof RpcRefused) throw new ChainUnreachable('the node refuses', { cause: error });
      throw error;
    }
  };

  const newestBlock = async (): Promise<RpcBlock> => {
    const block = await ask<RpcBlock | null>('eth_getBlockByNumber', ['latest', false]);
    if (block === null) throw new ChainUnreachable('the node has no block');
    return block;
  };

  const tryCall = async <T>(method: string, params: readonly unknown[]): Promise<{ value: T } | { reverted: Hex }> => {
    try {
      return { value: await rpc.call<T>(method, params) };
    } catch (error) {
      if (!(error instanceof RpcRefused)) throw error;
      if (isRevert(error)) return { reverted: revertData(error) };
      throw new ChainUnreachable('the node refuses', { cause: error });
    }
  };

  return {
    async send(raw) {
      try {
        return await rpc.call<Hex>('eth_sendRawTransaction', [raw]);
      } catch (error) {
        if (!(error instanceof RpcRefused)) throw error;
        if (KNOWN.test(error.message)) return keccak256(raw) as Hex;
        if (error.rpcCode === -32602 || NEVER.test(error.message)) {
          throw new TransactionRefused(error.message, { cause: error });
        }
        throw new ChainUnreachable('the node does not take the transaction now', { cause: error });
      }
    },
    async receipt(hash) {
      const found = await ask<RpcReceipt | null>('eth_getTransactionReceipt', [hash]);
      if (found === null) return undefined;
      const logs = found.logs.map(({ address, topics, data }) => ({ address, topics, data }));
      return {
        hash: found.transactionHash,
        height: Number(found.blockNumber),
        succeeded: Number(found.status) === 1,
        logs,
      } satisfies Receipt;
    },
    nonce: async (account) => Number(await ask<Hex>('eth_getTransactionCount', [account, 'latest'])),
    async simulate(call) {
      const answer = await tryCall<Hex>('eth_call', [call, 'latest']);
      return 'value' in answer ? { returned: answer.value } : answer;
    },
    async estimateGas(call) {
      const answer = await tryCall<Hex>('eth_estimateGas', [call]);
      return 'value' in answer ? { gas: Number(answer.value) } : answer;
    },
    async newest() {
      const block = await newestBlock();
      return { height: Number(block.number), hash: block.hash };
    },
    gasLimit: async () => Number((await newestBlock())['gasLimit']),
    async blockHash(height) {
      const block = await ask<RpcBlock | null>('eth_getBlockByNumber', [`0x${height.toString(16)}`, false]);
      return block?.hash;
    },
    storage: async (address, slot) => word(await ask<Hex>('eth_getStorageAt', [address, word(slot), 'latest'])),
  };
}
