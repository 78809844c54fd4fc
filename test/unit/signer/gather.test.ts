import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createGatherer } from '../../../service/adapters/signer/gather.ts';

describe('single pieces of work for a Signer', () => {
  function gatherer(options: { most?: number; inFlight?: number; fail?: (batch: number[]) => boolean } = {}) {
    const { most = 10, inFlight = 2, fail = () => false } = options;
    const batches: number[][] = [];
    let running = 0;
    let mostRunning = 0;
    const add = createGatherer<number, number>({
      most: () => most,
      inFlight,
      async run(batch) {
        batches.push(batch);
        mostRunning = Math.max(mostRunning, ++running);
        await sleep(2);
        running--;
        if (fail(batch)) throw new Error('no');
        return batch.map((item) => item * 2);
      },
    });
    return { add, batches, mostRunning: () => mostRunning };
  }

  it('asked for together share a request, and each gets its own result', async () => {
    const { add, batches } = gatherer();
    expect(await Promise.all([1, 2, 3].map(add))).to.deep.equal([2, 4, 6]);
    expect(batches).to.deep.equal([[1, 2, 3]]);
  });

  it('go in requests of at most so many, at most so many at once, none left behind', async () => {
    const { add, batches, mostRunning } = gatherer({ most: 4, inFlight: 2 });
    const items = Array.from({ length: 30 }, (_, i) => i);
    expect(await Promise.all(items.map(add))).to.deep.equal(items.map((item) => item * 2));
    expect(Math.max(...batches.map(({ length }) => length))).to.equal(4);
    expect(mostRunning()).to.equal(2);
    expect(batches.flat().sort((a, b) => a - b)).to.deep.equal(items);
  });

  it('fail with their request only', async () => {
    const { add } = gatherer({ most: 2, fail: (batch) => batch.includes(2) });
    const outcomes = await Promise.allSettled([0, 1, 2, 3, 4].map(add));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).to.deep.equal([true, true, false, false, true]);
  });
});
