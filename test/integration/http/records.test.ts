import { expect } from 'chai';
import { newKey, person, verdictOf } from '../../support/issue.ts';
import { fundRecord } from '../../support/records.ts';
import { twoRegions } from '../../support/region.ts';

describe('records over HTTP', () => {
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let fund: string;
  let clerk: string;
  before(async () => {
    cities = await twoRegions();
    const { dongying } = cities;
    fund = await dongying.token('department', { department: dongying.department('housing-fund') });
    clerk = await dongying.token('clerk', { department: dongying.department('administrative-approval') });
  });
  after(async () => {
    await cities.close();
    expect([...cities.dongying.reports, ...cities.jinan.reports]).to.deep.equal([]);
  });

  const read = Math.floor(Date.now() / 1000) - 60;
  const batch = (...people: number[]) => ({
    domain: 'housing-fund',
    asOf: read,
    coverage: { from: read - 86_400 * 730, through: read - 3600 },
    records: people.map((n) => fundRecord(n, 5000 + n)),
  });
  const publish = (body: unknown, headers = newKey(), token = fund) =>
    cities.dongying.call('/v1/records', { token, headers, body });
  const question = (n: number, more: Record<string, unknown> = {}) => ({
    domain: 'housing-fund',
    subject: person(n),
    basis: { kind: 'statutory', reference: '住房公积金管理条例' },
    case: '2026-0001',
    ...more,
  });
  const query = (body: unknown, token = clerk) => cities.dongying.call('/v1/record-queries', { token, body });

  it('are committed as one epoch, and the same request gives the same commit', async () => {
    const headers = newKey();
    const first = await publish(batch(1, 2, 3), headers);
    expect(first.status, first.text).to.equal(201);
    expect(first.json).to.include({ epoch: 1 });
    expect((await publish(batch(1, 2, 3), headers)).json).to.deep.equal(first.json);
    expect((await publish(batch(1, 2), headers)).json.code).to.equal('idempotency.mismatch');
  });

  it('are answered with a proof of presence that the partner’s engine accepts', async () => {
    const { status, json } = await query(question(1, { fields: ['name', 'balance'] }));
    expect(status).to.equal(200);
    expect((json.verdict as { codes: string[] }).codes[0]).to.equal('record.present');
    const leaf = (json.answer as { leaf: { fields: { name: string; value: unknown }[] } }).leaf;
    expect(leaf.fields.map(({ name, value }) => [name, value])).to.deep.equal([
      ['name', '示例·第1人'],
      ['balance', 5001],
    ]);
    const { verdict, code } = await verdictOf(cities.jinan, JSON.stringify(json.answer));
    expect({ verdict, code }).to.deep.equal({ verdict: 'valid', code: 'record.present' });
  });

  it('are answered with a proof of absence for a person without one, and its mutations fail', async () => {
    const { json } = await query(question(77));
    const answer = json.answer as { map: { found: { kind: string; hash?: string } }; subject: { number: string } };
    expect(await verdictOf(cities.jinan, JSON.stringify(answer))).to.include({
      verdict: 'valid',
      code: 'record.absent',
    });
    const other = structuredClone(answer);
    other.subject.number = person(1).number;
    expect((await verdictOf(cities.jinan, JSON.stringify(other))).verdict).to.equal('invalid');
  });

  it('are refused by code when they are not what the domain demands', async () => {
    const insurance = await cities.dongying.token('department', {
      department: cities.dongying.department('human-resources'),
    });
    const good = batch(4);
    const wrongField = structuredClone(good);
    (wrongField.records[0] as { fields: Record<string, unknown> }).fields.balance = 'much';
    const cases: [unknown, string, string][] = [
      [{ ...good, domain: 'log' }, fund, 'record.domainUnknown'],
      [good, insurance, 'record.notInCharge'],
      [{ ...good, asOf: read + 86_400 * 30 }, fund, 'record.timesInvalid'],
      [{ ...good, coverage: { from: read, through: read - 10 } }, fund, 'record.timesInvalid'],
      [wrongField, fund, 'record.fieldsInvalid'],
      [
        { ...good, records: [{ ...good.records[0], subject: { idType: 'citizen-id', number: '1' } }] },
        fund,
        'subject.invalid',
      ],
      [{ ...good, records: [] }, fund, 'request.invalid'],
    ];
    for (const [body, token, code] of cases) expect((await publish(body, newKey(), token)).json.code).to.equal(code);
  });

  it('are asked for with a case and a basis, or not at all', async () => {
    const { case: _case, ...withoutCase } = question(1);
    const { basis: _basis, ...withoutBasis } = question(1);
    expect((await query(withoutCase)).json.code).to.equal('request.invalid');
    expect((await query(withoutBasis)).json.code).to.equal('request.invalid');
    // A case stands readable in the log: no room for a name, none for the number of a person or a telephone.
    for (const one of ['', '张三的事', 'Zhang San', '99050019780814000X', 'tel13800000000', `A${'1'.repeat(80)}`]) {
      expect((await query(question(1, { case: one }))).json.code, one).to.equal('request.invalid');
    }
    expect((await query(question(1, { fields: ['secret'] }))).json.code).to.equal('record.fieldUnknown');
    expect((await query(question(1, { domain: 'weather' }))).json.code).to.equal('record.domainUnknown');
  });

  it('show the citizen every look at them, and auditors the event without personal data', async () => {
    const auditor = await cities.dongying.token('auditor');
    const log = await cities.dongying.call('/v1/events?limit=1000', { token: auditor });
    const queried = (log.json.events as { type: string; subject: string; actor: string; case: string }[]).filter(
      ({ type }) => type === 'record.queried',
    );
    expect(queried.length).to.be.greaterThan(1);
    expect(queried[0]).to.include({ actor: 'clerk-development', case: '2026-0001' });
    expect(log.text).not.to.contain(person(1).number);
    expect(log.text).not.to.contain('示例·第1人');
    expect(log.text).not.to.contain('sealed');

    const citizen = await cities.dongying.token('citizen', { person: queried[0]?.subject as string });
    const { status, json } = await cities.dongying.call('/v1/holdings', { token: citizen });
    expect(status).to.equal(200);
    expect(json.name).to.equal('示例·第1人');
    const records = json.records as { domain: string; verdict: { codes: string[] } }[];
    expect(records.map(({ domain, verdict }) => [domain, verdict.codes[0]])).to.deep.equal([
      ['housing-fund', 'record.present'],
    ]);
    const [access] = json.accesses as { who: string; role: string; case: string; what: { zh: string } }[];
    expect(access).to.include({ role: 'clerk', case: '2026-0001' });
    expect(access?.who).to.contain('东营市行政审批服务局');
    expect(access?.what.zh).to.contain('余额');
  });

  it('let a citizen ask for their own record as its holder, and for nobody else’s', async () => {
    const auditor = await cities.dongying.token('auditor');
    const log = await cities.dongying.call('/v1/events?limit=1000', { token: auditor });
    const stated = (log.json.events as { type: string; subject: string }[]).filter(
      ({ type }) => type === 'record.stated',
    );
    const token = await cities.dongying.token('citizen', { person: stated[0]?.subject as string });
    const holder = { basis: { kind: 'holder', reference: '本人查询' } };
    expect((await query(question(1, holder), token)).status).to.equal(200);
    expect((await query(question(2, holder), token)).json.code).to.equal('auth.notYours');
    expect((await query(question(1), token)).json.code).to.equal('auth.notYours');
  });

  it('pages through the log in order', async () => {
    const token = await cities.dongying.token('operator');
    const first = await cities.dongying.call('/v1/events?limit=3', { token });
    const seqs = (first.json.events as { seq: number }[]).map(({ seq }) => seq);
    expect(seqs).to.deep.equal([1, 2, 3]);
    const next = await cities.dongying.call('/v1/events?limit=2&after=3', { token });
    const [one] = next.json.events as { seq: number; prev: string }[];
    expect(one?.seq).to.equal(4);
    expect(one?.prev).to.equal((first.json.events as { hash: string }[])[2]?.hash);
    expect((next.json.head as { seq: number }).seq).to.be.greaterThan(4);
    expect((await cities.dongying.call('/v1/events?limit=0', { token })).json.code).to.equal('request.invalid');
    expect((await cities.dongying.call('/v1/events?after=-1', { token })).json.code).to.equal('request.invalid');
  });
});
