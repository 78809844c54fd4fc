import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonRpcProvider, Wallet } from 'ethers';
import { openChain } from '../../../service/chain/open-chain.ts';
import type { Chain, ChainOptions } from '../../../service/chain/open-chain.ts';
import type { Hex } from '../../../service/proof/bytes.ts';

export const CHAIN_ID = 370500;
export const REGION = 'dongying';

/** A data folder of its own, and what removes it. */
export async function temporaryData(): Promise<{ data: string; remove(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'zhenglian-chain-'));
  return { data, remove: () => rm(data, { recursive: true, force: true }) };
}

/** The chain in this process, with short pauses so that tests are quick. */
export function chainIn(data: string, options: Partial<ChainOptions> = {}): Promise<Chain> {
  return openChain({ region: REGION, chainId: CHAIN_ID, port: 0, data, gatherMs: 20, intervalMs: 40, ...options });
}

/** An ethers client that asks at once and polls quickly. */
export function clientOf(url: string): JsonRpcProvider {
  const provider = new JsonRpcProvider(url, CHAIN_ID, { staticNetwork: true, batchMaxCount: 20, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  return provider;
}

export type RpcAnswer = { result?: unknown; error?: { code: number; message: string; data?: unknown } };

/** One JSON-RPC call, whatever comes back. Rejects if nobody answers. */
export async function rpc(url: string, method: string, ...params: unknown[]): Promise<RpcAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return (await response.json()) as RpcAnswer;
}

/** A signer whose transactions cost nothing and carry a number as data. */
export function createSender(seed: number): { address: string; sign(nonce: number, data?: string): Promise<Hex> } {
  const wallet = new Wallet(`0x${seed.toString(16).padStart(64, '0')}`);
  return {
    address: wallet.address,
    async sign(nonce, data = `0x${nonce.toString(16).padStart(8, '0')}`) {
      const transaction = {
        type: 0,
        chainId: CHAIN_ID,
        nonce,
        gasPrice: 0,
        gasLimit: 60_000,
        to: wallet.address,
        data,
      };
      return (await wallet.signTransaction(transaction)) as Hex;
    },
  };
}

/** Asks until the answer is something, at most so long. */
export async function eventually<T>(ask: () => Promise<T | undefined>, limitMs = 10_000): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The receipt once there is one. */
export function receiptOf(url: string, hash: unknown): Promise<{ blockNumber: Hex; blockHash: Hex; status: Hex }> {
  return eventually(async () => {
    const { result } = await rpc(url, 'eth_getTransactionReceipt', hash);
    return (result ?? undefined) as { blockNumber: Hex; blockHash: Hex; status: Hex } | undefined;
  });
}
