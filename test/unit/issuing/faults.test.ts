import { expect } from 'chai';
import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import { instanceKey } from '../../../service/app/issuing/rows.ts';
import type { InstanceRow } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { auditIssuing, auditText } from '../../support/issuing/audit.ts';
import { orderOf } from '../../support/issuing/city-life.ts';
import { CIVIL, HOUSING, testRegion } from '../../support/issuing/test-region.ts';

import { openIssuing, WAIT } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';

describe('Issuing under faults', () => {
  let city: Issuing;
  beforeEach(async () => {
    city = await openIssuing();
  });
  afterEach(() => city.close());

  describe('what goes wrong', () => {
    it('a request that takes long while others are done takes no serial number back', async () => {
      const signer = city.signer();
      const { certificateChain } = signer;
      const waiting = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      signer.certificateChain = async () => {
        signer.certificateChain = certificateChain;
        waiting.resolve();
        await goOn.promise;
        return certificateChain();
      };
      const slow = city.accept(0, 'slow-0001');
      await waiting.promise;
      const quick = await city.accept(1, 'quick-001');
      goOn.resolve();
      const ids = [await slow, quick];
      await city.dieAndRestart();
      ids.push(await city.accept(2, 'later-001'));
      const licences = await Promise.all(ids.map(async (id) => (await city.rowOf(id)).licence));
      expect(new Set(licences)).to.have.length(3);
    });

    it('a department that is not accredited fails with the contract’s reason; others of its transaction are issued', async () => {
      const vct = `${testRegion.base}/types/loan/1`;
      city.chain.unaccredited.add(bytesToHex(uriId(nodeSha256, vct)));
      const [good, bad] = await Promise.all([
        city.accept(0, 'key-0001'),
        acceptCertificate(city.deps, orderOf(HOUSING, 'loan', 0, 'key-0002')).then(({ id }) => id),
      ]);
      expect(await whenIssued(city.deps, bad, WAIT)).to.include({ state: 'failed', reason: 'NotAccredited' });
      expect((await whenIssued(city.deps, good, WAIT)).state).to.equal('issued');
      const refused = await city.change(bad, { action: 'revoke', reason: 'issued-in-error' });
      expect(refused).to.deep.include({ state: 'refused', refusal: 'notIssued', status: 'valid' });
    });

    it('a row that does not open fails alone, named by its reason', async () => {
      city.chain.faults.unreachable = true;
      const [good, bad] = await Promise.all([city.accept(0, 'key-0001'), city.accept(1, 'key-0002')]);
      const { person } = await city.rowOf(bad);
      await city.deps.store.commit({ del: await city.deps.vault.erase(person) });
      city.chain.faults.unreachable = false;
      expect(await whenIssued(city.deps, bad, WAIT)).to.include({ state: 'failed', reason: 'vault.sealBroken' });
      expect((await whenIssued(city.deps, good, WAIT)).state).to.equal('issued');
      expect(city.service.reported).to.have.length(1);
    });

    it('a signing certificate renewed on the way is committed to anew, and nothing is signed by the wrong one', async () => {
      city.chain.faults.unreachable = true;
      const id = await city.accept();
      await new Promise((resolve) => setTimeout(resolve, 20));
      city.signer().control.renew();
      city.chain.faults.unreachable = false;
      const made = await whenIssued(city.deps, id, WAIT);
      const payload = auditText(city.deps, city.chain, city.signer(), made.certificate ?? '');
      const [own] = await city.signer().certificateChain();
      expect(payload['x5t#S256']).to.equal(Buffer.from(nodeSha256(own as Uint8Array)).toString('base64url'));
      expect(city.chain.anchors().size).to.equal(2);
    });

    it('a stopped signer holds up its department alone', async () => {
      city.chain.faults.unreachable = true;
      const waiting = await city.accept();
      await new Promise((resolve) => setTimeout(resolve, 20));
      city.signer().control.stopped = true;
      city.chain.faults.unreachable = false;
      const civil = await acceptCertificate(city.deps, orderOf(CIVIL, 'marriage', 0, 'key-0001'));
      expect((await whenIssued(city.deps, civil.id, WAIT)).state).to.equal('issued');
      expect((await whenIssued(city.deps, waiting, 30)).state).to.not.equal('issued');
      expect(await codeOf(city.accept(1, 'key-0009'))).to.equal('signer.unavailable');
      city.signer().control.stopped = false;
      expect((await whenIssued(city.deps, waiting, WAIT)).state).to.equal('issued');
    });

    for (const fault of ['full', 'readOnly'] as const) {
      it(`a disk that is ${fault} accepts nothing, loses nothing, and all goes on when it is not`, async () => {
        city.chain.faults.unreachable = true;
        const id = await city.accept();
        city.disk.fault = fault;
        expect(await codeOf(city.accept(1, 'key-0002'))).to.equal('store.unavailable');
        city.chain.faults.unreachable = false;
        await new Promise((resolve) => setTimeout(resolve, 40));
        city.disk.fault = 'none';
        expect((await whenIssued(city.deps, id, WAIT)).state).to.equal('issued');
        const other = await city.issue(1, 'key-0002');
        expect(await city.rowOf(other)).to.include({ status: 'valid' });
        expect(await auditIssuing(city.deps, city.chain, () => city.signer())).to.equal(2);
      });
    }

    it('an attestation that stops delays, and the certificate comes when it goes on', async () => {
      city.chain.faults.attesting = false;
      const id = await city.accept();
      expect((await whenIssued(city.deps, id, 60)).state).to.equal('accepted');
      expect(city.service.outbox.progress().depth).to.equal(1);
      city.chain.attest();
      expect((await whenIssued(city.deps, id, WAIT)).state).to.equal('issued');
      expect(city.service.outbox.progress()).to.deep.equal({ depth: 0, oldestSeconds: 0 });
    });

    it('an unreadable instance row is not the end of the others', async () => {
      const id = await city.issue();
      const row = await city.rowOf(id);
      const [first = ''] = row.instances;
      const instance = (await city.deps.store.get<InstanceRow>(instanceKey(id, first))) as InstanceRow;
      const spoilt = { ...instance, sealed: 'AAAA' };
      await city.deps.store.commit({ put: [[instanceKey(id, first), spoilt]] });
      const view = await readCertificate(city.deps, id, { role: 'department', department: HOUSING });
      expect(view.certificate).to.equal(undefined);
      expect(view.state).to.equal('issued');
    });
  });
});
