import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { publishRecords } from '../../../service/app/records/publish-records.ts';
import { startRecordCommits } from '../../../service/app/records/start-commits.ts';
import { StoreUnavailable } from '../../../service/ports/store.ts';
import type { Commit } from '../../../service/ports/store.ts';
import { FUND, fundBatch, openRecordBench } from '../../support/records.ts';
import type { RecordBench } from '../../support/records.ts';

/** Waits until something holds, five seconds at most. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('it never came to that');
}

describe('the queue of record commits', () => {
  let bench: RecordBench;
  beforeEach(async () => {
    bench = await openRecordBench();
  });
  afterEach(() => bench.close());

  const publish = (people: number[], key: string, waitMs = 0) =>
    publishRecords(bench.deps, { department: FUND, batch: fundBatch(people, 100), idempotencyKey: key, waitMs });
  const isSent = async (): Promise<boolean> => (await bench.outbox()).length === 1;

  it('sends what is accepted, then the next when it is final, and tells those who wait', async () => {
    const commits = startRecordCommits(bench.deps);
    const first = publish([1], 'batch-one', 5000);
    await until(isSent);
    const second = publish([1], 'batch-two', 5000);
    await bench.confirm(5);
    expect(await first).to.include({ state: 'final', epoch: 1 });
    await until(isSent);
    await bench.confirm(6);
    expect(await second).to.include({ state: 'final', epoch: 2 });
    await commits.stop();
  });

  it('tells those who wait when the contract refuses', async () => {
    const commits = startRecordCommits(bench.deps);
    const waiting = publish([1], 'batch-one', 5000);
    await until(isSent);
    await bench.refuse('NotAccredited');
    expect(await waiting.catch((error: { code: string }) => error.code)).to.equal('record.commitRefused');
    await commits.stop();
  });

  it('takes up what an earlier run left', async () => {
    await publish([1], 'batch-one');
    await bench.restart();
    const commits = startRecordCommits(bench.deps);
    await until(isSent);
    await commits.stop();
  });

  it('tries again when the disk refused, and calls that no bug', async () => {
    await publish([1], 'batch-one');
    const { store } = bench.deps;
    let refusals = 0;
    const commit = (given: Commit) => {
      if (given.outbox === undefined || refusals > 0) return store.commit(given);
      refusals += 1;
      return Promise.reject(new StoreUnavailable('no space left'));
    };
    const commits = startRecordCommits({ ...bench.deps, store: { ...store, commit } });
    await until(isSent);
    expect([refusals, bench.reported]).to.deep.equal([1, []]);
    await commits.stop();
  });

  it('reports damage as what it is, once for each domain and attempt', async () => {
    const { id } = await publish([1], 'batch-one');
    const { store } = bench.deps;
    const broken = {
      ...store,
      range: () => {
        throw new TypeError(`no range for ${id}`);
      },
    };
    const commits = startRecordCommits({ ...bench.deps, store: broken as never });
    await until(async () => bench.reported.length === 2);
    await commits.stop();
    expect(bench.reported.every((error) => error instanceof TypeError)).to.equal(true);
    expect(await bench.outbox()).to.deep.equal([]);
  });

  it('does nothing any more once it is stopped', async () => {
    const commits = startRecordCommits(bench.deps);
    await commits.stop();
    await publish([1], 'batch-one');
    await sleep(400);
    expect(await bench.outbox()).to.deep.equal([]);
  });
});
