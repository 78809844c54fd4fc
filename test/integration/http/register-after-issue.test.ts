import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { readListedStatus } from '../../../service/verify/status/status-list.ts';
import type { TrustedPoint } from '../../../service/verify/types.ts';
import { parseLicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import { newKey, permitOffice, permitRequest, until, verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

type Row = { id: string; certificate: string; licence: string; state: string };
type Batch = { pending: number; changed: number; total: number };

const ROWS = 6;

describe('certificates of a register', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let token: string;
  let trustedPoint: TrustedPoint;
  let rows: Row[];
  let toRenew: Row;
  let renewed: string;

  before(async () => {
    region = await startRegion();
    token = (await permitOffice(region)).token;
    trustedPoint = (await region.call('/v1/trusted-point')).json['trustedPoint'] as TrustedPoint;
    const register = Array.from({ length: ROWS + 1 }, (_, i) => JSON.stringify(permitRequest(i + 1))).join('\n');
    const sent = await region.call('/v1/issue-batches?type=residence-permit', {
      token,
      headers: { ...newKey(), 'content-type': 'application/x-ndjson' },
      body: `${register}\n`,
    });
    expect(sent.status, sent.text).to.equal(202);
    const at = sent.headers.get('location') as string;
    await until(async () => (await region.call(at, { token })).json['state'] === 'done', 'the register is issued');
    const { text } = await region.call(`${at}/results?certificates=true`, { token });
    rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(rows.map(({ state }) => state)).to.deep.equal(Array<string>(ROWS + 1).fill('issued'));
    toRenew = rows.pop() as Row;
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const listed = async ({ certificate }: Row) => {
    const payload = JSON.parse(Buffer.from(certificate.split('.')[1] as string, 'base64url').toString());
    const { iss, status } = payload as { iss: string; status: { status_list: { idx: number; uri: string } } };
    const entry = status.status_list;
    const { text } = await region.call(new URL(entry.uri).pathname);
    const now = Math.floor(Date.now() / 1000);
    const given = { primitives: nodePrimitives(), token: text, entry, iss, trustedPoint, now, cache: undefined };
    const answer = await readListedStatus(given);
    return answer.usable ? answer.status : answer.why;
  };

  it('are found among those of others', async () => {
    const registers = (await region.call('/v1/issue-batches', { token })).json['batches'] as { accepted: number }[];
    expect(registers.map(({ accepted }) => accepted)).to.deep.equal([ROWS + 1]);
    const other = await region.token('department', { department: region.department('health') });
    expect((await region.call('/v1/issue-batches', { token: other })).json['batches']).to.deep.equal([]);
    const selection = { certificates: [(rows[2] as Row).licence] };
    const body = { action: 'revoke', reason: 'issued-in-error', selection };
    const preview = await region.call('/v1/status-previews', { token, body });
    expect(preview.json['certificates']).to.deep.equal([(rows[2] as Row).id]);
  });

  it('have places in a status list as single ones have', async () => {
    expect(await Promise.all(rows.map(listed))).to.deep.equal(Array<number>(ROWS).fill(0));
    const places = rows.map(({ certificate }) => Buffer.from(certificate.split('.')[1] as string, 'base64url'));
    const idx = places.map((payload) => /"idx":(\d+)/.exec(payload.toString())?.[1]);
    expect(new Set(idx).size).to.equal(ROWS);
  });

  it('are renewed one by one, and become the next version of their licence', async () => {
    const last = toRenew;
    const { json: old } = await region.call(`/v1/certificates/${last.id}`, { token });
    const supersedes = { certificate: last.id, reason: 'corrected' };
    const body = { ...permitRequest(ROWS + 1), supersedes };
    const reply = await region.call('/v1/certificates', { token, headers: newKey(), body });
    expect(reply.status, reply.text).to.equal(201);
    renewed = reply.json['id'] as string;
    const [before, after] = [old, reply.json].map(({ licence }) => parseLicenceIdentifier(licence as string));
    expect(after).to.deep.equal({ ...before, version: '002' });
    const now = async () => (await region.call(`/v1/certificates/${last.id}`, { token })).json;
    await until(async () => (await now())['status'] === 'superseded', 'the old one is superseded');
    expect(await now()).to.include({ supersededBy: renewed });
    const { code, reply: told } = await verdictOf(region, last.certificate);
    expect([code, told.json['supersededBy']]).to.deep.equal(['status.superseded', reply.json['licence']]);
  });

  it('change their status alone and together, on chain and in the list, and tell who relied on them', async () => {
    const [first, second, third] = rows as [Row, Row, Row];
    const clerk = await region.token('clerk');
    const relied = { artefact: second.certificate, case: 'CASE-1' };
    expect((await region.call('/v1/verifications', { token: clerk, body: relied })).json).to.have.property('reliance');
    const alone = await region.call(`/v1/certificates/${first.id}/status-changes`, {
      token,
      headers: newKey(),
      body: { action: 'suspend', reason: 'device-lost' },
    });
    expect(alone.status, alone.text).to.equal(201);

    const now = Math.floor(Date.now() / 1000);
    const selection = { type: 'residence-permit', acceptedFrom: now - 600, acceptedThrough: now, status: 'valid' };
    const order = { action: 'revoke', reason: 'issued-in-error', selection };
    const preview = (await region.call('/v1/status-previews', { token, body: order })).json;
    expect(preview['certificates']).to.have.members([...rows.slice(1).map(({ id }) => id), renewed]);
    const listedIds = { ...order, selection: { certificates: [third.licence] } };
    expect((await region.call('/v1/status-previews', { token, body: listedIds })).json).to.deep.include({
      certificates: [third.id],
      excluded: [],
    });
    const confirmed = await region.call('/v1/status-batches', {
      token,
      headers: newKey(),
      body: { ...order, digest: preview['digest'] },
    });
    const progress = async () =>
      (await region.call(confirmed.headers.get('location') as string, { token })).json as unknown as Batch;
    await until(async () => (await progress()).pending === 0, 'all of the register are settled');
    expect(await progress()).to.deep.include({ total: ROWS, changed: ROWS });

    const verdicts = await Promise.all(rows.map(({ certificate }) => verdictOf(region, certificate)));
    const revoked = Array<string>(ROWS - 1).fill('status.revoked');
    expect(verdicts.map(({ code }) => code)).to.deep.equal(['status.suspended', ...revoked]);
    expect(await Promise.all(rows.map(listed))).to.deep.equal([2, ...Array<number>(ROWS - 1).fill(1)]);
    await until(async () => {
      const { json } = await region.call('/v1/notices', { token: clerk });
      return (json['notices'] as { case: string }[]).some((notice) => notice.case === 'CASE-1');
    }, 'the notice');
  });
});
