import { setTimeout as sleep } from 'node:timers/promises';
import { Wallet, getCreateAddress } from 'ethers';
import type { JsonRpcProvider } from 'ethers';
import type { Hex } from '../service/proof/bytes.ts';
import { DeployFailed } from './context.ts';

/** `to` undefined creates a contract. `gas` is the limit; the price is always 0. */
export type Outgoing = { to?: Hex; data: Hex; gas: number; label: string };

/** How often the chain is asked for what was sent to it. */
const POLL_MS = 100;

/**
 * Waits until nothing of an account waits for a block, so that what is asked of the chain next counts all of it: an
 * interrupted run may have left transactions behind.
 *
 * @throws DeployFailed
 */
export async function idle(provider: JsonRpcProvider, account: Hex, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const count = async (block: string): Promise<bigint> =>
    BigInt((await provider.send('eth_getTransactionCount', [account, block])) as Hex);
  while ((await count('latest')) < (await count('pending'))) {
    if (performance.now() > deadline) {
      throw new DeployFailed(`earlier transactions of ${account}`, undefined, 'not mined in time');
    }
    await sleep(POLL_MS);
  }
}

/** Signs and sends without waiting, so that what is independent shares a block; `settle` waits for all of it. */
export type Sender = {
  /** Sends after everything this key sent before. Returns the address of the contract it creates (or would create). */
  send(key: Hex, outgoing: Outgoing): Promise<Hex>;
  /**
   * Waits until every transaction sent so far is in a block.
   *
   * @throws DeployFailed naming the first that reverted or was not mined in time
   */
  settle(): Promise<void>;
};

type Pending = Outgoing & { hash: Hex; from: Hex };
type Receipt = { status: Hex; blockNumber: Hex } | null;

/** `explain` turns revert data into an error's name. */
export function createSender(options: {
  provider: JsonRpcProvider;
  chainId: number;
  explain(data: Hex): string;
  timeoutMs?: number;
}): Sender {
  const { provider, chainId, explain, timeoutMs = 120_000 } = options;
  const wallets = new Map<Hex, { wallet: Wallet; nonce: number }>();
  let pending: Pending[] = [];

  async function account(key: Hex): Promise<{ wallet: Wallet; nonce: number }> {
    let found = wallets.get(key);
    if (found === undefined) {
      const wallet = new Wallet(key);
      found = { wallet, nonce: Number(await provider.send('eth_getTransactionCount', [wallet.address, 'pending'])) };
      wallets.set(key, found);
    }
    return found;
  }

  async function send(key: Hex, outgoing: Outgoing): Promise<Hex> {
    const sender = await account(key);
    const from = sender.wallet.address as Hex;
    const nonce = sender.nonce;
    const raw = await sender.wallet.signTransaction({
      type: 0,
      chainId,
      nonce,
      gasPrice: 0,
      gasLimit: outgoing.gas,
      to: outgoing.to ?? null,
      data: outgoing.data,
      value: 0,
    });
    let hash: Hex;
    try {
      hash = (await provider.send('eth_sendRawTransaction', [raw])) as Hex;
    } catch (cause) {
      throw new DeployFailed(outgoing.label, revertOf(cause, explain), (cause as Error).message);
    }
    sender.nonce++;
    pending.push({ ...outgoing, hash, from });
    return getCreateAddress({ from, nonce }) as Hex;
  }

  async function fail(transaction: Pending): Promise<never> {
    const call = { from: transaction.from, to: transaction.to, data: transaction.data };
    const cause: unknown = await provider.send('eth_call', [call, 'latest']).then(
      () => undefined,
      (error: unknown) => error,
    );
    throw new DeployFailed(transaction.label, revertOf(cause, explain), 'reverted');
  }

  async function settle(): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    const waiting = pending;
    pending = [];
    for (const transaction of waiting) {
      let receipt: Receipt;
      while ((receipt = (await provider.send('eth_getTransactionReceipt', [transaction.hash])) as Receipt) === null) {
        if (performance.now() > deadline) throw new DeployFailed(transaction.label, undefined, 'not mined in time');
        await sleep(POLL_MS);
      }
      if (BigInt(receipt.status) !== 1n) await fail(transaction);
    }
  }

  return { send, settle };
}

/** The name of the custom error that a JSON-RPC failure carries, wherever the node put its data. */
function revertOf(cause: unknown, explain: (data: Hex) => string): string | undefined {
  const seen = new Set<unknown>();
  const find = (value: unknown): Hex | undefined => {
    if (typeof value === 'string') return /^0x[0-9a-f]{8,}$/i.test(value) ? (value as Hex) : undefined;
    if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
    seen.add(value);
    for (const name of ['data', 'error', 'info', 'cause'] as const) {
      const data = find((value as Record<string, unknown>)[name]);
      if (data !== undefined) return data;
    }
    return undefined;
  };
  const data = find(cause);
  return data === undefined ? undefined : explain(data);
}
