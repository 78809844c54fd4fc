import { expect } from 'chai';
import { testCode } from '../support/codes.ts';
import { DEPOSIT, PERMIT, timeOf } from '../support/fixture.ts';
import { CODES, code } from '../support/region.ts';
import { NO_DEPARTMENT, accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const APPROVAL = code(CODES.approval);

describe('AuthorityRegistry: succession', () => {
  const used = useRegion();

  it('passes the duties at its date, and both ways are answered as of any time', async () => {
    const { registry } = used.region;
    const date = (await used.now()) + 1000;
    await emits(registry.succeed(HOUSING, APPROVAL, date), registry, 'DepartmentSucceeded', HOUSING, APPROVAL, date);
    expect(await registry.successorOf(HOUSING)).to.deep.equal([APPROVAL, BigInt(date)]);
    expect(await registry.successorOf(APPROVAL)).to.deep.equal([NO_DEPARTMENT, 0n]);
    expect(await registry.predecessorsOf(APPROVAL, date - 1)).to.deep.equal([]);
    expect(await registry.predecessorsOf(APPROVAL, date)).to.deep.equal([HOUSING]);
    expect(await registry.inChargeOf(HOUSING, date - 1)).to.equal(HOUSING);
    expect(await registry.inChargeOf(HOUSING, date)).to.equal(APPROVAL);
    expect(await registry.isSuccessor(HOUSING, APPROVAL, date - 1)).to.equal(false);
    expect(await registry.isSuccessor(HOUSING, APPROVAL, date)).to.equal(true);
    expect(await registry.isSuccessor(HOUSING, INSURANCE, date)).to.equal(false);
    expect(await registry.isSuccessor(APPROVAL, HOUSING, date)).to.equal(false);
    expect(await registry.isDepartmentInForce(HOUSING, date - 1)).to.equal(true);
    expect(await registry.isDepartmentInForce(HOUSING, date)).to.equal(false);
  });

  it('leaves the old department at work until the date, and the new one from then on', async () => {
    const { registry, housing, approval } = used.region;
    const date = (await used.now()) + 1000;
    await registry.succeed(HOUSING, APPROVAL, date);
    expect(await registry.actsFor(housing, HOUSING)).to.equal(HOUSING);
    expect(await registry.authorised(housing, DEPOSIT)).to.equal(HOUSING);
    await refused(registry.actsFor(approval, HOUSING), registry, 'NotInCharge', APPROVAL, HOUSING);
    await refused(registry.authorised(approval, DEPOSIT), registry, 'NotAccredited', APPROVAL, DEPOSIT);
    await used.at(date);
    await used.chain.networkHelpers.mine();
    expect(await accepted(registry.actsFor(approval, HOUSING))).to.equal(APPROVAL);
    expect(await registry.authorised(approval, DEPOSIT)).to.equal(APPROVAL);
    const [from] = await registry.departmentState(HOUSING);
    await refused(registry.actsFor(housing, HOUSING), registry, 'DepartmentNotInForce', HOUSING, from, date);
  });

  it('passes the accreditations on from the date, without rewriting the past', async () => {
    const { registry } = used.region;
    const date = await timeOf(registry.succeed(HOUSING, APPROVAL, 0));
    expect(await registry.isAccredited(APPROVAL, DEPOSIT, date - 1)).to.equal(false);
    expect(await registry.isAccredited(APPROVAL, DEPOSIT, date)).to.equal(true);
    expect(await registry.isAuthorised(APPROVAL, DEPOSIT, date)).to.equal(true);
    expect(await registry.isAuthorised(HOUSING, DEPOSIT, date - 1)).to.equal(true);
    expect(await registry.isAuthorised(HOUSING, DEPOSIT, date)).to.equal(false);
    const ended = await timeOf(registry.endAccreditation(HOUSING, DEPOSIT, 0));
    expect(await registry.isAccredited(APPROVAL, DEPOSIT, ended - 1)).to.equal(true);
    expect(await registry.isAccredited(APPROVAL, DEPOSIT, ended)).to.equal(false);
    expect(await registry.isAccredited(APPROVAL, PERMIT, ended)).to.equal(false);
  });

  it('goes on in steps and joins departments', async () => {
    const { registry } = used.region;
    const signers = await used.chain.ethers.getSigners();
    const heir = code(testCode(1));
    const other = code(testCode(2));
    await registry.admitDepartment(heir, signers[11], 0);
    await registry.admitDepartment(other, signers[12], 0);
    const now = await used.now();
    await registry.succeed(HOUSING, APPROVAL, now + 100);
    await registry.succeed(INSURANCE, APPROVAL, now + 150);
    await registry.succeed(APPROVAL, heir, now + 200);
    expect(await registry.predecessorsOf(APPROVAL, now + 200)).to.deep.equal([HOUSING, INSURANCE]);
    expect(await registry.predecessorsOf(APPROVAL, now + 100)).to.deep.equal([HOUSING]);
    expect(await registry.inChargeOf(HOUSING, now + 199)).to.equal(APPROVAL);
    expect(await registry.inChargeOf(HOUSING, now + 200)).to.equal(heir);
    expect(await registry.isSuccessor(HOUSING, heir, now + 199)).to.equal(false);
    expect(await registry.isSuccessor(HOUSING, heir, now + 200)).to.equal(true);
    expect(await registry.isSuccessor(HOUSING, other, now + 200)).to.equal(false);
    expect(await registry.isAccredited(heir, DEPOSIT, now + 199)).to.equal(false);
    expect(await registry.isAccredited(heir, DEPOSIT, now + 200)).to.equal(true);
    await used.at(now + 200);
    await used.chain.networkHelpers.mine();
    expect(await registry.actsFor(signers[11], INSURANCE)).to.equal(heir);
    await refused(registry.actsFor(signers[12], HOUSING), registry, 'NotInCharge', other, HOUSING);
  });

  it('takes the date of this very block', async () => {
    const { registry } = used.region;
    const now = await used.now();
    await used.at(now + 10);
    await accepted(registry.succeed(HOUSING, APPROVAL, now + 10));
    expect(await registry.inChargeOf(HOUSING, now + 10)).to.equal(APPROVAL);
  });

  it('refuses a second successor, an heir that has one, oneself, strangers and the past', async () => {
    const { registry } = used.region;
    const now = await used.now();
    const nobody = code(testCode(9));
    await refused(registry.succeed(HOUSING, HOUSING, 0), registry, 'SelfSuccession', HOUSING);
    await refused(registry.succeed(nobody, HOUSING, 0), registry, 'UnknownDepartment', nobody);
    await refused(registry.succeed(HOUSING, nobody, 0), registry, 'UnknownDepartment', nobody);
    await refused(registry.succeed(HOUSING, APPROVAL, now - 1), registry, 'TimeInPast');
    await registry.succeed(HOUSING, APPROVAL, 0);
    await refused(registry.succeed(HOUSING, INSURANCE, 0), registry, 'AlreadySucceeded', HOUSING, APPROVAL);
    await refused(registry.succeed(APPROVAL, HOUSING, 0), registry, 'AlreadySucceeded', HOUSING, APPROVAL);
    await refused(registry.succeed(INSURANCE, HOUSING, 0), registry, 'AlreadySucceeded', HOUSING, APPROVAL);
  });

  it('refuses a date before either department has begun', async () => {
    const { registry } = used.region;
    const signers = await used.chain.ethers.getSigners();
    const young = code(testCode(1));
    const begins = (await used.now()) + 500;
    await registry.admitDepartment(young, signers[11], begins);
    const early = begins - 1;
    await refused(registry.succeed(HOUSING, young, early), registry, 'DepartmentNotInForce', young, begins, 0);
    await refused(registry.succeed(young, HOUSING, early), registry, 'DepartmentNotInForce', young, begins, 0);
    await accepted(registry.succeed(HOUSING, young, begins));
    expect(await registry.inChargeOf(HOUSING, begins)).to.equal(young);
  });

  it('leaves an account that had ended as it was', async () => {
    const { registry, housing } = used.region;
    const ended = await timeOf(registry.endAccount(housing, 0));
    await registry.succeed(HOUSING, APPROVAL, 0);
    expect((await registry.accountOf(housing))[2]).to.equal(BigInt(ended));
  });
});
