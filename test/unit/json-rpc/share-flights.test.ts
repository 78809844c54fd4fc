import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { RpcBlock } from '../../../service/adapters/json-rpc/block-header.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { shareFlights } from '../../../service/adapters/json-rpc/share-flights.ts';
import type { ChainEvidence } from '../../../service/domain/chain.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';

const PATIENCE_MS = 40;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('questions of many at once', () => {
  /** Questions under way, each to be answered by the test. */
  let flights: { question: string; answer: (text: string) => void; fail: (error: Error) => void }[];
  let ask: (question: string) => Promise<string>;
  beforeEach(() => {
    flights = [];
    ask = shareFlights((question: string) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      flights.push({ question, answer: resolve, fail: reject });
      return promise;
    }, PATIENCE_MS);
  });

  it('are asked one at a time, and all who came meanwhile share the one after it', async () => {
    const [first, second, third] = [ask('a'), ask('a'), ask('a')];
    expect(flights).to.have.length(1);
    flights[0]!.answer('before');
    expect(await first).to.equal('before');
    await turn();
    expect(flights).to.have.length(2);
    flights[1]!.answer('after');
    expect(await Promise.all([second, third])).to.deep.equal(['after', 'after']);
    expect(flights).to.have.length(2);
  });

  it('are never answered with what was asked before they came', async () => {
    let state = 'valid';
    const read = shareFlights(async (_: string) => {
      const seen = state;
      await turn();
      return seen;
    }, PATIENCE_MS);
    const early = read('a');
    state = 'revoked';
    expect(await Promise.all([early, read('a'), read('a')])).to.deep.equal(['valid', 'revoked', 'revoked']);
    state = 'valid';
    expect(await read('a')).to.equal('valid');
  });

  it('wait for one that is slow no longer than a little, and then not for each other', async () => {
    void ask('a');
    const [second, third] = [ask('a'), ask('a')];
    await later(PATIENCE_MS * 2);
    expect(flights).to.have.length(2);
    const fourth = ask('a');
    flights[1]!.answer('quick');
    expect(await Promise.all([second, third])).to.deep.equal(['quick', 'quick']);
    await turn();
    flights[2]!.answer('quicker');
    expect(await fourth).to.equal('quicker');
    flights[0]!.answer('late');
  });

  it('are asked anew after one that failed', async () => {
    const [first, second] = [ask('a'), ask('a')];
    flights[0]!.fail(new Error('away'));
    expect(await first.catch((error: Error) => error.message)).to.equal('away');
    await turn();
    flights[1]!.answer('back');
    expect(await second).to.equal('back');
  });

  it('do not wait for other questions', () => {
    void ask('a');
    void ask('b');
    expect(flights.map(({ question }) => question)).to.deep.equal(['a', 'b']);
  });
});

describe('many who ask a chain at once', () => {
  const ADDRESS: Hex = `0x${'0a'.repeat(20)}`;
  const { block } = JSON.parse(
    readFileSync(new URL('../../vectors/execution-header-cancun.json', import.meta.url), 'utf8'),
  ) as { block: RpcBlock };
  const caip2 = 'eip155:370500';
  const closing: (() => Promise<void>)[] = [];
  let asked: { attester: number; node: number };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function askTwenty(slotOf: (n: number) => number): Promise<ChainEvidence[]> {
    asked = { attester: 0, node: 0 };
    const votes = ['a', 'b', 'c'].map((kid) => ({ kid, time: 1000, sig: 'x' }));
    const statement = { height: Number(block.number), hash: block.hash, votes };
    const answer = rpcAnswer({
      eth_getBlockByNumber: () => block,
      eth_getProof: (_address: Hex, keys: Hex[]) => ({
        accountProof: ['0xaa'],
        storageProof: keys.map((key) => ({ key, value: '0x1', proof: [key] })),
      }),
    });
    const attester = await openFakeServer(() => {
      asked.attester++;
      return { json: { caip2, genesisHash: block.hash, statements: [statement] } };
    });
    const node = await openFakeServer((path, body) => {
      asked.node++;
      return answer(path, body);
    });
    closing.push(attester.close, node.close);
    const urls = { rpcUrls: [node.url], attestationUrls: [attester.url] };
    const reader = createChainReader({ caip2, ...urls, scheme: 'attested', depth: 0 });
    const slots = Array.from({ length: 20 }, (_, n): Hex => `0x${slotOf(n).toString(16)}`);
    return Promise.all(slots.map((slot) => reader.evidence({ slots: [{ address: ADDRESS, slot }], minimumBlock: 0 })));
  }

  it('for the same cost it two questions: the first, and one for all who came meanwhile', async () => {
    const bundles = await askTwenty(() => 5);
    expect(asked).to.deep.equal({ attester: 2, node: 2 });
    expect(new Set(bundles.slice(1)).size).to.equal(1);
  });

  it('for different slots share its head', async () => {
    const bundles = await askTwenty((n) => n);
    expect(asked).to.deep.equal({ attester: 2, node: 20 });
    expect(new Set(bundles.map(({ accounts }) => accounts[0]?.storageProof[0]?.key)).size).to.equal(20);
  });
});
