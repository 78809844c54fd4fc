import { expect } from 'chai';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { acceptInstance, MAX_INSTANCES } from '../../../service/app/issuing/accept-instance.ts';
import { readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import { certificateKey } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { auditIssuing, auditText } from '../../support/issuing/audit.ts';
import { createHolder } from '../../support/issuing/holder.ts';
import { testRegion } from '../../support/issuing/test-region.ts';

import { NOW, openIssuing, WAIT } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';

describe('Issuing to a holder’s key', () => {
  let city: Issuing;
  beforeEach(async () => {
    city = await openIssuing();
  });
  afterEach(() => city.close());

  describe('an instance for a holder’s key', () => {
    it('has a leaf of its own, the key in cnf, and the licence of the first', async () => {
      const id = await city.issue();
      const holder = createHolder();
      const { instance } = await city.bind(id, 'bind-0001', holder);
      const made = await whenIssued(city.deps, id, WAIT, instance);
      const payload = auditText(city.deps, city.chain, city.signer(), made.certificate ?? '');
      expect(payload['cnf']).to.deep.equal({ jwk: holder.jwk });
      const view = await readCertificate(city.deps, id, { role: 'auditor' });
      expect(payload['licence']).to.equal(view.licence);
      expect(view.instances.map((one) => one.instance))
        .to.include(instance)
        .and.have.length(2);
      expect(await auditIssuing(city.deps, city.chain, () => city.signer())).to.equal(2);
    });

    it('of a suspended licence is suspended on chain before anybody holds it', async () => {
      const id = await city.issue();
      await city.change(id, { action: 'suspend', reason: 'device-lost' });
      const { instance } = await city.bind(id, 'bind-0001');
      const made = await whenIssued(city.deps, id, WAIT, instance);
      expect(city.chain.status(made.anchor?.id ?? '', made.anchor?.index ?? -1)).to.equal(2);
      const log: string[] = [];
      for await (const [, event] of city.deps.store.range<LoggedEvent>([tables.events])) log.push(event.type);
      expect(log.indexOf('instance.statusCarried')).to.be.lessThan(log.lastIndexOf('certificate.issued'));
      await city.change(id, { action: 'reinstate', reason: 'dispute-settled' });
      expect(city.chain.status(made.anchor?.id ?? '', made.anchor?.index ?? -1)).to.equal(0);
    });

    const wrong: [string, object, object][] = [
      ['another algorithm', { alg: 'none' }, {}],
      ['another typ', { typ: 'JWT' }, {}],
      ['another key in its header', { jwk: createHolder().jwk }, {}],
      ['no key in its header', { jwk: null }, {}],
      ['another region', {}, { aud: 'https://jinan.example' }],
      ['no audience', {}, { aud: undefined }],
      ['another certificate', {}, { certificate: 'x' }],
      ['an old time', {}, { iat: NOW - 301 }],
      ['a time to come', {}, { iat: NOW + 61 }],
      ['no time', {}, { iat: 'now' }],
    ];
    for (const [what, header, payload] of wrong) {
      it(`is refused when the proof has ${what}`, async () => {
        const id = await city.issue();
        const refused = city.bind(id, 'bind-0001', createHolder(), header, payload);
        expect(await codeOf(refused)).to.equal('certificate.holderProof');
      });
    }

    it('is refused when the proof is signed by another key, or is no JWT', async () => {
      const id = await city.issue();
      const { person } = await city.rowOf(id);
      const holder = createHolder();
      const about = { aud: testRegion.base, certificate: id, iat: NOW };
      const forged = createHolder().proof(about, { jwk: holder.jwk });
      for (const proof of [
        forged,
        '',
        'a.b',
        'a.b.c',
        `${holder.proof(about)}.x`,
        `${holder.proof(about).slice(0, -2)}`,
      ]) {
        const body = { jwk: holder.jwk, proof };
        const refused = acceptInstance(city.deps, { certificate: id, person, idempotencyKey: 'bind-0001', body });
        expect(await codeOf(refused), proof).to.equal('certificate.holderProof');
      }
    });

    it('is refused to others, for final licences, and beyond the limit', async () => {
      const id = await city.issue();
      const { person } = await city.rowOf(id);
      const body = { jwk: createHolder().jwk, proof: '' };
      const stranger = acceptInstance(city.deps, { certificate: id, person: 'other', idempotencyKey: 'k', body });
      expect(await codeOf(stranger)).to.equal('certificate.unknown');
      const full = { ...(await city.rowOf(id)), instances: Array.from({ length: MAX_INSTANCES }, () => id) };
      const real = await city.rowOf(id);
      await city.deps.store.commit({ put: [[certificateKey(id), full]] });
      expect(await codeOf(city.bind(id, 'bind-0001'))).to.equal('certificate.instanceLimit');
      await city.deps.store.commit({ put: [[certificateKey(id), real]] });
      await city.change(id, { action: 'revoke', reason: 'device-lost' });
      expect(await codeOf(city.bind(id, 'bind-0001'))).to.equal('certificate.final');
      expect(person).to.be.a('string');
    });
  });
});
