import { expect } from 'chai';
import { issuePermit, newKey, permitOffice, until } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { lyingProxy } from '../../support/lying-proxy.ts';
import type { LyingProxy } from '../../support/lying-proxy.ts';
import { twoRegions } from '../../support/region.ts';

type Notice = {
  case: string;
  licence: string;
  action: string;
  from: string;
  to: string;
  reason: string;
  height: number;
};

describe('a window that relied on another city’s certificate', function () {
  this.timeout(60_000);
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let office: string;
  let clerk: string;
  let node: LyingProxy;
  const watching = () => {
    const { attestersUrl, url } = cities.dongying;
    return { args: ['--partner', `dongying=${node.url},${attestersUrl},${url}`, '--partner-watch-seconds', '1'] };
  };

  before(async () => {
    cities = await twoRegions();
    const { dongying, jinan } = cities;
    node = await lyingProxy(dongying.chainUrl);
    await jinan.stopService();
    await jinan.startService(watching());
    office = (await permitOffice(cities.dongying)).token;
    clerk = await cities.jinan.token('clerk');
  });
  after(async () => {
    const reports = [...cities.dongying.reports, ...cities.jinan.reports];
    await node.close();
    await cities.close();
    expect(reports).to.deep.equal([]);
  });

  const rely = ({ certificate }: IssuedPermit, matter: string) =>
    cities.jinan.call('/v1/verifications', { token: clerk, body: { artefact: certificate, case: matter } });
  const change = async ({ id }: IssuedPermit, action: string, reason: string) => {
    const order = { token: office, headers: newKey(), body: { action, reason } };
    const reply = await cities.dongying.call(`/v1/certificates/${id}/status-changes`, order);
    expect(reply.status, reply.text).to.equal(201);
    return reply.json['height'] as number;
  };
  const told = async (matter: string): Promise<Notice[]> => {
    const { json } = await cities.jinan.call('/v1/notices', { token: clerk });
    return (json['notices'] as Notice[]).filter((notice) => notice.case === matter);
  };
  const toldOf = async (matter: string, count: number) => {
    await until(async () => (await told(matter)).length === count, `notice ${count} of ${matter}`);
    return (await told(matter)).at(-1) as Notice;
  };

  it('is told in its own city what the issuing city’s chain proves, change by change, and nobody else is', async () => {
    const [one, other] = [await issuePermit(cities.dongying, 1), await issuePermit(cities.dongying, 2)];
    const { json } = await rely(one, 'CASE-1');
    expect(json).to.include({ verdict: 'valid' }).and.to.have.property('reliance');
    await rely(other, 'CASE-2');

    const height = await change(one, 'suspend', 'under-investigation');
    const suspended = await toldOf('CASE-1', 1);
    const because = { licence: one.licence, reason: 'partner-region' };
    expect(suspended).to.include({ ...because, action: 'suspend', from: 'valid', to: 'suspended' });
    expect(suspended.height).to.be.at.least(height);
    await change(one, 'reinstate', 'investigation-closed');
    expect(await toldOf('CASE-1', 2)).to.include({ ...because, action: 'reinstate', from: 'suspended', to: 'valid' });
    await change(one, 'revoke', 'issued-in-error');
    expect(await toldOf('CASE-1', 3)).to.include({ ...because, action: 'revoke', to: 'revoked' });
    expect(await told('CASE-2')).to.deep.equal([]);
    const { json: theirs } = await cities.dongying.call('/v1/notices', {
      token: await cities.dongying.token('partner'),
    });
    expect(theirs['notices']).to.deep.equal([]);
  });

  it('is told after its service was away what changed meanwhile', async () => {
    const one = await issuePermit(cities.dongying, 3);
    await rely(one, 'CASE-3');
    await cities.jinan.stopService();
    await change(one, 'suspend', 'device-lost');
    await cities.jinan.startService(watching());
    expect(await toldOf('CASE-3', 1)).to.include({ to: 'suspended', licence: one.licence });
  });

  it('is told no lies of that city’s node, and the truth when it is told again', async () => {
    const one = await issuePermit(cities.dongying, 4);
    await rely(one, 'CASE-4');
    // Every status word: revoked, sixty-four times.
    const revoked = `0x${'55'.repeat(32)}`;
    let lies = 0;
    node.lie = (answer) => {
      const text = JSON.stringify(answer).replaceAll(/"value":"0x[0-9a-f]*"/g, `"value":"${revoked}"`);
      if (text.includes(revoked)) lies += 1;
      return JSON.parse(text) as unknown;
    };
    await until(() => lies > 2, 'some lies');
    expect(await told('CASE-4')).to.deep.equal([]);
    node.lie = undefined;
    await change(one, 'suspend', 'device-lost');
    expect(await toldOf('CASE-4', 1)).to.include({ from: 'valid', to: 'suspended' });
  });
});
