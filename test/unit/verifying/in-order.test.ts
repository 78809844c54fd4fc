import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { inOrder } from '../../../service/app/verifying/in-order.ts';

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

describe('Work done in order', () => {
  it('gives every result once, in the pieces’ order, and has no more under way than allowed', async () => {
    const waits = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(waits, fc.integer({ min: 1, max: 5 }), async (given, limit) => {
        let underWay = 0;
        let most = 0;
        async function* pieces() {
          for (const [index, [comes, takes]] of given.entries()) {
            if (comes > 0) await sleep(comes - 1);
            yield async () => {
              most = Math.max(most, ++underWay);
              if (takes > 0) await sleep(takes - 1);
              underWay--;
              return index;
            };
          }
        }
        expect(await all(inOrder(pieces(), limit))).to.deep.equal([...given.keys()]);
        expect(most).to.be.at.most(limit);
      }),
      { numRuns: 30 },
    );
  });

  it('gives a result that is there while the next piece is still awaited', async () => {
    const second = Promise.withResolvers<void>();
    async function* pieces() {
      yield async () => 1;
      await second.promise;
      yield async () => 2;
    }
    const results = inOrder(pieces(), 32);
    expect((await results.next()).value).to.equal(1);
    second.resolve();
    expect((await results.next()).value).to.equal(2);
    expect((await results.next()).done).to.equal(true);
  });

  it('fails with the first piece that fails, or with what brings them', async () => {
    async function* pieces(last: () => Promise<number>) {
      yield async () => 1;
      yield last;
    }
    const failing = inOrder(
      pieces(() => Promise.reject(new Error('piece'))),
      4,
    );
    expect((await failing.next()).value).to.equal(1);
    expect(await failing.next().catch((error: Error) => error.message)).to.equal('piece');
    async function* broken() {
      yield async () => 1;
      throw new Error('source');
    }
    expect(await all(inOrder(broken(), 4)).catch((error: Error) => error.message)).to.equal('source');
  });

  it('lets go of what brings the pieces when nobody wants more', async () => {
    let closed = false;
    async function* pieces() {
      try {
        for (let n = 0; ; n++) yield async () => n;
      } finally {
        closed = true;
      }
    }
    for await (const result of inOrder(pieces(), 3)) if (result === 2) break;
    await sleep(1);
    expect(closed).to.equal(true);
  });
});
