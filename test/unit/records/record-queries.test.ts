import { expect } from 'chai';
import { acceptRecords } from '../../../service/app/records/accept-records.ts';
import { listAccesses } from '../../../service/app/records/accesses.ts';
import { ownRecords, queryRecords } from '../../../service/app/records/query-records.ts';
import type { QueryDependencies, RecordQuery } from '../../../service/app/records/query-records.ts';
import { identityOf } from '../../../service/domain/person-identity.ts';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import type { Caller } from '../../../service/ports/tokens.ts';
import type { Verdict } from '../../../service/verify/types.ts';
import { FUND, fundBatch, NOW, openRecordBench, subjectOf } from '../../support/records.ts';
import type { RecordBench } from '../../support/records.ts';

const clerk: Caller = { role: 'clerk', subject: 'clerk-7', department: FUND };
const query = (n: number, change: Partial<RecordQuery> = {}): RecordQuery => ({
  domain: 'housing-fund',
  subject: subjectOf(n),
  fields: ['balance'],
  basis: { kind: 'statutory', reference: '《住房公积金管理条例》第三十七条' },
  case: 'DY-2026-0001',
  ...change,
});
const verdict = (code: string): Verdict => ({
  verdict: code === 'policy.satisfied' ? 'valid' : 'undetermined',
  codes: [code],
  checks: [],
  notices: [],
  checkedAt: NOW,
});

describe('record queries', () => {
  let bench: RecordBench;
  let verdicts: Verdict[];
  let deps: QueryDependencies;
  beforeEach(async () => {
    bench = await openRecordBench();
    verdicts = [];
    deps = { ...bench.deps, verify: async () => verdicts.shift() ?? verdict('policy.satisfied') };
    await acceptRecords(bench.deps, FUND, fundBatch([1, 2], 100));
    await bench.send();
    await bench.confirm(5);
  });
  afterEach(() => bench.close());

  const personOf = async (n: number): Promise<string> =>
    (await bench.deps.vault.find(identityOf(subjectOf(n), NOW))) as string;
  async function lastEvent(): Promise<LoggedEvent> {
    const { seq } = await bench.deps.store.head();
    return (await bench.deps.store.get<LoggedEvent>([tables.events, seq])) as LoggedEvent;
  }
  const codeOf = (attempt: Promise<unknown>) => attempt.catch((error: { code: string }) => error.code);

  it('are an event with who, basis and case, and a line the citizen reads in words', async () => {
    await queryRecords(deps, clerk, query(1));
    const person = await personOf(1);
    const event = await lastEvent();
    expect(event).to.include({
      type: 'record.queried',
      subject: person,
      actor: 'clerk-7',
      basis: 'statutory',
      case: 'DY-2026-0001',
    });
    expect(event.facts).to.include({ domain: 'housing-fund', role: 'clerk', found: true, epoch: 1 });
    expect(await listAccesses(bench.deps, person)).to.deep.equal([
      {
        at: NOW,
        who: '东营市住房公积金管理中心 clerk-7',
        role: 'clerk',
        basis: '依职能查验: 《住房公积金管理条例》第三十七条',
        case: 'DY-2026-0001',
        what: { zh: '住房公积金缴存记录：余额（元）', en: 'Housing fund records: Balance (CNY)' },
      },
    ]);
  });

  it('stay in the case that the token was given for', async () => {
    const bound: Caller = { ...clerk, case: 'DY-2026-0001' };
    const before = await bench.deps.store.head();
    expect(await codeOf(queryRecords(deps, bound, query(1, { case: 'DY-2026-0002' })))).to.equal('auth.notYours');
    expect(await bench.deps.store.head()).to.deep.equal(before);
    expect((await queryRecords(deps, bound, query(1))).answer.leaf).to.not.equal(undefined);
  });

  it('are logged for a person without a record as well, once each, newest first', async () => {
    expect((await queryRecords(deps, clerk, query(8))).answer.leaf).to.equal(undefined);
    bench.now.value += 60;
    await queryRecords(deps, clerk, query(8, { case: 'DY-2026-0002' }));
    const accesses = await listAccesses(bench.deps, await personOf(8));
    expect(accesses.map((access) => access.case)).to.deep.equal(['DY-2026-0002', 'DY-2026-0001']);
    expect(accesses[0]?.what.zh).to.equal('住房公积金缴存记录：查无记录');
    expect((await lastEvent()).facts).to.include({ found: false });
  });

  it('open the fields asked for, all of them, or none', async () => {
    const opened = async (fields?: string[]) => {
      const { fields: _, ...rest } = query(1);
      const { answer } = await queryRecords(deps, clerk, fields === undefined ? rest : { ...rest, fields });
      return answer.leaf?.fields.length;
    };
    expect([await opened(['balance', 'name']), await opened([]), await opened()]).to.deep.equal([2, 0, 18]);
    expect(await codeOf(queryRecords(deps, clerk, query(1, { fields: ['secret'] })))).to.equal('record.fieldUnknown');
  });

  it('are answered again while the chain and the map are a moment apart, and logged once', async () => {
    verdicts = [verdict('record.outdated'), verdict('record.ahead')];
    const { seq } = await bench.deps.store.head();
    expect((await queryRecords(deps, clerk, query(1))).verdict.codes).to.deep.equal(['policy.satisfied']);
    expect((await bench.deps.store.head()).seq).to.equal(seq + 1);
  });

  it('let a citizen ask for their own record, as its holder, and for nothing else', async () => {
    const citizen: Caller = { role: 'citizen', subject: await personOf(1) };
    const holder = { kind: 'holder' as const, reference: 'self' };
    expect((await queryRecords(deps, citizen, query(1, { basis: holder }))).answer.leaf).to.not.equal(undefined);
    expect(await codeOf(queryRecords(deps, citizen, query(2, { basis: holder })))).to.equal('auth.notYours');
    expect(await codeOf(queryRecords(deps, citizen, query(1)))).to.equal('auth.notYours');
    expect(await codeOf(queryRecords(deps, citizen, query(8, { basis: holder })))).to.equal('auth.notYours');
  });

  it('give a citizen all their own records, complete, without a line in their log', async () => {
    const person = await personOf(1);
    const own = await ownRecords(deps, person);
    expect(own.map(({ domain, answer }) => [domain, answer.leaf?.fields.length])).to.deep.equal([['housing-fund', 18]]);
    expect(own[0]?.answer.subject).to.deep.equal({ idType: 1, number: subjectOf(1).number });
    expect(await listAccesses(bench.deps, person)).to.deep.equal([]);
  });

  it('fail before anything is said when the access cannot be written', async () => {
    const broken = {
      ...deps,
      store: {
        ...deps.store,
        commit: () => Promise.reject(Object.assign(new Error('full'), { code: 'store.unavailable' })),
      },
    };
    expect(await codeOf(queryRecords(broken, clerk, query(1)))).to.equal('store.unavailable');
  });
});
