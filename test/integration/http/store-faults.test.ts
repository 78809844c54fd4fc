import { expect } from 'chai';
import { createStore } from '../../../service/adapters/level/store.ts';
import { issuePermit, newKey, permitOffice, permitRequest, until, verdictOf } from '../../support/issue.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';
import { startRegion } from '../../support/region.ts';

describe('a store whose disk is full or turns read-only while the service runs', () => {
  const disk = createMemoryDisk();
  let region: Awaited<ReturnType<typeof startRegion>>;
  before(async () => {
    region = await startRegion('dongying', { openStore: (_folder, clock) => createStore(disk, clock) });
  });
  after(async () => {
    disk.fault = 'none';
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });
  afterEach(() => {
    disk.fault = 'none';
  });

  for (const [place, fault] of (['full', 'readOnly'] as const).entries()) {
    it(`${fault}: refuses work with 503 and what to do, goes on verifying, loses nothing`, async () => {
      const permit = await issuePermit(region, place * 10 + 1);
      const { token } = await permitOffice(region);
      const headers = newKey();
      const issue = () => region.call('/v1/certificates', { token, headers, body: permitRequest(place * 10 + 2) });

      expect((await region.call('/health')).status).to.equal(200);
      disk.fault = fault;
      const refused = await issue();
      expect({ status: refused.status, code: refused.json.code }).to.deep.equal({
        status: 503,
        code: 'store.unavailable',
      });
      expect(Number(refused.headers.get('retry-after'))).to.be.greaterThan(0);
      expect((refused.json.next as { zh: string }).zh).to.contain('磁盘');
      const change = await region.call(`/v1/certificates/${permit.id}/status-changes`, {
        token,
        headers: newKey(),
        body: { action: 'revoke', reason: 'issued-in-error' },
      });
      expect(change.json.code).to.equal('store.unavailable');

      expect((await verdictOf(region, permit.certificate)).verdict).to.equal('valid');
      // The store opens its files anew before it believes them again, so until then reading waits, too: never a wrong answer.
      const read = await region.call(`/v1/certificates/${permit.id}`, { token });
      expect(read.json.code).to.equal('store.unavailable');
      await until(async () => (await region.call('/health')).status === 503, 'health to notice');
      expect((await region.call('/health')).json.status).to.equal('degraded');

      disk.fault = 'none';
      await until(async () => (await region.call('/health')).status === 200, 'health to recover by itself');
      expect((await region.call(`/v1/certificates/${permit.id}`, { token })).json.status).to.equal('valid');
      const done = await issue();
      expect(done.status, done.text).to.equal(201);
      expect((await verdictOf(region, done.json.certificate as string)).verdict).to.equal('valid');
    });
  }

  it('finishes what was accepted before the disk was full once there is room again', async () => {
    const { token } = await permitOffice(region);
    const pending = region.call('/v1/certificates', { token, headers: newKey(), body: permitRequest(30) });
    await until(async () => {
      const log = await region.services.listEvents(0, 1000);
      return log.events.filter(({ type }) => type === 'certificate.accepted').length === 5;
    }, 'acceptance');
    disk.fault = 'full';
    await new Promise((resolve) => setTimeout(resolve, 1500));
    disk.fault = 'none';
    const { status, json } = await pending;
    expect(status).to.equal(201);
    expect((await verdictOf(region, json.certificate as string)).verdict).to.equal('valid');
  });
});
