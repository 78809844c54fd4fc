import { expect } from 'chai';
import { JsonRpcProvider, Network } from 'ethers';
import { network } from 'hardhat';
import { developmentKey } from '../../../deploy/development-keys.ts';
import { createSender, idle } from '../../../deploy/sender.ts';
import type { Sender } from '../../../deploy/sender.ts';

const CHAIN = 370500;

describe('the sender of deployments', () => {
  let server: Awaited<ReturnType<typeof network.createServer>>;
  let provider: JsonRpcProvider;
  const key = developmentKey(30);
  const sender = (timeoutMs: number): Sender =>
    createSender({ provider, chainId: CHAIN, explain: (data) => data.slice(0, 10), timeoutMs });
  const nothing = (label: string) => ({ to: key.address, data: '0x' as const, gas: 30_000, label });
  const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

  before(async () => {
    // No block unless asked for.
    server = await network.createServer({ network: 'default', override: { mining: { auto: false, interval: 0 } } });
    const { address, port } = await server.listen();
    const options = { staticNetwork: Network.from(CHAIN), batchMaxCount: 1, cacheTimeout: -1 };
    provider = new JsonRpcProvider(`http://${address}:${port}`, undefined, options);
  });

  after(async () => {
    provider?.destroy();
    await server?.close();
  });

  it('says which transaction was not mined in time', async () => {
    const impatient = sender(300);
    await impatient.send(key.privateKey, nothing('greeting'));
    expect(await failure(impatient.settle())).to.include({ code: 'deploy.failed', label: 'greeting' });
  });

  it('counts what is waiting, and waits until it is in a block', async () => {
    expect(await failure(idle(provider, key.address, 300))).to.have.property('code', 'deploy.failed');
    const patient = sender(10_000);
    await patient.send(key.privateKey, nothing('second'));
    await provider.send('evm_mine', []);
    await Promise.all([patient.settle(), idle(provider, key.address)]);
    expect(await provider.getTransactionCount(key.address)).to.equal(2);
  });

  it('sends at gas price 0, type 0, and tells the address of what it creates', async () => {
    const patient = sender(10_000);
    const created = await patient.send(key.privateKey, {
      data: '0x600160005260206000f3',
      gas: 100_000,
      label: 'create',
    });
    await provider.send('evm_mine', []);
    await patient.settle();
    expect(await provider.getCode(created)).to.equal(`0x${'00'.repeat(31)}01`);
    const block = await provider.getBlock('latest', true);
    const sent = block?.prefetchedTransactions[0];
    expect([sent?.type, sent?.gasPrice]).to.deep.equal([0, 0n]);
  });

  it('names a transaction that the node refuses', async () => {
    const error = await failure(sender(300).send(key.privateKey, { ...nothing('too little gas'), gas: 100 }));
    expect(error).to.include({ code: 'deploy.failed', label: 'too little gas' });
  });
});
