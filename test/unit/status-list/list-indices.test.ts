import { expect } from 'chai';
import fc from 'fast-check';
import { createStore } from '../../../service/adapters/level/store.ts';
import { createListIndices } from '../../../service/app/status-list/list-indices.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const clock = { now: () => 1_795_500_000 };
const group = (n: number) => new Uint8Array(16).fill(n);

describe('Indices in status lists', () => {
  it('begin at 0 for every department and type, and follow each other', async () => {
    const store = await createStore(createMemoryDisk(), clock);
    const indices = createListIndices(store);
    const given = await Promise.all(Array.from({ length: 100 }, () => indices.next(group(1))));
    expect(given).to.deep.equal(Array.from({ length: 100 }, (_, i) => i));
    expect(await indices.next(group(2))).to.equal(0);
    await store.close();
  });

  it('are never given twice, wherever the process dies', async () => {
    const lives = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lives, async (counts) => {
        const disk = createMemoryDisk();
        const given: number[] = [];
        for (const count of counts) {
          const indices = createListIndices(await createStore(disk, clock));
          const together = Array.from({ length: count }, () => indices.next(group(1)));
          given.push(...(await Promise.all(together)));
          disk.crash();
        }
        expect(new Set(given).size).to.equal(given.length);
        // What crashes leave unused is little.
        expect(Math.max(...given)).to.be.lessThan(given.length + counts.length * 64);
      }),
      { numRuns: 30 },
    );
  });

  it('are given in rows that follow each other, to many at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 12 }), async (counts) => {
        const store = await createStore(createMemoryDisk(), clock);
        const indices = createListIndices(store);
        const firsts = await Promise.all(counts.map((count) => indices.take(group(1), count)));
        const taken = firsts.map((first, i) => [first, first + (counts[i] as number)] as const);
        taken.sort(([a], [b]) => a - b);
        for (const [i, [first]] of taken.entries()) expect(first).to.be.at.least(taken[i - 1]?.[1] ?? 0);
        await store.close();
      }),
      { numRuns: 30 },
    );
  });

  it('are none while nothing can be written, and go on afterwards without one given twice', async () => {
    const disk = createMemoryDisk();
    const store = await createStore(disk, clock);
    const indices = createListIndices(store);
    const given = [await indices.next(group(1))];
    disk.fault = 'full';
    const refused = await (async () => {
      for (;;) given.push(await indices.next(group(1)));
    })().catch((error: { code: string }) => error.code);
    expect(refused).to.equal('store.unavailable');
    disk.fault = 'none';
    given.push(await indices.next(group(1)));
    expect(new Set(given).size).to.equal(given.length);
    await store.close();
  });
});
