import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ndjson } from '../../support/bulk/register.ts';
import { registerClient } from '../../support/bulk/register-client.ts';
import type { RegisterClient } from '../../support/bulk/register-client.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import { createGate } from '../../support/gate.ts';
import type { Gate } from '../../support/gate.ts';
import { until, verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const MAX_QUEUED = 5000;
/** Longer than rows are gathered for a batch. */
const GATHERED_MS = 2500;
const rows = (count: number, from: number): string =>
  ndjson(Array.from({ length: count }, (_, n) => titleRow(from + n)));

describe('Registers while the chain is away', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let gate: Gate;
  let token: string;
  let client: RegisterClient;

  before(async () => {
    region = await startRegion();
    gate = await createGate(region.chainUrl);
    await region.stopService();
    await region.startService({
      args: ['--chain', gate.url, '--max-queued-rows', String(MAX_QUEUED), '--issue-wait-seconds', '0'],
    });
    token = await region.token('department', { department: region.department('human-resources') });
    client = registerClient(region, token);
  });
  beforeEach(() => gate.shut());
  afterEach(() => gate.open());
  after(async () => {
    await region.close();
    await gate.close();
    expect(region.reports).to.deep.equal([]);
  });

  const single = (n: number, key: string) =>
    region.call('/v1/certificates', {
      token,
      headers: { 'idempotency-key': key },
      body: { type: 'professional-title', ...titleRow(n) },
    });
  const idle = async () => ((await region.call('/health')).json['issuing'] as { depth: number }).depth === 0;
  const statesOf = async (id: string) =>
    Object.fromEntries(
      Object.entries(Object.groupBy(await client.results(id), ({ state }) => state)).map(([state, of]) => [
        state,
        of?.length,
      ]),
    );

  it('are accepted until too many wait; then both they and single requests are told when to come again', async () => {
    const body = rows(12_000, 0);
    const full = await client.send(body, 'full-queue');
    expect([full.status, full.json['code']], full.text).to.deep.equal([429, 'queue.full']);
    expect(Number(full.headers.get('retry-after'))).to.be.greaterThan(0);
    expect((full.json['next'] as { en: string }).en).to.contain('Idempotency-Key');
    const [begun] = await client.list();
    expect(begun).to.include({ state: 'receiving' });
    const durable = begun?.received as number;
    expect(durable).to.be.at.least(MAX_QUEUED).and.below(12_000);
    const health = await region.call('/health');
    expect(health.json['issuing']).to.include({ depth: durable });

    const key = randomUUID();
    const one = await single(12_000, key);
    expect([one.status, one.json['code']]).to.deep.equal([429, 'queue.full']);
    expect(Number(one.headers.get('retry-after'))).to.be.greaterThan(0);

    gate.open();
    await until(async () => (await client.send(body, 'full-queue')).status === 202, 'all of it is taken');
    const done = await client.settled(begun?.id as string);
    expect(done).to.include({ state: 'done', received: 12_000, accepted: 12_000, issued: 12_000, duplicates: 0 });
    const licences = new Set((await client.results(begun?.id as string)).map(({ licence }) => licence));
    expect(licences.size).to.equal(12_000);
    expect((await single(12_000, key)).status).to.equal(202);
    await until(idle, 'the single one is issued');
  }).timeout(60_000);

  it('are taken back as far as no batch for the chain holds them; the others are issued, and the counts add up', async () => {
    const { id, received } = await client.breakOff(rows(3000, 110_000).slice(0, -2), 'taken-back');
    await sleep(GATHERED_MS);
    const all = rows(3200, 110_000);
    const sent = await client.send(all.split('\n').slice(received).join('\n'), 'taken-back', `&from=${received}`);
    expect(sent.json, sent.text).to.include({ received: 3200, waiting: 3200 });

    const { status, json } = await client.cancel(id);
    const [batched, cancelled] = [Number(json['waiting']), Number(json['cancelled'])];
    expect([status, batched + cancelled, json['issued']]).to.deep.equal([200, 3200, 0]);
    expect(batched).to.be.greaterThan(0).and.at.most(received);
    const more = await client.send(rows(3201, 110_000), 'taken-back');
    expect([more.status, more.json['code']]).to.deep.equal([409, 'register.cancelled']);

    gate.open();
    const counts = { accepted: 3200, issued: batched, cancelled, waiting: 0, anchored: 0, failed: 0 };
    expect(await client.settled(id)).to.include({ state: 'cancelled', ...counts });
    expect(await statesOf(id)).to.deep.equal({ issued: batched, cancelled });
    const [first] = await client.results(id, '?certificates=true');
    expect((await verdictOf(region, String(first?.certificate))).verdict).to.equal('valid');

    // Taken back is as if it had never been sent: its keys are free.
    const again = await client.send(all, 'sent-again');
    expect(again.json, again.text).to.include({ accepted: cancelled, duplicates: batched });
    expect(await client.settled(String(again.json['id']))).to.include({ issued: cancelled });
    expect((await client.cancel(id)).json).to.include({ issued: batched, cancelled });
  }).timeout(60_000);

  it('are taken back while they are still being sent', async () => {
    // One on its way before it keeps the department's account busy: nothing of the next gets into a batch.
    const before = await client.send(rows(1, 119_000), 'before-half-sent');
    await sleep(GATHERED_MS);
    const { id, received } = await client.breakOff(rows(3000, 120_000).slice(0, -2), 'half-sent');
    const { json } = await client.cancel(id);
    expect([json['waiting'], json['cancelled']]).to.deep.equal([0, received]);
    const refused = await client.send(rows(3000, 120_000), 'half-sent');
    expect([refused.status, refused.json['code']]).to.deep.equal([409, 'register.cancelled']);
    gate.open();
    const counts = { received, accepted: received, issued: 0, cancelled: received };
    expect(await client.settled(id)).to.include({ state: 'cancelled', ...counts });
    expect(await client.settled(String(before.json['id']))).to.include({ issued: 1 });
  }).timeout(60_000);

  it('go on after the durable rows when the rest is sent, and from nowhere else', async () => {
    gate.open();
    const { id, received } = await client.breakOff(rows(3000, 130_000).slice(0, -2), 'goes-on-after');
    const lines = rows(3500, 130_000).split('\n');
    const wrong = await client.send(lines.slice(received + 1).join('\n'), 'goes-on-after', `&from=${received + 1}`);
    expect([wrong.status, wrong.json['code']], wrong.text).to.deep.equal([409, 'register.position']);
    expect(String(wrong.json['detail'])).to.contain(String(received));
    const rest = await client.send(lines.slice(received).join('\n'), 'goes-on-after', `&from=${received}`);
    expect(rest.json, rest.text).to.include({ id, received: 3500, accepted: 3500, repeated: 0 });
    expect(await client.settled(id)).to.include({ issued: 3500, duplicates: 0 });
    const results = await client.results(id);
    expect(results.map(({ row }) => row)).to.deep.equal(Array.from({ length: 3500 }, (_, n) => n + 1));
    expect(new Set(results.map(({ licence }) => licence)).size).to.equal(3500);
  }).timeout(60_000);
});
