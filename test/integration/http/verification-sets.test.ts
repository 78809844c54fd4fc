import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { issuePermit, newKey, permitOffice } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';
import { zip } from '../../support/zip.ts';

type Item = { index: number; path: string; verdict: string; codes: string[] } & Record<string, unknown>;
type Summary = { items: number; complete: boolean; findings?: { code: string; items: number[] }[] };
type Line = { item?: Item; summary?: Summary };

const LIMITS = ['--max-set-items', '12', '--max-set-bytes', '50000', '--max-sets', '1', '--idle-seconds', '2'];

describe('many artefacts verified in one request', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let permits: IssuedPermit[];
  let clerk: string;

  before(async () => {
    region = await startRegion('dongying', { args: LIMITS });
    permits = await Promise.all([1, 2].map((n) => issuePermit(region, n)));
    clerk = await region.token('clerk');
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const send = async (type: string, body: string | Uint8Array, query = '', token = clerk) => {
    const response = await fetch(`${region.url}/v1/verification-sets${query}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${token}` },
      body: body as BodyInit,
    });
    const text = await response.text();
    const lines = response.ok
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Line)
      : [];
    const items = lines.flatMap(({ item }) => item ?? []);
    const problem = response.ok ? undefined : (JSON.parse(text) as { code: string });
    return { response, items, summary: lines.at(-1)?.summary, code: problem?.code };
  };
  const said = (items: Item[]) => items.map(({ path, codes }) => [path, codes[0]]);
  const [first, second] = [() => permits[0]?.certificate as string, () => permits[1]?.certificate as string];
  const expected = [
    ['one', 'policy.satisfied'],
    ['bad', 'form.malformed'],
    ['two', 'policy.satisfied'],
    ['none', 'form.unrecognised'],
  ];
  const contents = (): [string, string][] => [
    ['one', first()],
    ['bad', first().slice(0, 400)],
    ['two', second()],
    ['none', '你好'],
  ];

  it('gives each its verdict in order, whatever they come in, and says what they come to', async () => {
    const items = contents().map(([name, artefact]) => ({ name, artefact }));
    const bundle = JSON.stringify({ v: 1, kind: 'artefact-bundle', items });
    const lines = items.map((item) => JSON.stringify(item)).join('\n');
    for (const [type, body] of [
      ['application/json', bundle],
      ['application/octet-stream', bundle],
      ['application/x-ndjson', lines],
      ['application/zip', zip(contents().map(([name, content]) => ({ name, content })))],
    ] as [string, string | Uint8Array][]) {
      const { response, items: given, summary } = await send(type, body);
      expect(response.headers.get('content-type')).to.match(/^application\/x-ndjson/);
      expect(said(given), type).to.deep.equal(expected);
      expect(given.map(({ index }) => index)).to.deep.equal([0, 1, 2, 3]);
      expect(given[0]).not.to.have.any.keys('claims', 'checks');
      const { findings = [], ...counts } = summary as Summary;
      expect(counts).to.deep.equal({ items: 4, valid: 2, invalid: 1, undetermined: 1, complete: true });
      // Two people's permits in one matter.
      expect(findings.map(({ code, items: about }) => [code, about])).to.deep.equal([['set.otherPerson', [0, 2]]]);
    }
  });

  it('gives checks, evidence and what was disclosed to who asks for them, and verdicts of another day', async () => {
    const { items } = await send('text/plain', first(), '?full=true');
    expect(items[0]).to.include({ path: '', verdict: 'valid' });
    expect(items[0]?.['claims']).to.include({ permitNumber: 'P1' });
    expect(items[0]?.['checks']).to.be.an('array');
    const asOf = Math.floor(Date.now() / 1000) - 3600;
    const past = await send('text/plain', first(), `?asOf=${asOf}`);
    expect(past.items[0]).to.deep.include({ asOf, codes: ['anchor.later', 'validity.notYetValid'] });
    expect((await send('text/plain', first(), `?asOf=${asOf + 7200}`)).code).to.equal('request.invalid');
  });

  it('names what replaced a certificate', async () => {
    const [old, next] = [await issuePermit(region, 3), await issuePermit(region, 3)];
    const { token } = await permitOffice(region);
    const body = { action: 'supersede', reason: 'corrected', replacement: next.id };
    const path = `/v1/certificates/${old.id}/status-changes`;
    const reply = await region.call(path, { token, headers: newKey(), body });
    expect(reply.status, reply.text).to.equal(201);
    const { items } = await send('text/plain', old.certificate);
    expect(items[0]).to.deep.include({ codes: ['status.superseded'], supersededBy: next.licence });
  });

  it('answers line by line while lines still come', async () => {
    const sending = request(`${region.url}/v1/verification-sets`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${clerk}` },
    });
    const line = (artefact: string) => sending.write(`${JSON.stringify({ artefact })}\n`);
    const answered = new Promise<AsyncIterator<string>>((resolve) =>
      sending.once('response', (response) => resolve(createInterface({ input: response })[Symbol.asyncIterator]())),
    );
    // Sixteen are done at once, and the first is told when there is no room for one more, or nothing more to come.
    for (let i = 0; i < 16; i++) line(i === 0 ? first() : 'x');
    const lines = await answered;
    const next = async () => JSON.parse((await lines.next()).value as string) as Line;
    expect((await next()).item).to.include({ index: 0, verdict: 'valid' });
    sending.end();
    for (let i = 1; i < 12; i++) expect((await next()).item?.index).to.equal(i);
    expect((await next()).summary).to.include({ items: 12, complete: false });
  });

  it('refuses what it has no room for, clearly', async () => {
    const { response, code } = await send('application/zip', new Uint8Array(60_000));
    expect({ status: response.status, code }).to.deep.equal({ status: 413, code: 'set.tooLarge' });
    const slow = request(`${region.url}/v1/verification-sets`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${clerk}` },
    });
    slow.on('error', () => undefined);
    slow.flushHeaders();
    await new Promise((resolve) => slow.once('response', resolve));
    const busy = await send('text/plain', first());
    expect({ status: busy.response.status, code: busy.code }).to.deep.equal({ status: 429, code: 'set.busy' });
    expect(busy.response.headers.get('retry-after')).to.equal('5');
    slow.destroy();
    for (let tries = 0; ; tries++) {
      const { response: later } = await send('text/plain', first());
      if (later.status === 200) break;
      expect(tries).to.be.lessThan(50);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('answers a sender that stands still with what came, and lets the next one in', async () => {
    const sending = request(`${region.url}/v1/verification-sets`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${clerk}` },
    });
    sending.on('error', () => undefined);
    sending.write(`${JSON.stringify({ artefact: first() })}\n{"arte`);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    const lines: Line[] = [];
    for await (const line of createInterface({ input: response })) lines.push(JSON.parse(line) as Line);
    const [item, summary] = lines;
    expect(item?.item).to.include({ index: 0, verdict: 'valid' });
    expect(summary?.summary).to.include({ items: 1, complete: false });
    expect((await send('text/plain', first())).response.status).to.equal(200);
    sending.destroy();
  });

  it('takes no other types, and nobody without a token', async () => {
    expect((await send('multipart/form-data; boundary=x', 'x')).code).to.equal('body.contentType');
    expect((await send('text/plain', 'x', '', 'none')).code).to.equal('auth.invalid');
  });

  it('says so of lines that are none, or too long', async () => {
    const lines = ['{', JSON.stringify({ artefact: 1 }), '"text"', `{"artefact":"${'x'.repeat(1_100_000)}"}`, '{}'];
    const { items, summary } = await send('application/x-ndjson', `${lines.join('\n')}\n`);
    expect(said(items)).to.deep.equal([
      ['1', 'form.malformed'],
      ['2', 'form.malformed'],
      ['3', 'form.malformed'],
      ['4', 'form.tooLarge'],
      ['5', 'form.malformed'],
    ]);
    expect(summary).to.include({ items: 5, complete: true });
  });
});
