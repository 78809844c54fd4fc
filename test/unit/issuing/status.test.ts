import { expect } from 'chai';
import { readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { changeStatus } from '../../../service/app/status/change-status.ts';
import type { StatusOrder } from '../../../service/app/status/change-status.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { auditIssuing } from '../../support/issuing/audit.ts';
import { CIVIL } from '../../support/issuing/test-region.ts';

import { openIssuing, WAIT } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';

describe('Changing a certificate’s status', () => {
  let city: Issuing;
  beforeEach(async () => {
    city = await openIssuing();
  });
  afterEach(() => city.close());

  describe('a status change', () => {
    it('writes every instance in one transaction, and keeps the reason, actor and case', async () => {
      const id = await city.issue();
      const { instance } = await city.bind(id, 'bind-0001');
      await whenIssued(city.deps, id, WAIT, instance);
      const before = new Set(city.chain.sent).size;
      const done = await city.change(id, { action: 'revoke', reason: 'issued-in-error', case: 'CASE-1' });
      expect(done).to.deep.include({ state: 'final', status: 'revoked' });
      // Under load the same bytes may be sent twice.
      expect(new Set(city.chain.sent).size - before).to.equal(1);
      await auditIssuing(city.deps, city.chain, () => city.signer());
    });

    it('asked twice under one key is one change', async () => {
      const id = await city.issue();
      const body = { action: 'suspend', reason: 'under-investigation' } as const;
      const [first, second] = await Promise.all([city.change(id, body), city.change(id, body)]);
      expect(first).to.deep.equal(second);
      expect(await codeOf(city.change(id, { ...body, reason: 'device-lost' }))).to.equal('idempotency.mismatch');
    });

    it('shares a transaction with the others that wait', async () => {
      const ids = await Promise.all([0, 1, 2, 0].map((person, i) => city.issue(person, `issue-000${i}`)));
      const before = new Set(city.chain.sent).size;
      city.chain.faults.unreachable = true;
      const first = city.change(ids[0] as string, { action: 'suspend', reason: 'device-lost' });
      // The first is on its way already; what comes meanwhile goes together.
      await new Promise((resolve) => setTimeout(resolve, 20));
      const others = ids.slice(1).map((id) => city.change(id, { action: 'revoke', reason: 'issued-in-error' }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      city.chain.faults.unreachable = false;
      const done = await Promise.all([first, ...others]);
      expect(done.map(({ state, status }) => `${state} ${status}`)).to.deep.equal([
        'final suspended',
        ...Array<string>(3).fill('final revoked'),
      ]);
      expect(new Set(city.chain.sent).size - before).to.equal(2);
      await auditIssuing(city.deps, city.chain, () => city.signer());
    });

    it('waits for an instance under way and holds up those after it', async () => {
      const id = await city.issue();
      city.chain.faults.unreachable = true;
      const { instance } = await city.bind(id, 'bind-0001');
      const changing = city.change(id, { action: 'revoke', reason: 'device-lost' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await codeOf(city.bind(id, 'bind-0002'))).to.equal('status.changePending');
      const again = city.change(id, { action: 'suspend', reason: 'device-lost' });
      expect(await codeOf(again)).to.equal('status.changePending');
      const view = await readCertificate(city.deps, id, { role: 'auditor' });
      expect(view).to.include({ status: 'valid', statusChangePending: true });
      city.chain.faults.unreachable = false;
      expect((await changing).state).to.equal('final');
      const made = await whenIssued(city.deps, id, WAIT, instance);
      expect(city.chain.status(made.anchor?.id ?? '', made.anchor?.index ?? -1)).to.equal(1);
    });

    const wrong: [string, StatusOrder['body'], string][] = [
      ['an unknown reason', { action: 'revoke', reason: 'because' }, 'status.reasonUnknown'],
      ['a reason of another action', { action: 'revoke', reason: 'corrected' }, 'status.reasonUnknown'],
      ['an illegal transition', { action: 'reinstate', reason: 'dispute-settled' }, 'status.transition'],
      ['no replacement', { action: 'supersede', reason: 'corrected' }, 'status.replacementUnusable'],
      [
        'a replacement that is not there',
        { action: 'supersede', reason: 'corrected', replacement: 'x' },
        'status.replacementUnusable',
      ],
      [
        'a replacement where none belongs',
        { action: 'revoke', reason: 'issued-in-error', replacement: 'x' },
        'status.replacementUnusable',
      ],
    ];
    for (const [what, body, code] of wrong) {
      it(`is refused for ${what}`, async () => {
        const id = await city.issue();
        expect(await codeOf(city.change(id, body))).to.equal(code);
      });
    }

    it('is refused for itself, another person’s or a revoked replacement', async () => {
      const [id, foreign, revoked] = [
        await city.issue(0, 'k-000001'),
        await city.issue(1, 'k-000002'),
        await city.issue(0, 'k-000003'),
      ];
      await city.change(revoked, { action: 'revoke', reason: 'issued-in-error' });
      for (const replacement of [id, foreign, revoked]) {
        const body = { action: 'supersede', reason: 'corrected', replacement } as const;
        expect(await codeOf(city.change(id, body, `s-${replacement}`))).to.equal('status.replacementUnusable');
      }
    });

    it('is refused to other departments', async () => {
      const id = await city.issue();
      const body = { action: 'revoke', reason: 'issued-in-error' } as const;
      const stranger = { certificate: id, department: CIVIL, actor: CIVIL, idempotencyKey: 'k', body };
      expect(await codeOf(changeStatus(city.deps, stranger))).to.equal('certificate.unknown');
    });
  });
});
