import { expect } from 'chai';
import { keccak256 } from 'ethers';
import { createChainWriter } from '../../../service/adapters/ethers/chain-writer.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';
import type { Answer } from '../../support/fake-node.ts';

const RAW: Hex = '0x1234';
const CALL = { from: '0x', to: '0x', data: '0x' } as const;
const refuse = (code: number, message: string, data?: unknown) => () => {
  throw { code, message, data };
};

describe('The chain writer', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(() => close?.());
  const writerOf = async (answer: (path: string, body: unknown) => Answer) => {
    const server = await openFakeServer(answer);
    close = server.close;
    const chain = {
      caip2: 'eip155:1',
      rpcUrls: [server.url],
      attestationUrls: [],
      scheme: 'attested',
      depth: 0,
    } as const;
    return createChainWriter({ ...chain, rpcUrls: [server.url], attestationUrls: [] }, { timeoutMs: 200 });
  };
  const sending = async (code: number, message: string) =>
    (await writerOf(rpcAnswer({ eth_sendRawTransaction: refuse(code, message) }))).send(RAW);

  describe('sending', () => {
    for (const message of ['already known', 'Known transaction: 0xabc', 'ALREADY_EXISTS: already imported']) {
      it(`takes “${message}” for having been sent`, async () => {
        expect(await sending(-32000, message)).to.equal(keccak256(RAW));
      });
    }

    for (const message of [
      'nonce too low',
      'Transaction nonce too low. Expected nonce to be at least 1 but got 0.',
      'invalid chain id for signer',
      'intrinsic gas too low',
      'exceeds block gas limit',
      'insufficient funds for gas * price + value',
      'The bytes are not the canonical encoding of the transaction',
    ]) {
      it(`is refused for good by “${message}”`, async () => {
        expect(await codeOf(sending(-32000, message))).to.equal('chain.transactionRefused');
      });
    }

    it('is refused for good when the node cannot read the bytes', async () => {
      expect(await codeOf(sending(-32602, 'Expected one raw transaction'))).to.equal('chain.transactionRefused');
    });

    for (const message of ['txpool is full', 'Too many transactions are waiting', 'internal error']) {
      it(`is only put off by “${message}”`, async () => {
        expect(await codeOf(sending(-32005, message))).to.equal('chain.unreachable');
      });
    }
  });

  it('gives a receipt, or undefined while there is none', async () => {
    const receipts: Record<string, unknown> = {
      '0x01': {
        transactionHash: '0x01',
        blockNumber: '0x10',
        status: '0x0',
        logs: [{ address: '0x2', topics: [], data: '0x', index: 1 }],
      },
    };
    const writer = await writerOf(rpcAnswer({ eth_getTransactionReceipt: (hash: string) => receipts[hash] ?? null }));
    expect(await writer.receipt('0x01')).to.deep.equal({
      hash: '0x01',
      height: 16,
      succeeded: false,
      logs: [{ address: '0x2', topics: [], data: '0x' }],
    });
    expect(await writer.receipt('0x02')).to.equal(undefined);
  });

  describe('a revert', () => {
    const forms: [string, unknown][] = [
      ['geth’s', '0xdeadbeef'],
      ['an object’s', { data: '0xdeadbeef' }],
    ];
    for (const [whose, data] of forms) {
      it(`is a value, in ${whose} form`, async () => {
        const writer = await writerOf(
          rpcAnswer({
            eth_call: refuse(3, 'execution reverted', data),
            eth_estimateGas: refuse(3, 'execution reverted', data),
          }),
        );
        expect(await writer.simulate(CALL)).to.deep.equal({ reverted: '0xdeadbeef' });
        expect(await writer.estimateGas(CALL)).to.deep.equal({ reverted: '0xdeadbeef' });
      });
    }

    it('without data is one, too; any other refusal is the node’s trouble', async () => {
      const writer = await writerOf(
        rpcAnswer({
          eth_call: refuse(-32000, 'execution reverted'),
          eth_estimateGas: refuse(-32603, 'internal error'),
        }),
      );
      expect(await writer.simulate(CALL)).to.deep.equal({ reverted: '0x' });
      expect(await codeOf(writer.estimateGas(CALL))).to.equal('chain.unreachable');
    });
  });

  it('reads nonce, gas, newest block, a block’s hash and a slot', async () => {
    const block = { number: '0x7', hash: '0xab', timestamp: '0x0', transactions: [] };
    const writer = await writerOf(
      rpcAnswer({
        eth_getTransactionCount: (_account: string, at: string) => (at === 'latest' ? '0x5' : '0x9'),
        eth_estimateGas: () => '0x5208',
        eth_getBlockByNumber: (at: string) => (at === 'latest' || at === '0x7' ? block : null),
        eth_getStorageAt: () => '0x1',
      }),
    );
    expect(await writer.nonce('0x')).to.equal(5);
    expect(await writer.estimateGas(CALL)).to.deep.equal({ gas: 21_000 });
    expect(await writer.newest()).to.deep.equal({ height: 7, hash: '0xab' });
    expect([await writer.blockHash(7), await writer.blockHash(8)]).to.deep.equal(['0xab', undefined]);
    expect(await writer.storage('0x', '0x0')).to.equal(`0x${'0'.repeat(63)}1`);
  });

  it('gives up on a node that does not answer', async () => {
    const writer = await writerOf(() => ({ hang: true }));
    for (const question of [writer.nonce('0x'), writer.receipt('0x'), writer.send(RAW), writer.simulate(CALL)]) {
      expect(await codeOf(question)).to.equal('chain.unreachable');
    }
  });
});
