import { expect } from 'chai';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createProgram } from '../../../scripts/start/program.ts';
import type { Program } from '../../../scripts/start/program.ts';
import { freePorts } from '../../../scripts/start/ports.ts';
import { CHAIN_ID, createSender, REGION, rpc, temporaryData } from './harness.ts';

type Shown = { hash: string; blockHash: string; blockNumber: string };

const ROUNDS = 5;
const SENDERS = 4;

describe('kill -9 of the chain process at random moments while transactions are sent', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let chain: Program;
  const reported: string[] = [];
  before(async () => {
    folder = await temporaryData();
    const [port] = await freePorts(1);
    const options = { '--region': REGION, '--chain-id': CHAIN_ID, '--port': port, '--data': folder.data };
    chain = createProgram({
      label: `${REGION}/chain`,
      script: 'service/chain/main.ts',
      args: Object.entries(options).flatMap(([name, value]) => [name, String(value)]),
      logFile: join(folder.data, 'chain.log'),
      report: (line) => reported.push(line),
      restart: false,
      onFailed: () => {},
    });
  });
  after(async () => {
    await chain.stop();
    await folder.remove();
  });

  it('loses no receipt that was shown, and the head is the same or later', async () => {
    const shown: Shown[] = [];
    let head = { number: 0, hash: '' };
    const raws = await Promise.all(
      Array.from({ length: SENDERS }, async (_, n) => {
        const sender = createSender(0x50 + n);
        return {
          address: sender.address,
          raw: await Promise.all(Array.from({ length: 60 }, (_, i) => sender.sign(i))),
        };
      }),
    );

    /** Sends from each account's next nonce on and writes down every receipt and head it is shown, until the end. */
    async function work(url: string, { address, raw }: { address: string; raw: string[] }): Promise<void> {
      let nonce = Number((await rpc(url, 'eth_getTransactionCount', address, 'latest')).result);
      for (;;) {
        const hashes: unknown[] = [];
        for (const one of raw.slice(nonce, nonce + 3))
          hashes.push((await rpc(url, 'eth_sendRawTransaction', one)).result);
        nonce += hashes.length;
        for (const hash of hashes) {
          for (let receipt: unknown = null; receipt === null; await sleep(15)) {
            receipt = (await rpc(url, 'eth_getTransactionReceipt', hash)).result;
            if (receipt !== null) {
              const { blockHash, blockNumber } = receipt as Shown;
              shown.push({ hash: hash as string, blockHash, blockNumber });
            }
          }
        }
        const latest = (await rpc(url, 'eth_getBlockByNumber', 'latest', false)).result as {
          number: string;
          hash: string;
        };
        if (Number(latest.number) > head.number) head = { number: Number(latest.number), hash: latest.hash };
        if (hashes.length === 0) await sleep(1000);
      }
    }

    for (let round = 0; round < ROUNDS; round++) {
      const url = await chain.start();
      const found = (await rpc(url, 'eth_getBlockByNumber', `0x${head.number.toString(16)}`, false)).result;
      if (head.number > 0) expect(found).to.include({ hash: head.hash });
      for (const one of shown) {
        expect((await rpc(url, 'eth_getTransactionReceipt', one.hash)).result).to.include({
          blockHash: one.blockHash,
          blockNumber: one.blockNumber,
        });
      }
      // A killed chain ends the work by refusing the connection.
      const works = raws.map((one) => work(url, one).catch(() => undefined));
      await sleep(300 + Math.random() * 1500);
      chain.kill('SIGKILL');
      await chain.exited();
      await Promise.all(works);
    }
    expect(shown.length).to.be.above(ROUNDS);
    expect(reported).to.deep.equal([]);
  }).timeout(60_000);

  it('ends by itself, cleanly, on SIGTERM', async () => {
    await chain.start();
    await chain.stop();
    expect(chain.pid).to.equal(undefined);
    expect(await chain.start()).to.equal(chain.url);
  });
});
