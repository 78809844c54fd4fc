import { expect } from 'chai';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { parseLicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { certificateLeaf } from '../../../service/proof/certificate.ts';
import { readArtefact } from '../../../service/verify/index.ts';
import { issuePermit, newKey, permitOffice, permitRequest, until, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';
import { webhookReceiver } from '../../support/webhook.ts';

const leafOf = (text: string): string => {
  const artefact = readArtefact(text);
  if (artefact.kind !== 'certificate') throw new Error('no certificate');
  return bytesToHex(certificateLeaf(nodeSha256, artefact.payload));
};

type Notice = {
  id: string;
  case: string;
  reliance: string;
  licence: string;
  to: string;
  reason: string;
  supersededBy?: string;
  delivery?: { state: string; attempts: number; trouble?: string };
};

describe('those who relied on a certificate', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
  let office: string;
  let clerk: string;
  let partner: string;
  let serial = 0;

  before(async () => {
    // Three seconds: on a busy machine the service must be stopped before the second and last attempt.
    region = await startRegion('dongying', { args: ['--webhook-retry-seconds', '3', '--webhook-attempts', '2'] });
    receiver = await webhookReceiver();
    office = (await permitOffice(region)).token;
    clerk = await region.token('clerk');
    partner = await region.token('partner');
  });
  after(async () => {
    await region.close();
    await receiver.close();
    expect(region.reports).to.deep.equal([]);
  });

  const permit = () => issuePermit(region, ++serial);
  const rely = (token: string | undefined, artefact: string, matter: string) =>
    region.call('/v1/verifications', {
      body: { artefact, case: matter },
      ...(token === undefined ? {} : { token }),
    });
  const change = async ({ id }: IssuedPermit, body: Record<string, string>) => {
    const reply = await region.call(`/v1/certificates/${id}/status-changes`, {
      token: office,
      headers: newKey(),
      body,
    });
    expect(reply.status, reply.text).to.equal(201);
  };
  const suspend = (one: IssuedPermit) => change(one, { action: 'suspend', reason: 'under-investigation' });
  const inbox = async (token: string, query = ''): Promise<Notice[]> =>
    (await region.call(`/v1/notices${query}`, { token })).json['notices'] as Notice[];
  const noticeOf = async (token: string, matter: string, ready: (notice: Notice) => boolean = () => true) => {
    const find = async () => (await inbox(token)).find((notice) => notice.case === matter && ready(notice));
    await until(async () => (await find()) !== undefined, `a notice of ${matter}`);
    return (await find()) as Notice;
  };
  const webhook = (token: string, url: string | null) =>
    region.call('/v1/webhook', { method: 'PUT', token, body: { url } });

  describe('are known by a case and a token', () => {
    it('given with a verification; the same case is one reliance', async () => {
      const { certificate } = await permit();
      const first = await rely(clerk, certificate, 'CASE-A');
      const again = await rely(clerk, certificate, 'CASE-A');
      expect(first.json).to.include({ verdict: 'valid' });
      expect(first.json['reliance'])
        .to.match(/^[0-9a-f-]{36}$/)
        .and.equal(again.json['reliance']);
      const others = await Promise.all([rely(clerk, certificate, 'CASE-B'), rely(partner, certificate, 'CASE-A')]);
      const all = [first, ...others].map(({ json }) => json['reliance']);
      expect(new Set(all).size).to.equal(3);
    });

    it('and by nothing else: no token, another role, no case, nothing valid', async () => {
      const one = await permit();
      expect((await rely(undefined, one.certificate, 'CASE-C')).json['code']).to.equal('auth.missing');
      expect((await rely('no.such.token', one.certificate, 'CASE-C')).json['code']).to.equal('auth.invalid');
      const citizen = await region.token('citizen', { person: one.person });
      expect((await rely(citizen, one.certificate, 'CASE-C')).json['code']).to.equal('auth.role');
      const without = await region.call('/v1/verifications', { token: clerk, body: { artefact: one.certificate } });
      expect(without.json).to.include({ verdict: 'valid' }).and.not.have.property('reliance');
      await suspend(one);
      const late = await rely(clerk, one.certificate, 'CASE-C');
      expect(late.json).to.include({ verdict: 'invalid' }).and.not.have.property('reliance');
      expect((await rely(clerk, 'nothing', 'CASE-C')).json).to.not.have.property('reliance');
      expect((await inbox(clerk)).filter((notice) => notice.case === 'CASE-C')).to.deep.equal([]);
    });
  });

  it('find in their inbox what changed, each their own, page by page', async () => {
    const one = await permit();
    await rely(clerk, one.certificate, 'CASE-D');
    await rely(partner, one.certificate, 'CASE-E');
    await suspend(one);
    const told = await noticeOf(clerk, 'CASE-D');
    expect(told).to.include({ licence: one.licence, to: 'suspended', reason: 'under-investigation' });
    expect(told).not.to.have.property('delivery');
    expect((await inbox(clerk)).map((notice) => notice.case)).not.to.include('CASE-E');
    await noticeOf(partner, 'CASE-E');
    await change(one, { action: 'reinstate', reason: 'investigation-closed' });
    await until(async () => (await inbox(clerk, `?after=${told.id}`)).length === 1, 'the second notice');
    const all = await inbox(clerk);
    expect(await inbox(clerk, `?after=${told.id}`)).to.deep.equal(
      all.slice(all.findIndex(({ id }) => id === told.id) + 1),
    );
    expect(await inbox(clerk, '?limit=1')).to.deep.equal(all.slice(0, 1));
    expect(all.at(-1)).to.include({ to: 'valid', case: 'CASE-D' });
  });

  it('page through it newest first, and mark how far they have seen it', async () => {
    const one = await permit();
    for (const matter of ['CASE-S1', 'CASE-S2', 'CASE-S3']) await rely(clerk, one.certificate, matter);
    await suspend(one);
    await noticeOf(clerk, 'CASE-S3');
    const all = await inbox(clerk, '?limit=1000');
    const newest = await inbox(clerk, '?order=newest&limit=2');
    const next = await inbox(clerk, `?order=newest&limit=1&after=${newest[1]?.id}`);
    expect([...newest, ...next]).to.deep.equal(all.slice(-3).reverse());

    const mark = (through: string | undefined, token = clerk) =>
      region.call('/v1/notices/seen', { method: 'PUT', token, body: { through } });
    const seen = async (token: string) => (await region.call('/v1/notices?limit=1', { token })).json['seen'];
    expect(await seen(partner)).to.equal(null);
    expect((await mark(newest[1]?.id)).status).to.equal(204);
    expect([await seen(clerk), await seen(partner)]).to.deep.equal([newest[1]?.id, null]);
    expect((await mark(newest[1]?.id, partner)).json['code']).to.equal('notice.unknown');
  });

  it('are told in the order of the changes, however quickly they come, and miss none page by page', async () => {
    const one = await permit();
    await rely(clerk, one.certificate, 'CASE-Q');
    const changes = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? 'suspended' : 'valid'));
    for (const to of changes) {
      await (to === 'suspended' ? suspend(one) : change(one, { action: 'reinstate', reason: 'investigation-closed' }));
    }
    const ofCase = async (query = '') => (await inbox(clerk, query)).filter((notice) => notice.case === 'CASE-Q');
    await until(async () => (await ofCase()).length === changes.length, 'all notices');
    const told = await ofCase();
    expect(told.map(({ to }) => to)).to.deep.equal(changes);
    expect(await ofCase(`?after=${told[2]?.id}`)).to.deep.equal(told.slice(3));
  });

  it('are told of the new one when a copy is superseded, as is whoever verifies the old copy', async () => {
    const [old, renewed] = [await issuePermit(region, 50), await issuePermit(region, 50)];
    await rely(clerk, old.certificate, 'CASE-F');
    expect((await verdictOf(region, old.certificate)).reply.json).not.to.have.property('supersededBy');
    // Who verifies by themselves asks by the leaf, which nobody can guess.
    const leaf = leafOf(old.certificate);
    const replacing = async () => (await region.call(`/v1/supersessions/${leaf}`)).json['supersededBy'];
    expect(await replacing()).to.equal(null);
    await change(old, { action: 'supersede', reason: 'corrected', replacement: renewed.id });
    expect(await noticeOf(clerk, 'CASE-F')).to.include({ to: 'superseded', supersededBy: renewed.licence });
    const { code, reply } = await verdictOf(region, old.certificate);
    expect([code, reply.json['supersededBy']]).to.deep.equal(['status.superseded', renewed.licence]);
    expect(await replacing()).to.equal(renewed.licence);
    expect(parseLicenceIdentifier(renewed.licence)).not.to.equal(undefined);
    expect((await verdictOf(region, renewed.certificate)).reply.json).to.include({ verdict: 'valid' });
  });

  it('are told when it is renewed by one request: the same licence in its next version', async () => {
    const old = await issuePermit(region, 51);
    await rely(clerk, old.certificate, 'CASE-R');
    const supersedes = { certificate: old.id, reason: 'renewed' };
    const renewal = { token: office, headers: newKey(), body: { ...permitRequest(51), supersedes } };
    const reply = await region.call('/v1/certificates', renewal);
    expect(reply.status, reply.text).to.equal(201);
    const renewed = reply.json as unknown as IssuedPermit;
    const before = parseLicenceIdentifier(old.licence);
    expect(parseLicenceIdentifier(renewed.licence)).to.deep.equal({ ...before, version: '002' });
    expect(await noticeOf(clerk, 'CASE-R')).to.include({ to: 'superseded', supersededBy: renewed.licence });
    const { code, reply: told } = await verdictOf(region, old.certificate);
    expect([code, told.json['supersededBy']]).to.deep.equal(['status.superseded', renewed.licence]);
    expect((await verdictOf(region, renewed.certificate)).verdict).to.equal('valid');
    expect((await region.call('/v1/certificates', renewal)).json).to.deep.equal(reply.json);
    const again = await region.call('/v1/certificates', { ...renewal, headers: newKey() });
    expect([again.status, again.json['code']]).to.deep.equal([422, 'certificate.predecessorUnusable']);
  });

  it('are pushed a signed event that anybody can check by the published key', async () => {
    expect((await webhook(partner, receiver.url)).status).to.equal(204);
    const one = await permit();
    const { json } = await rely(partner, one.certificate, 'CASE-G');
    await suspend(one);
    const notice = await noticeOf(partner, 'CASE-G', ({ delivery }) => delivery?.state === 'delivered');
    expect(notice.delivery).to.include({ attempts: 1 });
    const { token, contentType } = receiver.pushed.at(-1) as (typeof receiver.pushed)[number];
    expect(contentType).to.equal('application/secevent+jwt');
    const keys = (await region.call('/.well-known/jwks.json')).json as unknown as JSONWebKeySet;
    const verified = await jwtVerify(token, createLocalJWKSet(keys), { typ: 'secevent+jwt', algorithms: ['ES256'] });
    expect(verified.payload).to.include({ iss: 'https://dongying.example', jti: notice.id });
    expect(verified.payload.aud).to.match(/^partner\//);
    const event = (verified.payload['events'] as Record<string, object>)['urn:zhenglian:event:status-changed'];
    expect(event).to.include({ case: 'CASE-G', reliance: json['reliance'], licence: one.licence, to: 'suspended' });
  });

  it('are tried again after a refusal and after a restart, until they take it', async () => {
    await webhook(clerk, receiver.url);
    const one = await permit();
    await rely(clerk, one.certificate, 'CASE-H');
    receiver.status = 503;
    await suspend(one);
    const failed = await noticeOf(clerk, 'CASE-H', ({ delivery }) => delivery?.attempts === 1);
    expect(failed.delivery).to.include({ state: 'pending', trouble: 'status 503' });
    await region.stopService();
    receiver.status = 200;
    await region.startService();
    const done = await noticeOf(clerk, 'CASE-H', ({ delivery }) => delivery?.state === 'delivered');
    expect(done.delivery).to.include({ attempts: 2 });
  });

  it('are given up at last, and operators see it; the inbox has the notice all the same', async () => {
    receiver.status = 302;
    await webhook(clerk, receiver.url);
    const one = await permit();
    await rely(clerk, one.certificate, 'CASE-I');
    await suspend(one);
    const dead = await noticeOf(clerk, 'CASE-I', ({ delivery }) => delivery?.state === 'dead');
    expect(dead.delivery).to.include({ attempts: 2, trouble: 'status 302' });
    const { json } = await region.call('/v1/notice-failures', { token: await region.token('operator') });
    expect((json['notices'] as Notice[]).map(({ id }) => id)).to.deep.equal([dead.id]);
  });

  it('are forgotten after as many days as the region says, and so are their notices', async () => {
    const one = await permit();
    await rely(clerk, one.certificate, 'CASE-OLD');
    expect(await inbox(clerk)).not.to.deep.equal([]);
    await region.stopService();
    const args = ['--use-record-days', '10'];
    await region.startService({ args, clock: { now: () => Math.floor(Date.now() / 1000) + 11 * 86_400 } });
    const later = await region.token('clerk');
    await until(async () => (await inbox(later)).length === 0, 'an empty inbox');
    await region.stopService();
    await region.startService();
    await rely(clerk, one.certificate, 'CASE-YOUNG');
    await suspend(one);
    await noticeOf(clerk, 'CASE-YOUNG');
    expect((await inbox(clerk)).map((notice) => notice.case)).to.deep.equal(['CASE-YOUNG']);
  });

  it('take their webhook back, and give none that cannot be one', async () => {
    expect((await region.call('/v1/webhook', { token: clerk })).json).to.deep.equal({ url: receiver.url });
    expect((await webhook(clerk, null)).status).to.equal(204);
    expect((await region.call('/v1/webhook', { token: clerk })).json).to.deep.equal({ url: null });
    for (const url of [
      'ftp://relier.example',
      'no address',
      'https://user:secret@relier.example',
      'https://r.example/#x',
    ]) {
      const reply = await webhook(clerk, url);
      expect([url, reply.status, reply.json['code']]).to.deep.equal([url, 422, 'webhook.unusable']);
    }
  });
});
