import { expect } from 'chai';
import { newHolderKey } from '../../support/holder-key.ts';
import { issuePermit, newKey, permitOffice, permitRequest, personOf, verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const base = 'https://dongying.example';

describe('certificates over HTTP', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let office: { department: string; token: string };
  before(async () => {
    region = await startRegion();
    office = await permitOffice(region);
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const issue = (body: unknown, headers = newKey(), token = office.token) =>
    region.call('/v1/certificates', { token, headers, body });
  const change = (id: string, body: unknown, headers = newKey(), token = office.token) =>
    region.call(`/v1/certificates/${id}/status-changes`, { token, headers, body });
  const read = (id: string, token: string) => region.call(`/v1/certificates/${id}`, { token });

  describe('issuing', () => {
    it('gives the finished certificate, which verifies, and the same one to the same request', async () => {
      const headers = newKey();
      const first = await issue(permitRequest(1), headers);
      expect(first.status).to.equal(201);
      expect(first.json).to.include({ state: 'issued' });
      expect(first.json.licence).to.match(/^1\.2\.156\.3005\.2\./);
      expect((await verdictOf(region, first.json.certificate as string)).verdict).to.equal('valid');
      const again = await issue(permitRequest(1), headers);
      expect(again.status).to.equal(201);
      expect(again.json).to.deep.equal(first.json);
    });

    it('is idempotency.mismatch with the same key and another body', async () => {
      const headers = newKey();
      await issue(permitRequest(2), headers);
      const { status, json } = await issue(permitRequest(3), headers);
      expect({ status, code: json.code }).to.deep.equal({ status: 409, code: 'idempotency.mismatch' });
    });

    it('gives requests of the same second one batch', async () => {
      const replies = await Promise.all([4, 5, 6, 7].map((n) => issue(permitRequest(n))));
      const anchors = replies.map(({ json }) => json.anchor as { id: string; size: number });
      expect(new Set(anchors.map(({ id }) => id)).size).to.equal(1);
      expect(anchors[0]?.size).to.equal(4);
    });

    it('refuses what cannot be issued, by code', async () => {
      const good = permitRequest(8);
      const cases: [unknown, number, string][] = [
        [{ ...good, type: 'passport-of-atlantis' }, 422, 'certificate.typeUnknown'],
        [{ ...good, type: 'marriage-certificate' }, 403, 'certificate.notInCharge'],
        [{ ...good, subject: { idType: 'citizen-id', number: '990000198001010013' } }, 422, 'subject.invalid'],
        [{ ...good, subject: { idType: 'library-card', number: '1' } }, 400, 'request.invalid'],
        [{ ...good, claims: { ...good.claims, sex: 'unknown' } }, 422, 'certificate.claimsInvalid'],
        [{ ...good, claims: { ...good.claims, photo: 'x' } }, 422, 'certificate.claimsInvalid'],
        [{ ...good, validFrom: 1_900_000_000, validUntil: 1_800_000_000 }, 422, 'certificate.validityInvalid'],
        [{ ...good, validFrom: 'tomorrow' }, 400, 'request.invalid'],
      ];
      for (const [body, status, code] of cases) {
        const reply = await issue(body);
        expect({ status: reply.status, code: reply.json.code }).to.deep.equal({ status, code });
      }
      const claims = await issue({ ...good, claims: { ...good.claims, sex: 'unknown' } });
      expect((claims.json.errors as { path: string }[])[0]?.path).to.contain('sex');
      expect(claims.text).not.to.contain(good.subject.number);
    });

    it('answers 202 with a Location when it does not wait, and issues it all the same', async () => {
      await region.stopService();
      await region.startService({ args: ['--issue-wait-seconds', '0'] });
      const { status, json, headers } = await issue(permitRequest(9));
      expect(status).to.equal(202);
      expect(json).to.deep.equal({ id: json.id, state: 'accepted' });
      const location = headers.get('location') as string;
      expect(location).to.equal(`/v1/certificates/${json.id as string}`);
      await region.stopService();
      await region.startService();
      for (let tries = 0; tries < 60; tries += 1) {
        if ((await region.call(location, { token: office.token })).json.state === 'issued') return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect.fail('never issued');
    });
  });

  describe('reading', () => {
    it('shows text to its department and holder, state without text to auditors, nothing to others', async () => {
      const permit = await issuePermit(region, 10);
      const other = await issuePermit(region, 11);
      const holder = await region.token('citizen', { person: permit.person });
      const stranger = await region.token('citizen', { person: other.person });
      const anotherOffice = await region.token('department', { department: region.department('civil-affairs') });
      const auditor = await region.token('auditor');

      for (const token of [office.token, holder]) {
        const { status, json } = await read(permit.id, token);
        expect(status).to.equal(200);
        expect(json).to.include({ state: 'issued', status: 'valid', certificate: permit.certificate });
      }
      const audited = await read(permit.id, auditor);
      expect(audited.json).to.include({ state: 'issued', licence: permit.licence });
      expect(audited.text).not.to.contain(permit.certificate.slice(0, 40));
      for (const token of [stranger, anotherOffice]) {
        const { status, json } = await read(permit.id, token);
        expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'certificate.unknown' });
      }
      const none = await read('0193d000-0000-7000-8000-000000000000', office.token);
      expect(none.json.code).to.equal('certificate.unknown');
      expect((await read('not-a-uuid', office.token)).json.code).to.equal('request.invalid');
    });
  });

  describe('instances', () => {
    it('are issued to the holder’s key and verify as the licence does', async () => {
      const permit = await issuePermit(region, 12);
      const token = await region.token('citizen', { person: permit.person });
      const key = await newHolderKey();
      const headers = newKey();
      const body = await key.request(base, permit.id);
      const ask = () => region.call(`/v1/certificates/${permit.id}/instances`, { token, headers, body });
      const { status, json } = await ask();
      expect(status).to.equal(201);
      expect(json.certificate).to.be.a('string').and.not.equal(permit.certificate);
      expect((await verdictOf(region, json.certificate as string)).verdict).to.equal('valid');
      expect((await ask()).json).to.deep.equal(json);
      const { instances } = (await read(permit.id, office.token)).json as { instances: unknown[] };
      expect(instances).to.have.length(2);
    });

    it('are refused to anyone else, without possession of the key, and after revocation', async () => {
      const permit = await issuePermit(region, 13);
      const other = await issuePermit(region, 14);
      const key = await newHolderKey();
      const token = await region.token('citizen', { person: permit.person });
      const ask = async (as: string, changed = {}) => {
        const body = await key.request(base, permit.id, changed);
        const { json } = await region.call(`/v1/certificates/${permit.id}/instances`, {
          token: as,
          headers: newKey(),
          body,
        });
        return json.code;
      };
      expect(await ask(await region.token('citizen', { person: other.person }))).to.equal('certificate.unknown');
      expect(await ask(token, { aud: 'https://jinan.example' })).to.equal('certificate.holderProof');
      expect(await ask(token, { iat: 1_600_000_000 })).to.equal('certificate.holderProof');
      await change(permit.id, { action: 'revoke', reason: 'holder-request' });
      expect(await ask(token)).to.equal('certificate.final');
    });
  });

  describe('status changes', () => {
    it('are final when answered 201, and what verifiers see', async () => {
      const { id, certificate } = await issuePermit(region, 15);
      const steps = [
        ['suspend', 'holder-request', 'suspended', 'status.suspended'],
        ['reinstate', 'holder-request', 'valid', 'policy.satisfied'],
        ['revoke', 'issued-in-error', 'revoked', 'status.revoked'],
      ] as const;
      for (const [action, reason, status, code] of steps) {
        const reply = await change(id, { action, reason });
        expect(reply.status, reply.text).to.equal(201);
        expect(reply.json).to.deep.include({ id, status });
        expect((await verdictOf(region, certificate)).code).to.equal(code);
      }
    });

    it('belong to the case of the token, or to the one that the order names', async () => {
      const { id } = await issuePermit(region, 18);
      const { department } = await permitOffice(region);
      const caller = { role: 'department', subject: 'clerk-7', department, case: 'CASE-OF-TOKEN' } as const;
      const now = Math.floor(Date.now() / 1000);
      const { token } = await region.services.tokens.issue(caller, 600, now);
      const order = (body: Record<string, string>) =>
        region.call(`/v1/certificates/${id}/status-changes`, { token, headers: newKey(), body });
      expect((await order({ action: 'suspend', reason: 'device-lost' })).status).to.equal(201);
      const named = { action: 'reinstate', reason: 'dispute-settled', case: 'CASE-NAMED' };
      expect((await order(named)).status).to.equal(201);
      const { json } = await region.call('/v1/events?limit=1000', { token: await region.token('auditor') });
      const events = json['events'] as { type: string; case?: string; facts: Record<string, unknown> }[];
      const changed = events.filter(({ type, facts }) => type === 'status.changed' && facts['certificate'] === id);
      expect(changed.map((event) => event.case)).to.deep.equal(['CASE-OF-TOKEN', 'CASE-NAMED']);
    });

    it('replace a licence by another of the same person', async () => {
      const old = await issuePermit(region, 16);
      const replacement = (await issue(permitRequest(16))).json.id as string;
      const body = { action: 'supersede', reason: 'renewed', replacement };
      const reasons = (
        (await region.call('/v1/types')).json.statusReasons as { code: string; actions: string[] }[]
      ).filter(({ actions }) => actions.includes('supersede'));
      const reply = await change(old.id, { ...body, reason: reasons[0]?.code });
      expect(reply.status, reply.text).to.equal(201);
      expect((await read(old.id, office.token)).json).to.include({ status: 'superseded', supersededBy: replacement });
      expect((await verdictOf(region, old.certificate)).code).to.equal('status.superseded');
    });

    it('are refused when illegal, by code, and the same request gives the same answer', async () => {
      const { id } = await issuePermit(region, 17);
      const headers = newKey();
      const revoke = { action: 'revoke', reason: 'issued-in-error' };
      const first = await change(id, revoke, headers);
      expect((await change(id, revoke, headers)).json).to.deep.equal(first.json);
      const foreign = await region.token('department', { department: region.department('civil-affairs') });
      const codes = [
        (await change(id, { action: 'reinstate', reason: 'holder-request' })).json.code,
        (await change(id, { action: 'revoke', reason: 'bad-mood' })).json.code,
        (await change(id, { action: 'supersede', reason: 'holder-request' })).json.code,
        (await change(id, revoke, newKey(), foreign)).json.code,
        (await change(id, { action: 'explode', reason: 'x' })).json.code,
      ];
      expect(codes).to.deep.equal([
        'status.transition',
        'status.reasonUnknown',
        'status.reasonUnknown',
        'certificate.unknown',
        'request.invalid',
      ]);
    });
  });

  it('knows a person by one id, however often they are met', async () => {
    const first = await issuePermit(region, 18);
    await issue(permitRequest(18));
    expect(await personOf(region, 18)).to.equal(first.person);
  });
});
