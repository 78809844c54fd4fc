import { expect } from 'chai';
import { createStore } from '../../../service/adapters/level/store.ts';
import { noticeKey } from '../../../service/app/notices/rows.ts';
import type { Delivery, NoticeRow } from '../../../service/app/notices/rows.ts';
import { relianceKeyOf } from '../../../service/app/reliance/register-reliance.ts';
import type { RelianceRow } from '../../../service/app/reliance/register-reliance.ts';
import { agingPut } from '../../../service/app/use-records/aging.ts';
import { pruneUseRecords, startPruning } from '../../../service/app/use-records/prune-use-records.ts';
import { uuidv7 } from '../../../service/domain/uuid.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import type { Store } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const NOW = 1_795_500_000;
const DAY = 86_400;
const group = new Uint8Array(16).fill(9);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

describe('Records of use', () => {
  let store: Store;
  let made = 0;
  beforeEach(async () => {
    store = await createStore(createMemoryDisk(), { now: () => NOW });
  });

  const idAt = (at: number): string => uuidv7(at * 1000, new Uint8Array(10).fill((made += 1)));
  const rely = async (at: number): Promise<string> => {
    const id = idAt(at);
    const leaf = bytesToHex(new Uint8Array(32).fill(made));
    const who = new Uint8Array(16).fill(made);
    const row: RelianceRow = { id, relier: 'clerk/1', case: `CASE-${made}`, leaf, at };
    const aging = agingPut(at, id, { reliance: { leaf, who: text(who) } });
    await store.commit({ put: [[relianceKeyOf(leaf, who), row], aging] });
    return id;
  };
  const notify = async (at: number, delivery?: Delivery): Promise<string> => {
    const id = idAt(at);
    const notice: Partial<NoticeRow> = { id, at, ...(delivery && { delivery }) };
    const aging = agingPut(at, id, { notice: { group: text(group), id } });
    await store.commit({ put: [[noticeKey(group, id), notice], aging] });
    return id;
  };
  const ids = async (table: number): Promise<string[]> => {
    const found: string[] = [];
    for await (const [, row] of store.range<{ id: string }>([table])) found.push(row.id);
    return found;
  };
  const left = async () => [...(await ids(tables.reliances)), ...(await ids(tables.notices))];

  it('are removed when their time is over, and not a second before', async () => {
    const times = [NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY];
    const reliances: string[] = [];
    const notices: string[] = [];
    for (const at of times) reliances.push(await rely(at));
    for (const at of times) notices.push(await notify(at));
    expect(await pruneUseRecords({ store }, NOW - 2 * DAY)).to.deep.equal({ reliances: 1, notices: 1 });
    expect(await left()).to.have.members([...reliances.slice(1), ...notices.slice(1)]);
    expect(await pruneUseRecords({ store }, NOW - 2 * DAY)).to.deep.equal({ reliances: 0, notices: 0 });
    expect(await pruneUseRecords({ store }, NOW)).to.deep.equal({ reliances: 2, notices: 2 });
    expect(await left()).to.deep.equal([]);
    for await (const [key] of store.range([tables.agingUseRecords])) throw new Error(`left behind: ${String(key)}`);
  });

  it('stay while a notice of them is still on its way, and say in the log what was removed', async () => {
    const waiting = await notify(NOW - 9 * DAY, { state: 'pending', attempts: 1, nextAt: NOW });
    await notify(NOW - 8 * DAY, { state: 'dead', attempts: 12, at: NOW, trouble: 'status 500' });
    await pruneUseRecords({ store }, NOW);
    expect(await left()).to.deep.equal([waiting]);
    const logged: unknown[] = [];
    for await (const [, { type, facts }] of store.range<{ type: string; facts: object }>([tables.events])) {
      if (type === 'useRecords.pruned') logged.push(facts);
    }
    expect(logged).to.deep.equal([{ reliances: 0, notices: 1, before: NOW }]);
  });

  it('are removed by hundreds, past those that stay', async () => {
    const stay: string[] = [];
    for (let n = 0; n < 3; n++) stay.push(await notify(NOW - 9 * DAY, { state: 'pending', attempts: 0, nextAt: NOW }));
    for (let n = 0; n < 1_200; n++) {
      const at = NOW - 8 * DAY + n;
      const id = uuidv7(at * 1000, new Uint8Array([n >> 8, n & 255, 0, 0, 0, 0, 0, 0, 0, 1]));
      const notice = { id, at };
      await store.commit({
        put: [[noticeKey(group, id), notice], agingPut(at, id, { notice: { group: text(group), id } })],
      });
    }
    expect(await pruneUseRecords({ store }, NOW)).to.deep.equal({ reliances: 0, notices: 1_200 });
    expect(await left()).to.have.members(stay);
  });

  it('are pruned when the service starts, as its clock and its configuration say', async () => {
    const young = await rely(NOW - 9 * DAY);
    await rely(NOW - 11 * DAY);
    const reports: unknown[] = [];
    const deps = { store, clock: { now: () => NOW }, report: (error: unknown) => reports.push(error) };
    const running = startPruning(deps, 10);
    await running.stop();
    expect(await left()).to.deep.equal([young]);
    expect(reports).to.deep.equal([]);
  });
});
