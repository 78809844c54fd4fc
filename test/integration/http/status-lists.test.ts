import { expect } from 'chai';
import { LIST_ENTRIES } from '../../../service/domain/status-list.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import { readListedStatus } from '../../../service/verify/status/status-list.ts';
import type { TrustedPoint } from '../../../service/verify/types.ts';
import { issuePermit, newKey, permitOffice, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

type Entry = { idx: number; uri: string };
type Payload = { iss: string; sub: string; iat: number; exp: number; ttl: number; status_list: { lst: string } };

const payloadOf = (jws: string) => JSON.parse(Buffer.from(jws.split('.')[1] as string, 'base64url').toString());
const entryOf = ({ certificate }: Pick<IssuedPermit, 'certificate'>): Entry =>
  (payloadOf(certificate) as { status: { status_list: Entry } }).status.status_list;
const BASE = 'https://dongying.example';

describe('the status lists that certificates name', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let trustedPoint: TrustedPoint;
  let token: string;
  let permits: IssuedPermit[];
  let offset = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + offset };

  before(async () => {
    region = await startRegion('dongying', { clock });
    trustedPoint = (await region.call('/v1/trusted-point')).json['trustedPoint'] as TrustedPoint;
    token = (await permitOffice(region)).token;
    permits = await Promise.all([1, 2, 3, 4].map((n) => issuePermit(region, n)));
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  /** As a deployment maps the region's base to its service. */
  const fetchList = (uri: string, headers: Record<string, string> = {}) =>
    region.call(uri.slice(BASE.length), { headers });
  const listed = async (permit: Pick<IssuedPermit, 'certificate'>) => {
    const entry = entryOf(permit);
    const { iss } = payloadOf(permit.certificate) as { iss: string };
    const given = { primitives: nodePrimitives(), entry, iss, trustedPoint, now: clock.now(), cache: undefined };
    const answer = await readListedStatus({ ...given, token: (await fetchList(entry.uri)).text });
    return answer.usable ? answer.status : answer.why;
  };
  const change = async ({ id }: IssuedPermit, body: Record<string, string>) => {
    const reply = await region.call(`/v1/certificates/${id}/status-changes`, { token, headers: newKey(), body });
    expect(reply.status, reply.text).to.equal(201);
  };

  it('are named before anything is anchored: one list, a place for each', () => {
    const entries = permits.map(entryOf);
    const department = region.department('public-security');
    for (const { uri } of entries) expect(uri).to.equal(`${BASE}/status-lists/${department}/residence-permit/1/0`);
    expect(new Set(entries.map(({ idx }) => idx)).size).to.equal(permits.length);
  });

  it('are signed by the department, name themselves, and say when they were true and for how long they count', async () => {
    const { uri } = entryOf(permits[0] as IssuedPermit);
    const { status, headers, text } = await fetchList(uri);
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('application/statuslist+jwt');
    const { iss, sub, iat, exp, ttl, status_list: list } = payloadOf(text) as Payload;
    expect({ iss, sub }).to.deep.equal({
      iss: `${BASE}/departments/${region.department('public-security')}`,
      sub: uri,
    });
    expect({ ttl, life: exp - iat }).to.deep.equal({ ttl: trustedPoint.maxAgeSeconds, life: 2 * ttl });
    expect(iat).to.be.within(clock.now() - ttl / 2, clock.now());
    // Nearly nothing but zeros: a list of 131,072 places is small.
    expect(decodeBase64url(list.lst).length).to.be.lessThan(LIST_ENTRIES / 4 / 100);
  });

  it('say what the chain says, change by change', async () => {
    const [first, second, third, fourth] = permits as [IssuedPermit, IssuedPermit, IssuedPermit, IssuedPermit];
    expect(await listed(first)).to.equal(0);
    await change(first, { action: 'suspend', reason: 'under-investigation' });
    expect(await listed(first)).to.equal(2);
    await change(first, { action: 'reinstate', reason: 'investigation-closed' });
    expect(await listed(first)).to.equal(0);
    await change(second, { action: 'revoke', reason: 'issued-in-error' });
    await change(third, { action: 'suspend', reason: 'under-investigation' });
    expect(await Promise.all([first, second, third, fourth].map(listed))).to.deep.equal([0, 1, 2, 0]);
    const verdicts = await Promise.all([first, second, third, fourth].map((one) => verdictOf(region, one.certificate)));
    expect(verdicts.map(({ code }) => code)).to.deep.equal([
      'policy.satisfied',
      'status.revoked',
      'status.suspended',
      'policy.satisfied',
    ]);
  });

  it('are kept for a while by those who ask, and not sent again unchanged', async () => {
    const { uri } = entryOf(permits[0] as IssuedPermit);
    const first = await fetchList(uri);
    const etag = first.headers.get('etag') as string;
    expect(first.headers.get('cache-control')).to.match(/^public, max-age=(?:[0-9]|[1-4][0-9]|50)$/);
    expect(first.headers.get('access-control-allow-origin')).to.equal('*');
    const again = await fetchList(uri, { 'if-none-match': `"other", W/${etag}` });
    expect({ status: again.status, text: again.text, etag: again.headers.get('etag') }).to.deep.equal({
      status: 304,
      text: '',
      etag,
    });
    expect((await fetchList(uri, { 'if-none-match': '"other"' })).status).to.equal(200);
    expect((await region.call(uri.slice(BASE.length), { method: 'HEAD' })).headers.get('etag')).to.equal(etag);
  });

  it('are not there for other departments, types or ranges', async () => {
    const { uri } = entryOf(permits[0] as IssuedPermit);
    const [department, other] = [region.department('public-security'), region.department('health')];
    for (const path of [
      uri.replace(/0$/, '1'),
      uri.replace(/0$/, '999999999'),
      uri.replace('residence-permit', 'no-such-type'),
      uri.replace('/1/0', '/2/0'),
      uri.replace(department, other),
      uri.replace(department, '11370500999999999X'),
    ]) {
      const { status, json } = await fetchList(path);
      expect({ path, status, code: json['code'] }).to.deep.equal({ path, status: 404, code: 'status.listUnknown' });
    }
    expect((await fetchList(uri.replace(/0$/, '00'))).status).to.equal(400);
  });

  it('know after a restart what they knew, and are made by nobody’s memory', async () => {
    await region.stopService();
    await region.startService();
    expect(await Promise.all(permits.map(listed))).to.deep.equal([0, 1, 2, 0]);
    const later = await issuePermit(region, 5);
    expect(permits.map((permit) => entryOf(permit).idx)).not.to.include(entryOf(later).idx);
    expect(await listed(later)).to.equal(0);
  });

  it('outlive a chain that does not answer until they are too old to count, and then say so', async () => {
    const { uri } = entryOf(permits[0] as IssuedPermit);
    const { text } = await fetchList(uri);
    await region.stopAttesters();
    offset = 120;
    const kept = await fetchList(uri);
    expect([kept.status, kept.text]).to.deep.equal([200, text]);
    expect(kept.headers.get('cache-control')).to.equal('public, max-age=0');
    offset = 301;
    const gone = await fetchList(uri);
    expect([gone.status, gone.json['code']]).to.deep.equal([503, 'chain.unreachable']);
    expect(gone.headers.get('retry-after')).to.match(/^[0-9]+$/);
  });
});
