import { expect } from 'chai';
import { testCode } from '../support/codes.ts';
import { DEPOSIT, PERMIT, as, timeOf } from '../support/fixture.ts';
import { CODES, code } from '../support/region.ts';
import { ZERO32, accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const APPROVAL = code(CODES.approval);

describe('AuthorityRegistry: accreditations', () => {
  const used = useRegion();

  it('hold from the beginning to before the end', async () => {
    const { registry, approval } = used.region;
    const now = await used.now();
    const sent = registry.accredit(APPROVAL, PERMIT, now + 100, now + 200);
    await emits(sent, registry, 'Accredited', APPROVAL, PERMIT, 0, now + 100, now + 200);
    const holds = (time: number) => registry.isAccredited(APPROVAL, PERMIT, time);
    expect(await holds(now + 99)).to.equal(false);
    expect(await holds(now + 100)).to.equal(true);
    expect(await holds(now + 199)).to.equal(true);
    expect(await holds(now + 200)).to.equal(false);
    await refused(registry.authorised(approval, PERMIT), registry, 'NotAccredited', APPROVAL, PERMIT);
    await used.at(now + 100);
    await used.chain.networkHelpers.mine();
    expect(await registry.authorised(approval, PERMIT)).to.equal(APPROVAL);
    await used.at(now + 200);
    await used.chain.networkHelpers.mine();
    await refused(registry.authorised(approval, PERMIT), registry, 'NotAccredited', APPROVAL, PERMIT);
  });

  it('may be ended and granted anew, and every time is answered for ever', async () => {
    const { registry } = used.region;
    const start = (await used.now()) + 100;
    // Ten intervals [start + 20 i, start + 20 i + 10): more than two words of older ones.
    for (let i = 0; i < 10; i++) {
      const sent = registry.accredit(APPROVAL, PERMIT, start + 20 * i, start + 20 * i + 10);
      await emits(sent, registry, 'Accredited', APPROVAL, PERMIT, i, start + 20 * i, start + 20 * i + 10);
    }
    expect(await registry.accreditationOf(APPROVAL, PERMIT)).to.deep.equal([
      10n,
      BigInt(start + 180),
      BigInt(start + 190),
    ]);
    for (let i = 0; i < 10; i++) {
      const from = start + 20 * i;
      expect(await registry.accreditationAt(APPROVAL, PERMIT, i)).to.deep.equal([BigInt(from), BigInt(from + 10)]);
      expect(await registry.isAccredited(APPROVAL, PERMIT, from - 1)).to.equal(false);
      expect(await registry.isAccredited(APPROVAL, PERMIT, from)).to.equal(true);
      expect(await registry.isAccredited(APPROVAL, PERMIT, from + 9)).to.equal(true);
      expect(await registry.isAccredited(APPROVAL, PERMIT, from + 10)).to.equal(false);
    }
    expect(await registry.accreditationAt(APPROVAL, PERMIT, 10)).to.deep.equal([0n, 0n]);
  });

  it('end now, earlier than decided, or before they begin', async () => {
    const { registry, housing } = used.region;
    const now = await used.now();
    const later = registry.endAccreditation(HOUSING, DEPOSIT, now + 500);
    await emits(later, registry, 'AccreditationEnded', HOUSING, DEPOSIT, 0, now + 500);
    expect(await registry.authorised(housing, DEPOSIT)).to.equal(HOUSING);
    const time = await timeOf(registry.endAccreditation(HOUSING, DEPOSIT, 0));
    await refused(registry.authorised(housing, DEPOSIT), registry, 'NotAccredited', HOUSING, DEPOSIT);
    expect(await registry.isAccredited(HOUSING, DEPOSIT, time - 1)).to.equal(true);
    expect(await registry.isAccredited(HOUSING, DEPOSIT, time)).to.equal(false);

    await registry.accredit(APPROVAL, PERMIT, now + 900, 0);
    await registry.endAccreditation(APPROVAL, PERMIT, 0);
    expect(await registry.isAccredited(APPROVAL, PERMIT, now + 900)).to.equal(false);
    expect(await registry.isAccredited(APPROVAL, PERMIT, now + 10_000)).to.equal(false);
  });

  it('join without a gap', async () => {
    const { registry } = used.region;
    const now = await used.now();
    await registry.endAccreditation(HOUSING, DEPOSIT, now + 500);
    await accepted(registry.accredit(HOUSING, DEPOSIT, now + 500, 0));
    expect(await registry.isAccredited(HOUSING, DEPOSIT, now + 499)).to.equal(true);
    expect(await registry.isAccredited(HOUSING, DEPOSIT, now + 500)).to.equal(true);
  });

  it('refuse overlap, repetition, the zero subject, the past, empty intervals and unknown departments', async () => {
    const { registry } = used.region;
    const now = await used.now();
    const nobody = code(testCode(9));
    await refused(registry.accredit(HOUSING, DEPOSIT, 0, 0), registry, 'AlreadyAccredited', HOUSING, DEPOSIT);
    await registry.endAccreditation(HOUSING, DEPOSIT, now + 500);
    const overlap = registry.accredit(HOUSING, DEPOSIT, now + 499, 0);
    await refused(overlap, registry, 'IntervalsOverlap', now + 499, now + 500);
    await refused(registry.accredit(APPROVAL, ZERO32, 0, 0), registry, 'ZeroSubject');
    await refused(registry.accredit(APPROVAL, PERMIT, now - 1, 0), registry, 'TimeInPast');
    const empty = registry.accredit(APPROVAL, PERMIT, now + 60, now + 60);
    await refused(empty, registry, 'EmptyInterval', now + 60, now + 60);
    await refused(registry.accredit(nobody, PERMIT, 0, 0), registry, 'UnknownDepartment', nobody);
    const never = registry.endAccreditation(APPROVAL, PERMIT, 0);
    await refused(never, registry, 'NotAccredited', APPROVAL, PERMIT);
    await refused(registry.endAccreditation(HOUSING, DEPOSIT, now + 600), registry, 'EndNotEarlier');
    await refused(registry.endAccreditation(HOUSING, DEPOSIT, now - 1), registry, 'TimeInPast');
  });
});

describe('AuthorityRegistry: suspension', () => {
  const used = useRegion();

  it('begins by the guardian alone and stops every account of the department', async () => {
    const { registry, guardian, housing, stranger } = used.region;
    await registry.addAccount(HOUSING, stranger, 0, 0);
    const sent = as(registry, guardian).suspendDepartment(HOUSING);
    const time = await timeOf(sent);
    await emits(sent, registry, 'DepartmentSuspended', HOUSING, time);
    await refused(registry.inForce(housing), registry, 'DepartmentIsSuspended', HOUSING);
    await refused(registry.inForce(stranger), registry, 'DepartmentIsSuspended', HOUSING);
    await refused(registry.authorised(housing, DEPOSIT), registry, 'DepartmentIsSuspended', HOUSING);
    expect(await registry.isSuspended(HOUSING, time - 1)).to.equal(false);
    expect(await registry.isSuspended(HOUSING, time)).to.equal(true);
    expect(await registry.isAuthorised(HOUSING, DEPOSIT, time - 1)).to.equal(true);
    expect(await registry.isAuthorised(HOUSING, DEPOSIT, time)).to.equal(false);
    expect(await registry.isDepartmentInForce(HOUSING, time)).to.equal(false);
    expect(await registry.inForce(used.region.insurance)).to.equal(code(CODES.insurance));
  });

  it('also stops accounts added meanwhile', async () => {
    const { registry, guardian, stranger } = used.region;
    await as(registry, guardian).suspendDepartment(HOUSING);
    await registry.addAccount(HOUSING, stranger, 0, 0);
    await refused(registry.inForce(stranger), registry, 'DepartmentIsSuspended', HOUSING);
    await registry.resumeDepartment(HOUSING);
    expect(await accepted(registry.inForce(stranger))).to.equal(HOUSING);
  });

  it('ends by governance, not by the guardian', async () => {
    const { registry, guardian, housing } = used.region;
    await as(registry, guardian).suspendDepartment(HOUSING);
    await refused(as(registry, guardian).resumeDepartment(HOUSING), registry, 'AccessManagedUnauthorized', guardian);
    const sent = registry.resumeDepartment(HOUSING);
    const time = await timeOf(sent);
    await emits(sent, registry, 'DepartmentResumed', HOUSING, time);
    expect(await registry.isSuspended(HOUSING, time - 1)).to.equal(true);
    expect(await registry.isSuspended(HOUSING, time)).to.equal(false);
    expect(await accepted(registry.authorised(housing, DEPOSIT))).to.equal(HOUSING);
  });

  it('may come again, and every time is answered for ever', async () => {
    const { registry, guardian } = used.region;
    const start = (await used.now()) + 100;
    for (let i = 0; i < 7; i++) {
      await used.at(start + 20 * i);
      await as(registry, guardian).suspendDepartment(HOUSING);
      await used.at(start + 20 * i + 10);
      await registry.resumeDepartment(HOUSING);
    }
    for (let i = 0; i < 7; i++) {
      const from = start + 20 * i;
      expect(await registry.suspensionAt(HOUSING, i)).to.deep.equal([BigInt(from), BigInt(from + 10)]);
      expect(await registry.isSuspended(HOUSING, from - 1)).to.equal(false);
      expect(await registry.isSuspended(HOUSING, from)).to.equal(true);
      expect(await registry.isSuspended(HOUSING, from + 9)).to.equal(true);
      expect(await registry.isSuspended(HOUSING, from + 10)).to.equal(false);
    }
    const [, , from, until, count] = await registry.departmentState(HOUSING);
    expect([from, until, count]).to.deep.equal([BigInt(start + 120), BigInt(start + 130), 7n]);
  });

  it('refuses a second one, an end without one, and unknown departments', async () => {
    const { registry, guardian } = used.region;
    const nobody = code(testCode(9));
    await refused(registry.resumeDepartment(HOUSING), registry, 'NotSuspended', HOUSING);
    await as(registry, guardian).suspendDepartment(HOUSING);
    const twice = as(registry, guardian).suspendDepartment(HOUSING);
    await refused(twice, registry, 'DepartmentIsSuspended', HOUSING);
    await registry.resumeDepartment(HOUSING);
    await refused(registry.resumeDepartment(HOUSING), registry, 'NotSuspended', HOUSING);
    await refused(as(registry, guardian).suspendDepartment(nobody), registry, 'UnknownDepartment', nobody);
    await refused(registry.resumeDepartment(nobody), registry, 'UnknownDepartment', nobody);
    expect(await registry.isSuspended(nobody, await used.now())).to.equal(false);
  });
});
