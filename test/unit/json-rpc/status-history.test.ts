import { expect } from 'chai';
import { Interface } from 'ethers';
import { createJsonRpc } from '../../../service/adapters/json-rpc/json-rpc.ts';
import { readStatusHistory } from '../../../service/adapters/json-rpc/status-history.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';

const [ANCHOR, FIRST, SECOND] = ['22', '33', '44'].map((byte) => `0x${byte.repeat(32)}` as const);
const WORD = `0x${'0'.repeat(62)}04` as const;
const question = { contract: `0x${'0a'.repeat(20)}` as const, anchorId: ANCHOR!, fromBlock: 1, toBlock: 20 };
const events = new Interface([
  'event StatusChanged(bytes32 indexed anchorId, bytes changes, bytes32 head)',
  'event StatusWordsChanged(bytes32 indexed anchorId, uint32 firstWord, uint256[] words, bytes32 head)',
]);

const log = (block: number, name: string, values: unknown[]) => {
  const { data, topics } = events.encodeEventLog(name, values);
  return { blockNumber: `0x${block.toString(16)}`, logIndex: '0x0', topics, data };
};
const sparse = log(5, 'StatusChanged', [ANCHOR, '0x0000000701', FIRST]);
const dense = log(9, 'StatusWordsChanged', [ANCHOR, 3, [WORD, WORD], SECOND]);

async function told(logs: unknown) {
  const eth_getBlockByNumber = (block: string) => ({ timestamp: `0x${(Number(block) * 100).toString(16)}` });
  return toldBy({ eth_getLogs: () => logs, eth_getBlockByNumber });
}

async function toldBy(methods: Parameters<typeof rpcAnswer>[0]) {
  const node = await openFakeServer(rpcAnswer(methods));
  try {
    return await readStatusHistory(createJsonRpc([node.url], 2_000), question, performance.now() + 2_000);
  } finally {
    await node.close();
  }
}

describe('the history of a status', () => {
  it('is what the contract’s events say, newest first, each with the head before it', async () => {
    expect(await told([dense, sparse])).to.deep.equal([
      { kind: 'dense', time: 900, previous: FIRST, firstWord: 3, words: `${WORD}${WORD.slice(2)}` },
      { kind: 'sparse', time: 500, previous: `0x${'00'.repeat(32)}`, changes: '0x0000000701' },
    ]);
  });

  for (const [title, logs] of Object.entries({
    ...{ 'an object': {}, 'a number': 7, 'a text': 'logs', null: [null], numbers: [7], 'empty objects': [{}] },
    'no block': [{ topics: [], data: '0x' }],
    'another event': [{ ...sparse, topics: [ANCHOR] }],
    'topics that are no texts': [{ ...sparse, topics: [7] }],
    'no data': [{ ...sparse, data: '0x' }],
    'half a byte': [{ ...sparse, data: '0x0' }],
    'data cut short': [
      { ...sparse, data: sparse.data.slice(0, -64) },
      { ...dense, data: dense.data.slice(0, -64) },
    ],
    'data that begin beyond the end': [{ ...sparse, data: sparse.data.replace(/40/, 'ff') }],
  })) {
    it(`is empty when a node gives ${title} for logs`, async () => {
      expect(await told(logs)).to.deep.equal([]);
    });
  }

  it('is empty when a node gives no time of the block', async () => {
    expect(await toldBy({ eth_getLogs: () => [sparse], eth_getBlockByNumber: () => 7 })).to.deep.equal([]);
  });

  it('cannot be had from a node that refuses to tell it: chain.unreachable', async () => {
    const code = await toldBy({}).catch((error: { code: string }) => error.code);
    expect(code).to.equal('chain.unreachable');
  });
});
