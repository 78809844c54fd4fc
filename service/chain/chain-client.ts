import type { Hex } from '../proof/bytes.ts';

export type ClientBlock = {
  readonly height: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly time: number;
};

/** The validator's own node, as it needs it. Every method rejects if the node does not answer in time. */
export type ChainClient = {
  chainId(): Promise<number>;
  height(): Promise<number>;
  /** Blocks of the given heights, in their order. Rejects if the node lacks one. */
  blocks(heights: readonly number[]): Promise<ClientBlock[]>;
};

type RpcBlock = { number: Hex; hash: Hex; parentHash: Hex; timestamp: Hex };
type Response = { id: number; result?: unknown; error?: { message: string } };

const TIMEOUT = 3000;

/** JSON-RPC over HTTP. */
export function createChainClient(url: string): ChainClient {
  async function batch(calls: readonly [method: string, params: readonly unknown[]][]): Promise<unknown[]> {
    const body = calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const replies = (await response.json()) as Response[] | Response;
    if (!Array.isArray(replies)) throw new Error(replies.error?.message ?? 'the node gives no batch');
    const byId = new Map(replies.map((reply) => [reply.id, reply]));
    return calls.map(([method], id) => {
      const reply = byId.get(id);
      if (reply?.result === undefined || reply.result === null) {
        throw new Error(`${method}: ${reply?.error?.message ?? 'no result'}`);
      }
      return reply.result;
    });
  }

  return {
    chainId: async () => Number((await batch([['eth_chainId', []]]))[0]),
    height: async () => Number((await batch([['eth_blockNumber', []]]))[0]),
    async blocks(heights) {
      const found = await batch(
        heights.map((height) => ['eth_getBlockByNumber', [`0x${height.toString(16)}`, false]] as const),
      );
      return (found as RpcBlock[]).map((block) => ({
        height: Number(block.number),
        hash: block.hash,
        parentHash: block.parentHash,
        time: Number(block.timestamp),
      }));
    },
  };
}
