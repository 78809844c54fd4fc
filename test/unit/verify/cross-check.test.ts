import { expect } from 'chai';
import { crossCheck } from '../../../service/verify/index.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createDomain } from '../../support/engine/records.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

const region = createRegion();
const insurance = {
  vct: 'https://dongying.example/types/social-insurance-participation/1',
  licence: '1.2.156.3005.2.1110000099990002X6003.11370500000000001X.20260000002.001.0',
  ...{ pension: '参保缴费', medical: '参保缴费', unemployment: '参保缴费', injury: '参保缴费', maternity: '参保缴费' },
  ...{ accountStatus: undefined, agency: '东营市社会保险中心', checkCode: 'A1' },
};
const person = { name: '王小明', number: '990101199001011234', employer: '东营市测试单位' };

const valid = (claims: JsonObject): Verdict => ({
  ...{ verdict: 'valid', codes: ['policy.satisfied'], checks: [], notices: [], checkedAt: NOW },
  claims,
});
const codes = (verdicts: Verdict[]): string[] => crossCheck(verdicts).map(({ code }) => code);

describe('several items together', () => {
  it('that agree give no finding', async () => {
    const fund = await verdictOf(region, issue(region, { claims: person }).text);
    const social = await verdictOf(region, issue(region, { claims: person, payload: insurance }).text, { types: [] });
    expect([fund.verdict, social.verdict]).to.deep.equal(['valid', 'valid']);
    expect(crossCheck([fund, social])).to.deep.equal([]);
  });

  it('of two people are named, with the items concerned and what to do', () => {
    const [found] = crossCheck([valid(person), valid({ ...person, number: '990101199001011235', name: '李四' })]);
    expect(found).to.include({ code: 'set.otherPerson' });
    expect(found?.items).to.deep.equal([0, 1]);
    expect(found?.zh.next).to.match(/。$/);
    expect(found?.en.next).to.match(/\.$/);
  });

  it('with two names for one number', () => {
    expect(codes([valid(person), valid({ ...person, name: '王晓明' })])).to.deep.equal(['set.nameDiffers']);
  });

  it('that are paid through different months, or by different employers', async () => {
    const fund = valid({
      ...person,
      vct: 'https://dongying.example/types/housing-fund-deposit/1',
      paidThrough: '2025-12',
    });
    const social = { ...person, vct: insurance.vct, paidThrough: '2025-11' };
    expect(codes([fund, valid(social)])).to.deep.equal(['set.monthsDiffer']);
    expect(codes([fund, valid({ ...social, paidThrough: '2025-12', employer: '另一单位' })])).to.deep.equal([
      'set.employerDiffers',
    ]);
  });

  it('compare records with certificates', async () => {
    const domain = createDomain(region);
    await domain.commit([{ number: person.number, fields: ['王小红', person.number, person.employer] }]);
    const record = await verdictOf(region, JSON.stringify(await domain.answer(person.number, [0, 1, 2])));
    const certificate = await verdictOf(region, issue(region, { claims: person }).text);
    expect(codes([record, certificate])).to.deep.equal(['set.nameDiffers']);
  });

  it('of one type whose periods overlap, and one twice', () => {
    const permit = {
      ...person,
      vct: 'https://dongying.example/types/residence-permit/1',
      licence: 'A',
      nbf: 100,
      exp: 200,
    };
    expect(codes([valid(permit), valid({ ...permit, licence: 'B', nbf: 199, exp: 300 })])).to.deep.equal([
      'set.periodsOverlap',
    ]);
    expect(codes([valid(permit), valid({ ...permit, licence: 'B', nbf: 200, exp: 300 })])).to.deep.equal([]);
    expect(codes([valid(permit), valid(permit)])).to.deep.equal(['set.repeated']);
  });

  it('that are not valid, or disclose nothing, are left out', () => {
    const other = { ...valid({ ...person, number: '990101199001011235' }), verdict: 'invalid' as const };
    expect(codes([valid(person), other, valid({})])).to.deep.equal([]);
  });
});
