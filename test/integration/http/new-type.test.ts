import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import types from '../../../service/data/certificate-types.json' with { type: 'json' };
import { citizenNumber } from '../../support/citizen-number.ts';
import { verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

/** What somebody would write into service/data/certificate-types.json, and nothing else. */
const blasting = {
  code: 'blasting-permit',
  major: 1,
  name: { zh: '爆破作业人员许可证', en: 'Blasting permit' },
  owner: 'public-security',
  typeCode: '11100000999900062TE77',
  validityMonths: 36,
  claims: {
    name: { type: 'string', required: true, disclosable: true, zh: '姓名', en: 'Name', maxLength: 100 },
    number: {
      ...{ type: 'string', required: true, disclosable: true, zh: '证件号码', en: 'Document number' },
      ...{ maxLength: 40, subject: 'number' },
    },
    grade: { type: 'string', required: true, disclosable: false, zh: '级别', en: 'Grade', enum: ['初级', '高级'] },
    examinedOn: { type: 'date', required: true, disclosable: true, zh: '考核日期', en: 'Examined on' },
    quantity: {
      type: 'integer',
      required: false,
      disclosable: true,
      zh: '限量',
      en: 'Limit',
      minimum: 1,
      maximum: 500,
    },
  },
};
const known = types as unknown[];

describe('a certificate type that is only data', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let token: string;
  before(async () => {
    known.push(blasting);
    region = await startRegion();
    token = await region.token('department', { department: region.department('public-security') });
  });
  after(async () => {
    known.pop();
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const issue = (claims: Record<string, unknown>) =>
    region.call('/v1/certificates', {
      token,
      headers: { 'idempotency-key': randomUUID() },
      body: { type: blasting.code, subject: { idType: 'citizen-id', number: citizenNumber(1) }, claims },
    });
  const claims = { name: '示例·𠮷', grade: '高级', examinedOn: '2026-02-28', quantity: 20 };

  it('is issued and valid, its claims opened by their names', async () => {
    const { status, json, text } = await issue(claims);
    expect(status, text).to.equal(201);
    const { verdict, reply } = await verdictOf(region, json['certificate'] as string);
    expect(verdict).to.equal('valid');
    expect(reply.json['claims']).to.include({ ...claims, number: citizenNumber(1) });
    const checks = reply.json['checks'] as { check: string; outcome: string; evidence?: { type: string } }[];
    expect(checks.find(({ check }) => check === 'schema')).to.deep.include({
      outcome: 'passed',
      evidence: { type: 'blasting-permit/1' },
    });
  });

  it('is held to its own rules', async () => {
    const { status, json } = await issue({ name: '示例', grade: '特级', examinedOn: '2026-02-30', quantity: 501 });
    expect([status, json['code']]).to.deep.equal([422, 'certificate.claimsInvalid']);
    const paths = (json['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths).to.have.members(['/claims/grade', '/claims/examinedOn', '/claims/quantity']);
  });

  it('is shown to people and wallets', async () => {
    const listed = (await region.call('/v1/types')).json['types'] as { code: string; name: unknown }[];
    expect(listed.find(({ code }) => code === blasting.code)).to.deep.include({ name: blasting.name });
    const { json } = await region.call('/types/blasting-permit/1');
    expect((json['display'] as { name: string }[]).map(({ name }) => name)).to.deep.equal(Object.values(blasting.name));
    expect((await region.call('/types/blasting-permit/1/template.svg')).text).to.include('{{examinedOn}}');
  });
});
