import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { openIssueBatch } from '../../../service/app/bulk/open-issue-batch.ts';
import { followIssueBatch } from '../../../service/app/bulk/read-issue-batch.ts';
import type { IssueBatchView } from '../../../service/app/bulk/read-issue-batch.ts';
import { openBulk } from '../../support/bulk/bulk-service.ts';
import type { Bulk } from '../../support/bulk/bulk-service.ts';
import { register } from '../../support/bulk/register.ts';
import { HOUSING } from '../../support/issuing/test-region.ts';

describe('Following a register', () => {
  let bulk: Bulk;
  let leave: AbortController;
  let id: string;
  beforeEach(async () => {
    bulk = await openBulk();
    leave = new AbortController();
    const order = { department: HOUSING, actor: `department/${HOUSING}`, type: 'deposit', format: 'ndjson' } as const;
    ({ id } = await openIssueBatch(bulk.deps, { ...order, idempotencyKey: 'register-1' }));
  });
  afterEach(() => bulk.close());
  const follow = (everyMs: number, idleMs: number) =>
    followIssueBatch(bulk.deps, { id, department: HOUSING }, { everyMs, idleMs, signal: leave.signal });
  const listeners = (): number => getEventListeners(leave.signal, 'abort').length;

  it('costs no more the longer it lasts', async () => {
    const views = follow(1, 1);
    for (let seen = 0; seen < 20; seen++) expect((await views.next()).value).to.include({ state: 'receiving' });
    expect(listeners()).to.be.lessThan(2);
    await views.return(undefined);
    expect(listeners()).to.equal(0);
  });

  it('tells of a change at once, and ends when the register is done', async () => {
    const views = follow(1, 60_000);
    expect((await views.next()).value).to.include({ state: 'receiving', received: 0 });
    await bulk.send(register(3));
    let last: IssueBatchView | undefined;
    for await (const view of views) last = view;
    expect(last).to.include({ state: 'done', issued: 3 });
    expect(listeners()).to.equal(0);
  });

  it('ends as soon as nobody listens', async () => {
    const views = follow(60_000, 60_000);
    await views.next();
    const next = views.next();
    leave.abort();
    expect((await next).done).to.equal(true);
  });
});
