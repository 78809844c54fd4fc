import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { certificateLeaf } from '../../../service/proof/certificate.ts';
import { readArtefact } from '../../../service/verify/index.ts';
import type { CertificateArtefact } from '../../../service/verify/index.ts';
import { issuePermit, newKey, permitOffice, permitRequest, until, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { twoRegions } from '../../support/region.ts';

describe('verification across regions', () => {
  let offset = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + offset };
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let permit: IssuedPermit;
  before(async () => {
    cities = await twoRegions({ clock });
    permit = await issuePermit(cities.dongying, 1);
  });
  after(async () => {
    await cities.close();
    expect([...cities.dongying.reports, ...cities.jinan.reports]).to.deep.equal([]);
  });

  it('gives the same verdict at home and at the partner, from the issuing region’s chain', async () => {
    for (const city of [cities.dongying, cities.jinan]) {
      const { verdict, code, reply } = await verdictOf(city, permit.certificate);
      expect({ verdict, code }).to.deep.equal({ verdict: 'valid', code: 'policy.satisfied' });
      expect(reply.json.region).to.equal('eip155:370500');
      expect(reply.json.evidence).to.include({ chain: 'eip155:370500', development: true });
      expect(reply.json.notices).to.deep.equal(['chain.developmentQuorum']);
      const reasons = reply.json.reasons as { code: string; zh: string; en: string }[];
      expect(reasons.map((reason) => reason.code)).to.deep.equal(['policy.satisfied', 'chain.developmentQuorum']);
      for (const { zh, en } of reasons) expect(zh.length * en.length).to.be.greaterThan(0);
    }
  });

  it('shows the partner a status change as soon as it is final', async () => {
    const { id, certificate } = await issuePermit(cities.dongying, 2);
    expect((await verdictOf(cities.jinan, certificate)).verdict).to.equal('valid');
    const { token } = await permitOffice(cities.dongying);
    const path = `/v1/certificates/${id}/status-changes`;
    const body = { action: 'suspend', reason: 'holder-request' };
    expect((await cities.dongying.call(path, { token, headers: newKey(), body })).status).to.equal(201);
    expect((await verdictOf(cities.jinan, certificate)).code).to.equal('status.suspended');
  });

  it('says what replaced a certificate, by the word of the service that issued it', async () => {
    const [old, next] = [await issuePermit(cities.dongying, 8), await issuePermit(cities.dongying, 8)];
    const { token } = await permitOffice(cities.dongying);
    const body = { action: 'supersede', reason: 'corrected', replacement: next.id };
    await cities.dongying.call(`/v1/certificates/${old.id}/status-changes`, { token, headers: newKey(), body });
    for (const city of [cities.dongying, cities.jinan]) {
      const { code, reply } = await verdictOf(city, old.certificate);
      expect([code, reply.json.supersededBy]).to.deep.equal(['status.superseded', next.licence]);
    }
    const artefact = readArtefact(old.certificate) as CertificateArtefact;
    const leaf = bytesToHex(certificateLeaf(nodePrimitives().sha256, artefact.payload));
    const ask = async (chain: string, of = leaf) =>
      (await cities.jinan.call(`/v1/supersessions/${of}?chain=${chain}`)).json;
    expect(await ask('eip155:370500')).to.deep.equal({ supersededBy: next.licence });
    expect(await ask('eip155:370500', `0x${'00'.repeat(32)}`)).to.deep.equal({ supersededBy: null });
    expect(await ask('eip155:370100')).to.deep.equal({ supersededBy: null });
    expect(await ask('eip155:1')).to.include({ code: 'chain.unknown' });
    await cities.dongying.stopService();
    expect(await ask('eip155:370500')).to.include({ code: 'partner.unreachable' });
    const { code, reply } = await verdictOf(cities.jinan, old.certificate);
    expect([code, reply.json.supersededBy]).to.deep.equal(['status.superseded', undefined]);
    await cities.dongying.startService();
  });

  it('compares a status list that is given with the chain, and says when they differ', async () => {
    const { id, certificate } = await issuePermit(cities.dongying, 7);
    const payload = JSON.parse(Buffer.from(certificate.split('.')[1] as string, 'base64url').toString()) as {
      status: { status_list: { uri: string } };
    };
    const { uri } = payload.status.status_list;
    const { text: statusList } = await cities.dongying.call(uri.slice('https://dongying.example'.length));
    for (const city of [cities.dongying, cities.jinan]) {
      expect((await verdictOf(city, certificate, { statusList })).code).to.equal('policy.satisfied');
    }
    const { token } = await permitOffice(cities.dongying);
    const body = { action: 'suspend', reason: 'under-investigation' };
    await cities.dongying.call(`/v1/certificates/${id}/status-changes`, { token, headers: newKey(), body });
    const { verdict, code, reply } = await verdictOf(cities.jinan, certificate, { statusList });
    expect({ verdict, code }).to.deep.equal({ verdict: 'undetermined', code: 'status.conflict' });
    const status = (reply.json.checks as { check: string; evidence?: object }[]).find(
      ({ check }) => check === 'status',
    );
    expect(status?.evidence).to.include({ onChain: 2, listed: 0 });
    // The list that the region publishes itself has long been made anew.
    expect((await verdictOf(cities.jinan, certificate)).code).to.equal('status.suspended');
    const other = await verdictOf(cities.jinan, permit.certificate, { statusList: 'no list' });
    expect({ code: other.code, notices: other.reply.json.notices }).to.deep.equal({
      code: 'policy.satisfied',
      notices: ['status.listUnusable', 'chain.developmentQuorum'],
    });
  });

  it('gives every artefact a verdict and HTTP 200, whatever it is', async () => {
    const [jwt = '', ...rest] = permit.certificate.split('~');
    const cases: [string, string, string][] = [
      ['', 'undetermined', 'form.unrecognised'],
      ['你好', 'undetermined', 'form.unrecognised'],
      ['{"kind":"something else"}', 'undetermined', 'form.unrecognised'],
      [permit.licence, 'undetermined', 'form.identifierOnly'],
      [permit.certificate.slice(0, 300), 'invalid', 'form.malformed'],
      [[`${jwt.slice(0, -6)}AAAAAA`, ...rest].join('~'), 'invalid', 'key.signatureInvalid'],
    ];
    for (const [artefact, verdict, code] of cases) {
      const answer = await verdictOf(cities.jinan, artefact);
      expect(answer.reply.status, artefact.slice(0, 20)).to.equal(200);
      expect(answer.verdict, `${artefact.slice(0, 20)} ${answer.code}`).to.equal(verdict);
      expect(answer.code).to.equal(code);
    }
  });

  it('refuses a request that is none, and an artefact beyond every size', async () => {
    const { jinan } = cities;
    expect((await jinan.call('/v1/verifications', { body: {} })).json.code).to.equal('request.invalid');
    const tooLong = await jinan.call('/v1/verifications', { body: { artefact: 'x'.repeat(205_000) } });
    expect(tooLong.json.code).to.equal('request.invalid');
    const policy = await jinan.call('/v1/verifications', { body: { artefact: 'x', policy: 'whatever' } });
    expect(policy.json.code).to.equal('request.invalid');
  });

  it('demands the holder where the policy does', async () => {
    const { verdict, code } = await verdictOf(cities.jinan, permit.certificate, { policy: 'presentation' });
    expect({ verdict, code }).to.deep.equal({ verdict: 'undetermined', code: 'holder.missing' });
    const demand = { holder: { audience: 'https://jinan.example/windows', nonce: 'n'.repeat(16) } };
    expect((await verdictOf(cities.jinan, permit.certificate, demand)).code).to.equal('holder.missing');
  });

  it('does not need the issuing region’s service', async () => {
    const fresh = await issuePermit(cities.dongying, 3);
    await cities.dongying.stopService();
    expect((await verdictOf(cities.jinan, fresh.certificate)).verdict).to.equal('valid');
    await cities.dongying.startService();
  });

  describe('when the issuing region’s chain has stopped', () => {
    let unseen: IssuedPermit;
    let seen: IssuedPermit;
    before(async () => {
      // One after the other: certificates of one batch share their slots, so having seen one is having seen both.
      seen = await issuePermit(cities.dongying, 4);
      unseen = await issuePermit(cities.dongying, 5);
      await verdictOf(cities.jinan, seen.certificate);
      await cities.dongying.stopChain();
      await cities.dongying.stopAttesters();
    });

    it('is chain.unreachable, undetermined, within three seconds for what was not seen before', async () => {
      const started = performance.now();
      const { verdict, code } = await verdictOf(cities.jinan, unseen.certificate);
      expect({ verdict, code }).to.deep.equal({ verdict: 'undetermined', code: 'chain.unreachable' });
      expect(performance.now() - started).to.be.lessThan(3000);
    });

    it('still answers for what was seen, until its evidence is too old', async () => {
      const { verdict, reply } = await verdictOf(cities.jinan, seen.certificate);
      expect(verdict).to.equal('valid');
      expect((reply.json.evidence as { ageSeconds: number }).ageSeconds).to.be.lessThan(300);
      offset = 400;
      const later = await verdictOf(cities.jinan, seen.certificate);
      expect({ verdict: later.verdict, code: later.code }).to.deep.equal({
        verdict: 'undetermined',
        code: 'chain.unreachable',
      });
      offset = 0;
    });

    it('never accepts work that cannot be anchored as done: 202, and health says degraded', async () => {
      await cities.dongying.stopService();
      await cities.dongying.startService({ args: ['--issue-wait-seconds', '1'] });
      const { token } = await permitOffice(cities.dongying);
      const reply = await cities.dongying.call('/v1/certificates', {
        token,
        headers: newKey(),
        body: permitRequest(6),
      });
      expect(reply.status).to.equal(202);
      const health = () => cities.dongying.call('/health');
      const { status, json } = await health();
      expect(status).to.equal(503);
      expect(json).to.include({ status: 'starting', chain: null });
      await until(
        async () => ((await health()).json.outbox as { depth: number }).depth === 1,
        'the batch in the outbox',
      );
      const chains = (await cities.jinan.call('/v1/chains')).json.chains as { caip2: string; reachable: boolean }[];
      const reachable = Object.fromEntries(chains.map((chain) => [chain.caip2, chain.reachable]));
      expect(reachable).to.include({ 'eip155:370100': true, 'eip155:370500': false });
    });

    it('keeps the trusted point proven last, so that a start without its chain still knows its partners', async () => {
      const answer = await cities.dongying.call('/v1/trusted-point');
      const partners = answer.json.partners as { caip2: string }[];
      expect(partners.map(({ caip2 }) => caip2)).to.include('eip155:370100');
    });
  });

  describe('when the chain’s address answers nothing at all', () => {
    const servers: Server[] = [];
    after(() => servers.forEach((server) => server.closeAllConnections()));

    it('is chain.unreachable within three seconds all the same', async () => {
      const silent = createServer(() => undefined);
      servers.push(silent);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      await cities.jinan.stopService();
      await cities.jinan.startService({ clock, args: ['--partner', `dongying=${url},${url},${url}`] });
      const started = performance.now();
      expect((await verdictOf(cities.jinan, permit.certificate)).code).to.equal('chain.unreachable');
      expect(performance.now() - started).to.be.lessThan(3000);
      silent.close();
    });
  });
});
