import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Transaction } from 'ethers';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import { createStore } from '../../../service/adapters/level/store.ts';
import type { OutboxHandler } from '../../../service/app/outbox/handler.ts';
import { startOutbox } from '../../../service/app/outbox/start-outbox.ts';
import type { Outbox } from '../../../service/app/outbox/start-outbox.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import type { OutboxItem, Store } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { anchorOf, TO, word } from '../../support/issuing/anchor-item.ts';
import { createFakeChain } from '../../support/issuing/fake-chain.ts';
import type { FakeChain } from '../../support/issuing/fake-chain.ts';
import { CIVIL, createTestSigners, HOUSING } from '../../support/issuing/test-region.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const timings = { pollFrom: 2, pollTo: 2, resend: 15, retryFrom: 2, retryTo: 8 };

describe('The outbox', () => {
  let signers: ReturnType<typeof createTestSigners>;
  let chain: FakeChain;
  let store: Store;
  let outbox: Outbox;
  let now: number;
  let reported: unknown[];
  let confirmed: { ref: string; height: number; transaction?: string }[];
  let refused: { ref: string; reason: string }[];
  let done: Set<string>;

  const handler: OutboxHandler = {
    alreadyDone: async ({ ref }) => (done.has(ref) ? {} : undefined),
    async confirmed({ ref }, confirmation) {
      confirmed.push({ ref, ...confirmation });
      return { events: [{ type: 'confirmed', v: 1, subject: ref, actor: 'system' }] };
    },
    async refused({ ref }, reason) {
      refused.push({ ref, reason });
      return {};
    },
  };
  const start = async (reader = chain.reader): Promise<void> => {
    outbox = await startOutbox(
      {
        ...{ store, signers, reader, timings, writer: chain.writer, calls: contractCalls, chainId: 370500 },
        clock: { now: () => now },
        report: (error) => reported.push(error),
      },
      { anchor: handler },
    );
  };
  const until = async (condition: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 3000 && !condition(); tries++) await sleep(2);
    expect(condition(), condition.toString()).to.equal(true);
  };
  const stored = async (): Promise<OutboxItem[]> => {
    const items: OutboxItem[] = [];
    for await (const [, one] of store.range<OutboxItem>([tables.outbox])) items.push(one);
    return items;
  };
  const inBlocks = (): number => chain.receipts().length;

  beforeEach(async () => {
    signers = createTestSigners();
    chain = createFakeChain(signers.accounts);
    now = 1000;
    store = await createStore(createMemoryDisk(), { now: () => now });
    [reported, confirmed, refused, done] = [[], [], [], new Set()];
  });
  afterEach(async () => {
    await outbox.stop();
    chain.stop();
  });

  describe('an item', () => {
    it('is sent, confirmed when it is final, and gone with the commit of its handler', async () => {
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => outbox.progress().depth === 0);
      expect(confirmed).to.have.length(1);
      expect(confirmed[0]).to.include({ ref: '1', height: 2, transaction: chain.receipts()[0]?.hash });
      expect(await stored()).to.deep.equal([]);
      expect((await store.head()).seq).to.equal(1);
    });

    it('that was there before the start is sent, too', async () => {
      await store.commit({ outbox: [anchorOf(1)] });
      await start();
      await until(() => confirmed.length === 1);
    });

    it('has its signed bytes in the store before the node sees them', async () => {
      let before: Promise<OutboxItem[]> | undefined;
      chain.faults.beforeSend = () => (before ??= stored());
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => confirmed.length === 1);
      expect((await before)?.[0]?.sent?.raw).to.equal(chain.sent[0]);
    });

    it('is not sent when the chain shows it done', async () => {
      done.add('1');
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => confirmed.length === 1);
      expect(chain.sent).to.deep.equal([]);
      expect(confirmed[0]).to.not.have.property('transaction');
    });

    it('is refused with the contract’s reason when the chain would revert it, and not sent', async () => {
      chain.unaccredited.add(word(7));
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => refused.length === 1);
      expect(refused).to.deep.equal([{ ref: '1', reason: 'NotAccredited' }]);
      expect([chain.sent.length, (await stored()).length]).to.deep.equal([0, 0]);
    });

    it('that reverts in its block is refused, too', async () => {
      chain.faults.afterSend = () => chain.unaccredited.add(word(7));
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => refused.length === 1);
      expect(refused[0]?.reason).to.equal('NotAccredited');
      expect(chain.receipts()[0]?.succeeded).to.equal(false);
    });

    it('that reverts in its block because it was done by then is confirmed', async () => {
      chain.faults.afterSend = () => {
        chain.unaccredited.add(word(7));
        done.add('1');
      };
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => confirmed.length === 1);
      expect(refused).to.deep.equal([]);
    });
  });

  describe('the same bytes', () => {
    it('are sent again when the answer was lost, and stand in one block', async () => {
      chain.faults.afterSend = () => {
        chain.faults.afterSend = () => {};
        throw new ChainUnreachable('the answer was lost');
      };
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => confirmed.length === 1);
      expect(inBlocks()).to.equal(1);
      expect(new Set(chain.sent).size).to.equal(1);
    });

    it('are sent again when the node forgot them', async () => {
      chain.faults.afterSend = () => {
        chain.faults.afterSend = () => {};
        chain.forgetWaiting();
      };
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => confirmed.length === 1);
      expect(chain.sent.length).to.be.greaterThan(1);
      expect(new Set(chain.sent).size).to.equal(1);
    });

    it('are sent by the next process when one died after sending', async () => {
      chain.faults.attesting = false;
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => inBlocks() === 1);
      await outbox.stop();
      chain.attest();
      await start();
      await until(() => confirmed.length === 1);
      expect(new Set(chain.sent).size).to.equal(1);
    });
  });

  it('builds another transaction when the nonce was taken by somebody else', async () => {
    const signer = signers.all.get(HOUSING);
    const foreign = await signer?.signTransaction({ chainId: 370500, nonce: 0, to: TO, data: '0x', gasLimit: 30_000 });
    chain.faults.beforeSend = () => {
      chain.faults.beforeSend = () => {};
      chain.forgetWaiting();
      void chain.writer.send(foreign as Hex);
    };
    await start();
    await store.commit({ outbox: [anchorOf(1)] });
    await until(() => confirmed.length === 1);
    const nonces = [...new Set(chain.sent)].map((raw) => Transaction.from(raw).nonce);
    expect(nonces.toSorted()).to.deep.equal([0, 0, 1]);
    expect(chain.anchors().size).to.equal(1);
  });

  describe('an account', () => {
    it('has one transaction in flight, in the order of the commits', async () => {
      chain.faults.attesting = false;
      await start();
      await store.commit({ outbox: [anchorOf(1), anchorOf(2), anchorOf(3)] });
      await until(() => inBlocks() === 1);
      await sleep(20);
      expect([new Set(chain.sent).size, outbox.waiting(HOUSING, 'anchor')]).to.deep.equal([1, 3]);
      chain.faults.attesting = true;
      chain.attest();
      await until(() => confirmed.length === 3);
      expect(confirmed.map(({ ref }) => ref)).to.deep.equal(['1', '2', '3']);
    });

    it('does not wait for another whose signer is stopped', async () => {
      const stopped = signers.all.get(HOUSING);
      if (stopped) stopped.control.stopped = true;
      await start();
      await store.commit({ outbox: [anchorOf(1, HOUSING), anchorOf(2, CIVIL)] });
      await until(() => confirmed.length === 1);
      expect(confirmed[0]?.ref).to.equal('2');
      if (stopped) stopped.control.stopped = false;
      await until(() => confirmed.length === 2);
      expect(reported).to.deep.equal([]);
    });

    it('is held up by an item that nobody handles, which is reported', async () => {
      await start();
      await store.commit({ outbox: [anchorOf(1, HOUSING, 'unknown'), anchorOf(2, CIVIL)] });
      await until(() => confirmed.length === 1 && reported.length > 0);
      expect(outbox.waiting(HOUSING, 'unknown')).to.equal(1);
    });
  });

  describe('a chain that is away', () => {
    it('only delays, and the age of the oldest item shows', async () => {
      chain.faults.unreachable = true;
      await start();
      await store.commit({ outbox: [anchorOf(1), anchorOf(2, CIVIL)] });
      await sleep(20);
      now = 1090;
      expect(outbox.progress()).to.deep.equal({ depth: 2, oldestSeconds: 90 });
      chain.faults.unreachable = false;
      await until(() => confirmed.length === 2);
      expect([reported, refused]).to.deep.equal([[], []]);
    });
  });

  describe('a refusal that passes', () => {
    it('only delays: paused writes go on when they are no longer paused', async () => {
      chain.faults.paused = true;
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await sleep(20);
      expect([chain.sent.length, refused.length, outbox.progress().depth]).to.deep.equal([0, 0, 1]);
      chain.faults.paused = false;
      await until(() => confirmed.length === 1);
      expect(reported).to.deep.equal([]);
    });

    it('in a block is tried again with another transaction', async () => {
      chain.faults.afterSend = () => {
        chain.faults.afterSend = () => {};
        chain.faults.paused = true;
      };
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => inBlocks() === 1);
      await sleep(20);
      chain.faults.paused = false;
      await until(() => confirmed.length === 1);
      expect(chain.receipts().map(({ succeeded }) => succeeded)).to.deep.equal([false, true]);
      expect(refused).to.deep.equal([]);
    });
  });

  describe('finality', () => {
    it('is not believed of a node whose block is not the attested one', async () => {
      const fork = { attestedHead: async () => ({ height: 2, hash: word(9), time: 0 }) };
      await start(fork);
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => inBlocks() === 1);
      await sleep(20);
      expect(confirmed).to.deep.equal([]);
    });

    it('of a block that was replaced does not count for the transaction', async () => {
      const [first] = [chain.writer.receipt];
      let moved = false;
      chain.writer.receipt = async (hash) => {
        const receipt = await first(hash);
        return receipt && moved ? { ...receipt, height: 3 } : receipt;
      };
      chain.faults.attesting = false;
      await start();
      await store.commit({ outbox: [anchorOf(1)] });
      await until(() => inBlocks() === 1);
      await sleep(10);
      moved = true;
      chain.attest();
      await sleep(20);
      expect(confirmed).to.deep.equal([]);
    });
  });
});
