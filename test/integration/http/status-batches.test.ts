import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { issuePermit, newKey, permitOffice, until, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

type Preview = {
  digest: string;
  count: number;
  certificates: string[];
  excluded: { certificate: string; code: string }[];
};
type Batch = { changed: number; pending: number; total: number; refused: { certificate: string; code: string }[] };

const revoke = { action: 'revoke', reason: 'issued-in-error', case: 'CASE-7' };

describe('changing the status of many', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let token: string;
  let permits: IssuedPermit[];
  let ids: string[];
  const started = Math.floor(Date.now() / 1000);

  before(async () => {
    region = await startRegion();
    token = (await permitOffice(region)).token;
    permits = await Promise.all(Array.from({ length: 8 }, (_, i) => issuePermit(region, i + 1)));
    ids = permits.map(({ id }) => id).sort();
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const preview = async (body: unknown, as = token) => {
    const reply = await region.call('/v1/status-previews', { token: as, body });
    return { status: reply.status, code: reply.json['code'], json: reply.json as Preview };
  };
  const confirm = (body: unknown, headers = newKey(), as = token) =>
    region.call('/v1/status-batches', { token: as, headers, body });
  const batchOf = async (location: string) => (await region.call(location, { token })).json as unknown as Batch;
  const finished = async (location: string) => {
    await until(async () => (await batchOf(location)).pending === 0, 'every certificate of the batch is settled');
    return batchOf(location);
  };

  it('is shown before it is done, and changes nothing until it is confirmed', async () => {
    const selection = { certificates: [...ids.slice(0, 3), ids[0], randomUUID()] };
    const { json } = await preview({ ...revoke, selection });
    expect(json.count).to.equal(3);
    expect(json.certificates).to.deep.equal(ids.slice(0, 3));
    expect(json.excluded.map(({ code }) => code)).to.deep.equal(['certificate.unknown']);
    expect((await verdictOf(region, permits[0]?.certificate as string)).verdict).to.equal('valid');
    const again = await preview({ ...revoke, selection: { certificates: ids.slice(0, 3).reverse() } });
    expect(again.json.digest).to.equal(json.digest);
    for (const other of [
      { ...revoke, case: 'CASE-8', selection },
      { ...revoke, reason: 'holder-request', selection },
      { ...revoke, selection: { certificates: ids.slice(0, 2) } },
    ]) {
      expect((await preview(other)).json.digest).not.to.equal(json.digest);
    }
  });

  it('is chosen by licence identifiers as well, each certificate once however it is named', async () => {
    const [one, two] = permits as [IssuedPermit, IssuedPermit];
    const wrong = one.licence.replace('.001.', '.002.');
    const named = [one.licence, two.id, two.licence, wrong, 'no licence'];
    const { json } = await preview({ ...revoke, selection: { certificates: named } });
    expect(json.certificates).to.deep.equal([one.id, two.id].sort());
    expect(json.excluded).to.have.deep.members(
      [wrong, 'no licence'].map((certificate) => ({ certificate, code: 'certificate.unknown' })),
    );
    const byId = { ...revoke, selection: { certificates: [one.id, two.id] } };
    expect((await preview(byId)).json.digest).to.equal(json.digest);
    const other = await region.token('department', { department: region.department('civil-affairs') });
    const theirs = await preview({ ...revoke, selection: { certificates: [one.licence] } }, other);
    const unknown = { certificate: one.licence, code: 'certificate.unknown' };
    expect(theirs.json).to.deep.include({ count: 0, certificates: [], excluded: [unknown] });
  });

  it('is done by the digest of its preview, each with reason, actor and case, and once', async () => {
    const order = { ...revoke, selection: { certificates: ids.slice(0, 3) } };
    const { digest } = (await preview(order)).json;
    const headers = newKey();
    const [first, second] = await Promise.all([1, 2].map(() => confirm({ ...order, digest }, headers)));
    expect([first?.status, second?.status]).to.deep.equal([202, 202]);
    expect(first?.json).to.deep.equal(second?.json);
    const location = first?.headers.get('location') as string;
    expect(await finished(location)).to.deep.include({ total: 3, changed: 3, pending: 0, refused: [] });
    const changed = permits.filter(({ id }) => order.selection.certificates.includes(id));
    for (const { certificate } of changed) {
      expect((await verdictOf(region, certificate)).code).to.equal('status.revoked');
    }
    const auditor = await region.token('auditor');
    const { json } = await region.call('/v1/events?limit=1000', { token: auditor });
    const events = json['events'] as { type: string; case?: string; actor: string; facts: Record<string, string> }[];
    const final = events.filter(({ type }) => type === 'status.changed');
    expect(final.map(({ facts }) => facts['certificate'])).to.have.members(order.selection.certificates);
    for (const event of final) {
      expect(event).to.deep.include({ case: 'CASE-7', actor: 'department/department-development' });
      expect(event.facts['reason']).to.equal('issued-in-error');
    }
    expect((await region.call(location, { token: auditor })).json).to.deep.include({ total: 3, reason: revoke.reason });
  });

  it('is chosen by a query, those left out with the reason', async () => {
    const through = Math.floor(Date.now() / 1000);
    const query = { type: 'residence-permit', acceptedFrom: started, acceptedThrough: through };
    const all = (await preview({ action: 'suspend', reason: 'under-investigation', selection: query })).json;
    expect(all.certificates).to.deep.equal(ids.slice(3));
    expect(all.excluded).to.deep.equal(
      ids.slice(0, 3).map((certificate) => ({ certificate, code: 'status.transition' })),
    );
    const valid = { ...query, status: 'valid' };
    const only = (await preview({ action: 'suspend', reason: 'under-investigation', selection: valid })).json;
    expect([only.certificates, only.excluded]).to.deep.equal([ids.slice(3), []]);
    for (const none of [
      { ...query, type: 'no-such-type' },
      { ...query, acceptedThrough: started - 1 },
      { ...query, status: 'suspended' },
    ]) {
      expect((await preview({ ...revoke, selection: none })).json.count).to.equal(0);
    }
  });

  it('is refused when something changed since the preview, and when nothing would be changed', async () => {
    const order = { ...revoke, selection: { certificates: ids.slice(3, 5) } };
    const { digest } = (await preview(order)).json;
    await region.call(`/v1/certificates/${ids[3]}/status-changes`, {
      token,
      headers: newKey(),
      body: { action: 'suspend', reason: 'device-lost' },
    });
    await region.call(`/v1/certificates/${ids[4]}/status-changes`, {
      token,
      headers: newKey(),
      body: { action: 'revoke', reason: 'device-lost' },
    });
    for (const body of [
      { ...order, digest },
      { ...order, digest: `0x${'0'.repeat(64)}` },
    ]) {
      const reply = await confirm(body);
      expect([reply.status, reply.json['code']]).to.deep.equal([409, 'status.previewChanged']);
    }
    const none = { ...revoke, selection: { certificates: ids.slice(0, 2) } };
    const empty = await confirm({ ...none, digest: (await preview(none)).json.digest });
    expect(empty.json['code']).to.equal('status.previewChanged');
  });

  it('goes on after a restart where it stopped', async () => {
    const order = { ...revoke, selection: { certificates: ids.slice(5) } };
    const { digest } = (await preview(order)).json;
    const reply = await confirm({ ...order, digest });
    await region.stopService();
    await region.startService();
    expect(await finished(reply.headers.get('location') as string)).to.deep.include({ total: 3, changed: 3 });
  });

  it('is no other department’s', async () => {
    const other = await region.token('department', { department: region.department('health') });
    const selection = { certificates: ids.slice(0, 2) };
    const { json } = await preview({ ...revoke, selection }, other);
    expect([json.count, json.excluded.map(({ code }) => code)]).to.deep.equal([
      0,
      ['certificate.unknown', 'certificate.unknown'],
    ]);
    const order = { ...revoke, selection: { certificates: ids.slice(3, 4) } };
    const mine = await confirm({ ...order, digest: (await preview(order)).json.digest });
    const seen = await region.call(mine.headers.get('location') as string, { token: other });
    expect([seen.status, seen.json['code']]).to.deep.equal([404, 'status.batchUnknown']);
    await finished(mine.headers.get('location') as string);
  });

  it('takes reasons of the table for this action only, and no endless list', async () => {
    const selection = { certificates: ids.slice(0, 1) };
    expect((await preview({ ...revoke, reason: 'corrected', selection })).code).to.equal('status.reasonUnknown');
    const long = { certificates: Array.from({ length: 5001 }, () => randomUUID()) };
    expect((await preview({ ...revoke, selection: long })).status).to.equal(400);
    expect((await preview({ action: 'supersede', reason: 'corrected', selection })).status).to.equal(400);
  });
});
