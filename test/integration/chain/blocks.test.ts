import { expect } from 'chai';
import { Wallet } from 'ethers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chain } from '../../../service/chain/open-chain.ts';
import { chainIn, CHAIN_ID, createSender, receiptOf, rpc, temporaryData } from './harness.ts';

type RpcBlock = { timestamp: string; transactions: string[] };

describe('The blocks of an embedded chain', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let chain: Chain;
  const block = async (height: number): Promise<RpcBlock> =>
    (await rpc(chain.url, 'eth_getBlockByNumber', `0x${height.toString(16)}`, false)).result as RpcBlock;

  beforeEach(async () => {
    folder = await temporaryData();
    // The intervals of the real chain.
    chain = await chainIn(folder.data, { gatherMs: 150, intervalMs: 1000 });
  });
  afterEach(async () => {
    await chain.close();
    await folder.remove();
  });

  it('are shared by the work of their second; none is made when idle', async () => {
    const senders = [1, 2, 3, 4].map((n) => createSender(0x30 + n));
    /** One batch, so that all of them are there at once however busy the machine is. */
    async function sendTogether(nonce: number): Promise<string[]> {
      const calls = senders.map(async (sender, id) => {
        const params = [await sender.sign(nonce)];
        return { jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params };
      });
      const body = JSON.stringify(await Promise.all(calls));
      const headers = { 'content-type': 'application/json' };
      const replies = await (await fetch(chain.url, { method: 'POST', headers, body })).json();
      return (replies as { result: string }[]).map(({ result }) => result);
    }
    const first = await sendTogether(0);
    await receiptOf(chain.url, first[0]);
    expect(chain.head().height).to.equal(1);
    expect((await block(1)).transactions).to.have.members(first);

    const second = await sendTogether(1);
    await receiptOf(chain.url, second[3]);
    expect((await block(2)).transactions).to.have.members(second);
    await sleep(1300);
    expect(chain.head().height).to.equal(2);
  });

  it('come at most once a second, and their time neither repeats nor runs ahead of the clock', async () => {
    const sender = createSender(0x3a);
    const times: number[] = [];
    for (let nonce = 0; nonce < 3; nonce++) {
      const { result } = await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(nonce));
      await receiptOf(chain.url, result);
      times.push(performance.now());
      const { timestamp } = await block(nonce + 1);
      expect(Number(timestamp)).to.be.at.most(Date.now() / 1000);
      if (nonce > 0) expect(Number(timestamp)).to.be.above(Number((await block(nonce)).timestamp));
    }
    // What was seen lags what was made by the polling of the receipt.
    expect((times[2] as number) - (times[0] as number)).to.be.at.least(1900);
  });

  it('wait for a missing nonce without making empty blocks', async () => {
    const sender = createSender(0x3b);
    await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(1));
    await sleep(400);
    expect(chain.head().height).to.equal(0);
    const { result } = await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(0));
    await receiptOf(chain.url, result);
    expect((await block(1)).transactions).to.have.length(2);
  });

  it('hold as much as fits; the rest goes into the next', async () => {
    const wallet = new Wallet(`0x${'3c'.repeat(32)}`);
    const hashes: unknown[] = [];
    // The first nonce comes last, so that all seven wait when the block is made.
    for (let nonce = 6; nonce >= 0; nonce--) {
      // INVALID burns all its gas at once.
      const burning = { type: 0, chainId: CHAIN_ID, nonce, gasPrice: 0, gasLimit: 20_000_000, data: '0xfe' };
      hashes.unshift((await rpc(chain.url, 'eth_sendRawTransaction', await wallet.signTransaction(burning))).result);
    }
    expect(await receiptOf(chain.url, hashes[6])).to.include({ blockNumber: '0x2', status: '0x0' });
    expect((await block(1)).transactions).to.deep.equal(hashes.slice(0, 5));
  });

  it('take their time from the clock even after one in the past was replayed', async () => {
    await chain.close();
    const now = (): number => Math.floor(Date.now() / 1000) - 5000;
    chain = await chainIn(folder.data, { now });
    const sender = createSender(0x3d);
    await receiptOf(chain.url, (await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(0))).result);
    await chain.close();
    chain = await chainIn(folder.data);
    // TIMESTAMP, stored and returned: what a call sees that is not in a block yet.
    const code = '0x4260005260206000f3';
    const { result } = await rpc(chain.url, 'eth_call', { data: code }, 'pending');
    expect(Number(result) - Date.now() / 1000).to.be.within(-3, 3);
  });
});
