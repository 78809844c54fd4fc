import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGate } from '../../../service/chain/lane.ts';
import { createProducer } from '../../../service/chain/producer.ts';

const now = (): number => performance.now();

describe('When blocks are made', () => {
  it('none without work', async () => {
    let made = 0;
    const produce = async () => void made++;
    const producer = createProducer({ hasWork: () => false, produce, now, gatherMs: 5, intervalMs: 20 });
    producer.wake();
    await sleep(60);
    await producer.stop();
    expect(made).to.equal(0);
  });

  it('the first after an idle time gathers for a moment, the next ones keep the interval', async () => {
    const began: number[] = [];
    let work = 5;
    const start = now();
    const done = Promise.withResolvers<void>();
    const producer = createProducer({
      hasWork: () => work > 0,
      async produce() {
        began.push(now());
        await sleep(10);
        if (--work === 0) done.resolve();
      },
      now,
      gatherMs: 20,
      intervalMs: 50,
    });
    for (let i = 0; i < 10; i++) producer.wake();
    await done.promise;
    await producer.stop();
    expect(began).to.have.length(5);
    expect((began[0] as number) - start).to.be.at.least(20);
    for (let i = 1; i < began.length; i++) {
      expect((began[i] as number) - (began[i - 1] as number)).to.be.at.least(50);
    }
  });

  it('none after stopping, which waits for the one being made', async () => {
    let made = 0;
    const producer = createProducer({
      hasWork: () => true,
      async produce() {
        await sleep(30);
        made++;
      },
      now,
      gatherMs: 0,
      intervalMs: 1,
    });
    producer.wake();
    await sleep(15);
    await producer.stop();
    expect(made).to.equal(1);
    await sleep(50);
    expect(made).to.equal(1);
  });

  it('none after one has failed', async () => {
    let tried = 0;
    const produce = () => Promise.reject(new Error(`try ${++tried}`));
    const producer = createProducer({ hasWork: () => true, produce, now, gatherMs: 0, intervalMs: 1 });
    producer.wake();
    await sleep(40);
    producer.wake();
    await sleep(20);
    await producer.stop();
    expect(tried).to.equal(1);
  });
});

describe('Answers while a block is being written', () => {
  it('are held until it is on the disk', async () => {
    const gate = createGate();
    const written = Promise.withResolvers<void>();
    const order: string[] = [];
    const block = gate.shutWhile(() => written.promise);
    const answer = gate.passed().then(() => order.push('answered'));
    await sleep(10);
    order.push('written');
    written.resolve();
    await Promise.all([block, answer]);
    expect(order).to.deep.equal(['written', 'answered']);
  });

  it('are never given if it could not be written', async () => {
    const gate = createGate();
    const block = gate.shutWhile(() => Promise.reject(new Error('disk full')));
    await block.catch(() => undefined);
    const outcome = await gate.passed().catch((error: Error) => error.message);
    expect(outcome).to.equal('disk full');
  });
});
