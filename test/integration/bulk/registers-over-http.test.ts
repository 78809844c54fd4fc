import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { csvRecord } from '../../../service/domain/bulk/csv-record.ts';
import { manyCitizens, ndjson } from '../../support/bulk/register.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import { until, verdictOf } from '../../support/issue.ts';
import type { Reply } from '../../support/http-server.ts';
import { startRegion } from '../../support/region.ts';

type Region = Awaited<ReturnType<typeof startRegion>>;

const rowsOf = (count: number, from = 0): string => ndjson(Array.from({ length: count }, (_, n) => titleRow(from + n)));
const NDJSON = 'application/x-ndjson';

describe('A register over HTTP', () => {
  let region: Region;
  let token: string;

  before(async () => {
    region = await startRegion();
    token = await region.token('department', { department: region.department('human-resources') });
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const sendOnce = (body: string | Uint8Array, key: string, more: { query?: string; media?: string } = {}) =>
    region.call(`/v1/issue-batches?type=professional-title${more.query ?? ''}`, {
      body,
      token,
      headers: { 'idempotency-key': key, 'content-type': more.media ?? NDJSON },
    });
  /** Again while the service still has to do with an upload that broke. */
  const send = async (...given: Parameters<typeof sendOnce>): Promise<Reply> => {
    for (;;) {
      const reply = await sendOnce(...given);
      if (reply.json['code'] !== 'register.busy') return reply;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const settled = (id: string) =>
    until(async () => {
      const { json } = await region.call(`/v1/issue-batches/${id}`, { token });
      return json['state'] === 'done' || json['state'] === 'cancelled';
    }, `register ${id}`);
  const results = async (id: string, query = '') => {
    const { text } = await region.call(`/v1/issue-batches/${id}/results${query}`, { token });
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('is reported on before anything is issued, then issued, row by row, in certificates that verify', async () => {
    const body = `${rowsOf(30)}{"subject":1}\n`;
    const report = await send(body, 'register-a', { query: '&dryRun=true' });
    expect(report.status).to.equal(200);
    expect(report.json).to.include({ rows: 31, acceptable: 30, rejected: 1, duplicates: 0 });
    expect(report.json['faults']).to.deep.equal({ 'row.malformed': 2 });

    const sent = await send(body, 'register-a');
    expect(sent.status).to.equal(202);
    expect(sent.json).to.include({ received: 31, accepted: 30, rejected: 1, repeated: 0 });
    const id = String(sent.json['id']);
    expect(sent.headers.get('location')).to.equal(`/v1/issue-batches/${id}`);
    await settled(id);
    const all = await results(id, '?certificates=true');
    expect(all.map(({ row }) => row)).to.deep.equal(Array.from({ length: 31 }, (_, n) => n + 1));
    expect(all.map(({ state }) => state)).to.deep.equal([...Array(30).fill('issued'), 'rejected']);
    expect((await results(id, '?after=29')).map(({ row }) => row)).to.deep.equal([30, 31]);
    const { verdict, code } = await verdictOf(region, String(all[7]?.['certificate']));
    expect(verdict, code).to.equal('valid');

    const again = await send(body, 'register-a');
    expect(again.json, again.text).to.include({ id, received: 31, repeated: 31, issued: 30 });
    const other = await send(body, 'register-b');
    expect(other.json).to.include({ accepted: 0, duplicates: 30, rejected: 1, state: 'done' });
  });

  it('makes certificates like any other: read, held, changed', async () => {
    const sent = await send(rowsOf(1, 100), 'register-c');
    await settled(String(sent.json['id']));
    const [row] = await results(String(sent.json['id']));
    const path = `/v1/certificates/${String(row?.['id'])}`;
    const read = await region.call(path, { token });
    expect(read.json).to.include({ state: 'issued', status: 'valid', licence: row?.['licence'] });
    expect((await verdictOf(region, String(read.json['certificate']))).verdict).to.equal('valid');
    const change = await region.call(`${path}/status-changes`, {
      token,
      headers: { 'idempotency-key': 'revoke-c' },
      body: { action: 'revoke', reason: 'issued-in-error' },
    });
    expect(change.status, change.text).to.equal(201);
    expect((await region.call(path, { token })).json).to.include({ status: 'revoked', statusChangePending: false });
    const { verdict, code } = await verdictOf(region, String(read.json['certificate']));
    expect([verdict, code]).to.deep.equal(['invalid', 'status.revoked']);
  });

  it('as CSV has the same rows, under Chinese or English names', async () => {
    const header = ['证件号码', '姓名', 'speciality', 'title', 'level', 'approvedOn', 'certificateNumber'];
    const lines = [200, 201].map((n) => {
      const { subject, claims } = titleRow(n);
      return csvRecord([subject.number, ...Object.values(claims).map(String)]);
    });
    const broken = csvRecord([manyCitizens(202)]) + ',"never closed';
    const csv = [csvRecord(header), lines[0], broken, lines[1]].join('\r\n');
    const sent = await send(csv, 'register-d', { media: 'text/csv; charset=utf-8' });
    expect(sent.status, sent.text).to.equal(202);
    expect(sent.json).to.include({ received: 3, accepted: 2, rejected: 1 });
    await settled(String(sent.json['id']));
    const all = await results(String(sent.json['id']));
    expect(all.map(({ state }) => state)).to.deep.equal(['issued', 'rejected', 'issued']);
    expect(all[1]?.['errors']).to.deep.include({
      code: 'row.quote',
      path: '',
      message: 'has a quote in a wrong place',
    });
    const wrong = await send('a,b\n1,2\n', 'register-e', { media: 'text/csv' });
    expect([wrong.status, wrong.json['code']]).to.deep.equal([422, 'register.headerInvalid']);
  });

  it('that breaks off goes on where the durable rows end', async () => {
    const whole = rowsOf(1500, 1000);
    const broken = await new Promise<string>((resolve) => {
      const request = httpRequest(`${region.url}/v1/issue-batches?type=professional-title`, {
        method: 'POST',
        headers: { 'content-type': NDJSON, authorization: `Bearer ${token}`, 'idempotency-key': 'register-f' },
      });
      request.on('error', ({ message }) => resolve(message));
      request.write(whole.slice(0, whole.length * 0.6));
      setTimeout(() => request.destroy(), 700);
    });
    expect(broken).to.equal('socket hang up');
    const rest = await send(whole, 'register-f');
    expect(rest.status, rest.text).to.equal(202);
    expect(rest.json).to.include({ received: 1500, accepted: 1500, duplicates: 0, repeated: 512 });
    const changed = await send(rowsOf(1500, 1001), 'register-f');
    expect([changed.status, changed.json['code']]).to.deep.equal([409, 'idempotency.mismatch']);
    await settled(String(rest.json['id']));
    const licences = new Set((await results(String(rest.json['id']))).map(({ licence }) => licence));
    expect(licences.size).to.equal(1500);
  });

  it('tells how far it is until it is done', async () => {
    const sent = await send(rowsOf(40, 3000), 'register-g');
    const response = await fetch(`${region.url}/v1/issue-batches/${String(sent.json['id'])}/progress`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
    const events = (await response.text()).trim().split('\n\n');
    const last = JSON.parse((events.at(-1) as string).slice('data: '.length)) as Record<string, unknown>;
    expect(last).to.include({ state: 'done', issued: 40 });
  });

  it('with a row that never ends is refused while it comes, and what came before stands', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new TextEncoder().encode(given === 65_536 ? rowsOf(600, 4000) : 'x'.repeat(65_536)));
      },
    });
    const response = await fetch(`${region.url}/v1/issue-batches?type=professional-title`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, authorization: `Bearer ${token}`, 'idempotency-key': 'register-h' },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).to.equal(413);
    expect(((await response.json()) as { code: string }).code).to.equal('register.rowEndless');
    expect(given).to.be.lessThan(64 * 1024 * 1024);
    const more = await send(rowsOf(600, 4000), 'register-h');
    expect(more.json, more.text).to.include({ repeated: 512, received: 600 });
  });

  it('is in the list of its department, newest first, page by page', async () => {
    // Ids are in order to the second: those of the tests before are of an earlier one then.
    await sleep(1100);
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push(String((await send(rowsOf(1, 6000 + n), `register-l${n}`)).json['id']));
    const newest = ids.sort().reverse();
    const listed = async (query: string, as = token) => {
      const { json } = await region.call(`/v1/issue-batches${query}`, { token: as });
      return (json['batches'] as { id: string }[]).map(({ id }) => id);
    };
    const first = await listed('?limit=2');
    expect(first).to.deep.equal(newest.slice(0, 2));
    expect(await listed(`?limit=1&before=${first[1]}`)).to.deep.equal(newest.slice(2));
    await Promise.all(ids.map(settled));
    const { json } = await region.call('/v1/issue-batches?limit=1', { token });
    expect((json['batches'] as object[])[0]).to.include({ state: 'done', accepted: 1, issued: 1 });
    const other = await region.token('department', { department: region.department('civil-affairs') });
    expect(await listed('', other)).to.deep.equal([]);
  });

  it('belongs to its department alone', async () => {
    const sent = await send(rowsOf(1, 5000), 'register-i');
    const other = await region.token('department', { department: region.department('civil-affairs') });
    const reply = await region.call(`/v1/issue-batches/${String(sent.json['id'])}`, { token: other });
    expect([reply.status, reply.json['code']]).to.deep.equal([404, 'register.unknown']);
    const notTheirs = await region.call('/v1/issue-batches?type=professional-title', {
      body: rowsOf(1, 5001),
      token: other,
      headers: { 'idempotency-key': 'register-j', 'content-type': NDJSON },
    });
    expect(notTheirs.json['code']).to.equal('certificate.notInCharge');
  });
});
