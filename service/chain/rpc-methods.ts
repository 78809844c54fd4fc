import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { Engine, RawReply, RpcError } from './engine.ts';
import type { Gate, Lane } from './lane.ts';
import type { Waiting } from './waiting.ts';

/** Answers one JSON-RPC call; a refusal is an answer. Rejects only if the chain has stopped. */
export type RpcMethods = (method: string, params: readonly unknown[]) => Promise<RawReply>;

/** What the engine answers as it is. Nothing here can change the chain. */
const READS = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_syncing',
  'net_version',
  'web3_clientVersion',
]);

/** More waiting transactions than this are refused; an honest client waits for blocks long before. */
const MAX_WAITING = 50_000;

const success = (result: unknown): RawReply => ({ text: JSON.stringify({ result }), failed: false });
const failure = (error: RpcError): RawReply => ({ text: JSON.stringify({ error }), failed: true });
const invalid = (message: string): RawReply => failure({ code: -32602, message });

/** Reverts as geth reports them (code 3, the return data as `data`); of other errors only code and message. */
function refined(reply: RawReply): RawReply {
  if (!reply.failed) return reply;
  const { error } = JSON.parse(reply.text) as { error: RpcError };
  const data = error.data as { reason?: { Revert?: unknown }; data?: unknown } | null | undefined;
  if (typeof data?.reason?.Revert === 'string' && typeof data.data === 'string') {
    return failure({ code: 3, message: 'execution reverted', data: data.data });
  }
  // Clients know this refusal by geth's words.
  if (/enough funds/.test(error.message))
    return failure({ code: -32000, message: `insufficient funds: ${error.message}` });
  return failure({ code: error.code, message: error.message });
}

export type RpcMethodsOptions = {
  readonly engine: Engine;
  readonly waiting: Waiting;
  /** Sending and mining take turns here, so that the books agree with the engine. */
  readonly lane: Lane;
  readonly gate: Gate;
  /** A transaction was accepted. */
  readonly accepted: () => void;
};

/** The allow-list in front of the engine: reads, raw transactions, price 0. No hardhat_*, evm_*, no accounts. */
export function createRpcMethods({ engine, waiting, lane, gate, accepted }: RpcMethodsOptions): RpcMethods {
  async function add(raw: Hex): Promise<RawReply> {
    const reply = await engine.raw('eth_sendRawTransaction', [raw]);
    if (reply.failed) return refined(reply);
    const { result: hash } = JSON.parse(reply.text) as { result: Hex };
    if (bytesToHex(keccak_256(hexToBytes(raw))) !== hash) {
      // The engine overlooks bytes after the transaction. In the journal every byte has to count.
      await engine.request('hardhat_dropTransaction', [hash]);
      return invalid('The bytes are not the canonical encoding of the transaction');
    }
    const { from, nonce } = await engine.request<{ from: Hex; nonce: Hex }>('eth_getTransactionByHash', [hash]);
    const next = await engine.request<Hex>('eth_getTransactionCount', [from, 'latest']);
    waiting.add({ hash, raw, from, nonce: Number(nonce) }, Number(next));
    accepted();
    return reply;
  }

  async function send(params: readonly unknown[]): Promise<RawReply> {
    const [raw] = params;
    if (params.length !== 1 || typeof raw !== 'string' || !/^0x(?:[0-9a-f]{2})+$/i.test(raw)) {
      return invalid('Expected one raw transaction in hexadecimal');
    }
    if (waiting.size >= MAX_WAITING) return failure({ code: -32005, message: 'Too many transactions are waiting' });
    return lane.run(() => add(raw.toLowerCase() as Hex));
  }

  function answer(method: string, params: readonly unknown[]): Promise<RawReply> | RawReply {
    switch (method) {
      case 'eth_sendRawTransaction':
        return send(params);
      case 'eth_gasPrice':
        return success('0x0');
      case 'eth_getTransactionCount': {
        const [address, block] = params;
        const next = typeof address === 'string' && block === 'pending' ? waiting.nextNonce(address) : undefined;
        if (next !== undefined) return success(`0x${next.toString(16)}`);
        return engine.raw(method, block === 'pending' ? [address, 'latest'] : params).then(refined);
      }
      default:
        if (READS.has(method)) return engine.raw(method, params).then(refined);
        return failure({ code: -32601, message: `Method ${method} does not exist or is not available` });
    }
  }

  return async (method, params) => {
    const reply = await answer(method, params);
    await gate.passed();
    return reply;
  };
}
