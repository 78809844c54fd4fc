import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';

const vector = JSON.parse(
  readFileSync(new URL('../../vectors/execution-header-cancun.json', import.meta.url), 'utf8'),
) as { block: Record<string, unknown> };
const validators = [1, 2, 3, 4].map((digit) => ({ key: `0x${String(digit).repeat(40)}`, fromHeight: 0 }));
const point = { caip2: 'eip155:370500', genesisHash: `0x${'00'.repeat(32)}`, validators };
const trust = { primitives: nodePrimitives(), point };

type Rpc = Record<string, () => unknown>;

describe('A QBFT node', () => {
  const given: [string, Rpc][] = [
    ['refuses', {}],
    ...[null, 7, 'block', {}, { ...vector.block, stateRoot: '0x12' }].map((block): [string, Rpc] => [
      `gives ${JSON.stringify(block).slice(0, 30)} for a block`,
      { eth_getBlockByNumber: () => block },
    ]),
  ];
  for (const [what, rpc] of given) {
    it(`that ${what} is chain.unreachable`, async () => {
      const node = await openFakeServer(rpcAnswer(rpc));
      const chain = { caip2: point.caip2, rpcUrls: [node.url], attestationUrls: [], scheme: 'qbft' as const, depth: 0 };
      try {
        const reader = createChainReader(chain, { trust });
        expect(await codeOf(reader.evidence({ slots: [], minimumBlock: 0 }))).to.equal('chain.unreachable');
      } finally {
        await node.close();
      }
    });
  }
});
