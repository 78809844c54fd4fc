import { expect } from 'chai';
import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { certificatesOf, readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import type { CertificateRow } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { parseLicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { auditIssuing, auditText } from '../../support/issuing/audit.ts';
import { orderOf } from '../../support/issuing/city-life.ts';
import { CIVIL, HOUSING } from '../../support/issuing/test-region.ts';

import { NOW, openIssuing, WAIT } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';

describe('Issuing a certificate', () => {
  let city: Issuing;
  beforeEach(async () => {
    city = await openIssuing();
  });
  afterEach(() => city.close());

  describe('a certificate', () => {
    it('verifies against the chain and its department’s key, with a right licence identifier', async () => {
      const id = await city.issue();
      const { certificate = '', licence } = await whenIssued(city.deps, id, WAIT);
      const payload = auditText(city.deps, city.chain, city.signer(), certificate);
      expect(payload).to.include({ iat: NOW, nbf: NOW, licence, grade: 'A' });
      expect(parseLicenceIdentifier(licence)).to.deep.equal({
        typeCode: '11999999MA0000007H001',
        issuer: HOUSING,
        serial: '202600000001',
        version: '001',
      });
    });

    it('is the same for the same request, once more and after a restart', async () => {
      const [a, b] = await Promise.all([city.accept(), city.accept()]);
      expect(a).to.equal(b);
      await city.dieAndRestart();
      expect(await city.accept()).to.equal(a);
      await whenIssued(city.deps, a, WAIT);
      expect(await auditIssuing(city.deps, city.chain, () => city.signer())).to.equal(1);
    });

    it('is refused when the key was used for another body, and not when another department used it', async () => {
      await city.issue();
      expect(await codeOf(acceptCertificate(city.deps, { ...city.order(1) }))).to.equal('idempotency.mismatch');
      const other = await acceptCertificate(city.deps, orderOf(CIVIL, 'marriage', 0, 'key-0001'));
      expect(await city.rowOf(other.id)).to.include({ department: CIVIL });
    });

    it('shares its person with their other certificates and its batch with those of its moment', async () => {
      const ids = await Promise.all([
        city.accept(0, 'key-0001'),
        city.accept(0, 'key-0002'),
        city.accept(1, 'key-0003'),
      ]);
      const views = await Promise.all(ids.map((id) => whenIssued(city.deps, id, WAIT)));
      expect(new Set(views.map(({ anchor }) => anchor?.id)).size).to.equal(1);
      expect(views.map(({ anchor }) => anchor?.size)).to.deep.equal([3, 3, 3]);
      const { person } = await city.rowOf(ids[0] as string);
      const own = await certificatesOf(city.deps, person);
      expect(own.map(({ id }) => id).toSorted()).to.deep.equal(ids.slice(0, 2).toSorted());
    });

    it('ends when asked, when its type says, or after it began', async () => {
      const { body } = city.order();
      const of = async (key: string, more: object): Promise<CertificateRow> => {
        const made = await acceptCertificate(city.deps, { ...city.order(0, key), body: { ...body, ...more } });
        return city.rowOf(made.id);
      };
      expect(await of('key-0001', {})).to.include({ validFrom: NOW, validUntil: NOW + 365 * 86_400 });
      expect(await of('key-0002', { validFrom: 100, validUntil: 200 })).to.include({ validFrom: 100, validUntil: 200 });
      expect(await codeOf(of('key-0003', { validFrom: 200, validUntil: 200 }))).to.equal('certificate.validityInvalid');
    });

    const refusals: [
      string,
      Partial<ReturnType<Issuing['order']>>,
      Partial<ReturnType<Issuing['order']>['body']>,
      string,
    ][] = [
      ['an unknown type', {}, { type: 'none' }, 'certificate.typeUnknown'],
      ['a type of another department', {}, { type: 'marriage' }, 'certificate.notInCharge'],
      ['a department the region does not have', { department: '12370500MB00000099' }, {}, 'certificate.notInCharge'],
      ['a wrong number', {}, { subject: { idType: 'citizen-id', number: '990101194910010014' } }, 'subject.invalid'],
      ['wrong claims', {}, { claims: { name: '甲', grade: '' } }, 'certificate.claimsInvalid'],
    ];
    for (const [what, more, body, code] of refusals) {
      it(`is refused for ${what}, and nothing is kept of it`, async () => {
        const head = await city.deps.store.head();
        const request = { ...city.order(), ...more, body: { ...city.order().body, ...body } };
        expect(await codeOf(acceptCertificate(city.deps, request))).to.equal(code);
        expect(await city.deps.store.head()).to.deep.equal(head);
      });
    }
  });

  describe('personal data', () => {
    it('is in no value of the store and no transaction', async () => {
      await city.issue();
      const kept: string[] = [...city.chain.sent];
      for await (const [key, value] of city.disk.entries({ gte: new Uint8Array(0) })) {
        kept.push(Buffer.from(key).toString('latin1'), Buffer.from(value).toString('utf8'));
      }
      const all = kept.join('\n');
      for (const secret of ['990101194910010013', '测试0', '"grade"', 'key-0001']) expect(all).to.not.include(secret);
    });
  });

  describe('who may see a certificate', () => {
    it('is its department and its holder with the text, an auditor without', async () => {
      const id = await city.issue();
      const { person } = await city.rowOf(id);
      const department = await readCertificate(city.deps, id, { role: 'department', department: HOUSING });
      const citizen = await readCertificate(city.deps, id, { role: 'citizen', person });
      const auditor = await readCertificate(city.deps, id, { role: 'auditor' });
      expect(citizen).to.deep.equal(department);
      expect(department).to.deep.include({ id, state: 'issued', status: 'valid', statusChangePending: false });
      expect(department.certificate).to.be.a('string');
      expect(JSON.stringify(auditor)).to.not.include(department.certificate);
    });

    it('is nobody else, who learns as little as of one that does not exist', async () => {
      const id = await city.issue();
      const strangers = [
        readCertificate(city.deps, id, { role: 'department', department: CIVIL }),
        readCertificate(city.deps, id, { role: 'citizen', person: id }),
        readCertificate(city.deps, '00000000-0000-7000-8000-000000000000', { role: 'auditor' }),
        readCertificate(city.deps, 'no-uuid', { role: 'auditor' }),
      ];
      for (const stranger of strangers) expect(await codeOf(stranger)).to.equal('certificate.unknown');
    });
  });
});
