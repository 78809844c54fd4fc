import { expect } from 'chai';
import { readStatusHistory } from '../../../scripts/cli/verify/status-history.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';

const HEX32 = `0x${'22'.repeat(32)}` as const;
const plan = {
  ...{ chain: 'eip155:370500', minimumBlock: 1, slots: [] },
  statusHistory: { contract: `0x${'0a'.repeat(20)}` as const, anchorId: HEX32 },
};

describe('the history of a status', () => {
  for (const logs of [
    ...[{}, 7, 'logs', [null], [7], [{}], [{ topics: [], data: '0x' }]],
    [{ blockNumber: '0x1', logIndex: '0x0', topics: [HEX32], data: '0x' }],
    [{ blockNumber: '0x1', logIndex: '0x0', topics: [7], data: '0x' }],
  ]) {
    it(`is empty when a node gives ${JSON.stringify(logs).slice(0, 60)} for logs`, async () => {
      const node = await openFakeServer(rpcAnswer({ eth_getLogs: () => logs, eth_getBlockByNumber: () => 7 }));
      const chain = { rpcUrls: [node.url], attestationUrls: [], scheme: 'attested' as const, depth: 0 };
      try {
        expect(await readStatusHistory({ caip2: plan.chain, ...chain }, plan)).to.deep.equal([]);
      } finally {
        await node.close();
      }
    });
  }
});
