import { expect } from 'chai';
import { testCode, withCheck } from '../support/codes.ts';
import { DEPOSIT, PERMIT, as, timeOf } from '../support/fixture.ts';
import { CODES, code } from '../support/region.ts';
import { NO_DEPARTMENT, ZERO_ADDRESS, accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const APPROVAL = code(CODES.approval);
const NEW = code(testCode(1));
const NEWER = code(testCode(2));

describe('AuthorityRegistry: departments and accounts', () => {
  const used = useRegion();

  describe('admission', () => {
    it('begins with the block when no time is given', async () => {
      const { registry, stranger } = used.region;
      const account = await stranger.getAddress();
      const sent = registry.admitDepartment(NEW, account, 0);
      const time = await timeOf(sent);
      await emits(sent, registry, 'DepartmentAdmitted', NEW, time);
      await emits(sent, registry, 'AccountAdded', NEW, account, time, 0);
      expect(await registry.departmentState(NEW)).to.deep.equal([BigInt(time), 0n, 0n, 0n, 0n]);
      expect(await registry.inForce(account)).to.equal(NEW);
      expect(await registry.accountsOf(NEW)).to.deep.equal([account]);
    });

    it('begins at a later time when one is given', async () => {
      const { registry, stranger } = used.region;
      const from = (await used.now()) + 100;
      await registry.admitDepartment(NEW, stranger, from);
      await refused(registry.inForce(stranger), registry, 'DepartmentNotInForce', NEW, from, 0);
      expect(await registry.isDepartmentInForce(NEW, from - 1)).to.equal(false);
      expect(await registry.isDepartmentInForce(NEW, from)).to.equal(true);
      await used.at(from);
      await used.chain.networkHelpers.mine();
      expect(await registry.inForce(stranger)).to.equal(NEW);
    });

    it('takes every character of the code alphabet', async () => {
      const { registry } = used.region;
      const accounts = await used.chain.ethers.getSigners();
      const codes = ['0123456789ABCDEFG', 'HJKLMNPQRTUWXY012', 'YYYYYYYYYYYYYYYYY', '00000000000000000'].map(withCheck);
      for (const [index, text] of codes.entries()) {
        await accepted(registry.admitDepartment(code(text), accounts[10 + index], 0));
        expect((await registry.departmentState(code(text)))[0]).to.be.greaterThan(0n);
      }
    });

    it('refuses a wrong check character and every character outside the alphabet', async () => {
      const { registry, stranger } = used.region;
      const right = testCode(1);
      const last = right.endsWith('7') ? '8' : '7';
      const wrong = [right.slice(0, 17) + last, right.slice(0, 17) + 'Z'];
      for (const character of ['I', 'O', 'S', 'V', 'Z', 'a', '/', ':', '@', '[', '\0']) {
        wrong.push(right.slice(0, 8) + character + right.slice(9));
      }
      for (const text of wrong) {
        await refused(registry.admitDepartment(code(text), stranger, 0), registry, 'InvalidDepartmentCode', code(text));
      }
    });

    it('refuses a department twice, an account twice, the zero address and a past beginning', async () => {
      const { registry, housing, stranger } = used.region;
      await refused(registry.admitDepartment(HOUSING, stranger, 0), registry, 'DepartmentExists', HOUSING);
      await refused(registry.admitDepartment(NEW, housing, 0), registry, 'AccountTaken', housing, HOUSING);
      await refused(registry.admitDepartment(NEW, ZERO_ADDRESS, 0), registry, 'ZeroAddress');
      const now = await used.now();
      await used.at(now + 10);
      await refused(registry.admitDepartment(NEW, stranger, now + 9), registry, 'TimeInPast', now + 9, now + 10);
    });

    it('takes a beginning at this very block', async () => {
      const { registry, stranger } = used.region;
      const now = await used.now();
      await used.at(now + 10);
      await accepted(registry.admitDepartment(NEW, stranger, now + 10));
      expect((await registry.departmentState(NEW))[0]).to.equal(BigInt(now + 10));
    });
  });

  describe('accounts', () => {
    it('hold from their beginning to before their end, as of any time', async () => {
      const { registry, stranger } = used.region;
      const now = await used.now();
      await registry.addAccount(HOUSING, stranger, now + 100, now + 200);
      expect(await registry.accountOf(stranger)).to.deep.equal([HOUSING, BigInt(now + 100), BigInt(now + 200)]);
      for (const [time, holds] of [
        [now + 99, false],
        [now + 100, true],
        [now + 199, true],
        [now + 200, false],
      ] as const) {
        expect(await registry.isAccountInForce(stranger, time)).to.equal(holds);
      }
      await used.at(now + 200);
      await used.chain.networkHelpers.mine();
      await refused(registry.inForce(stranger), registry, 'AccountNotInForce', stranger, now + 100, now + 200);
    });

    it('several write for one department', async () => {
      const { registry, housing, stranger } = used.region;
      await registry.addAccount(HOUSING, stranger, 0, 0);
      expect(await registry.authorised(stranger, DEPOSIT)).to.equal(HOUSING);
      expect(await registry.authorised(housing, DEPOSIT)).to.equal(HOUSING);
      expect(await registry.accountsOf(HOUSING)).to.have.lengthOf(2);
    });

    it('end now, or later, or never begin', async () => {
      const { registry, housing, insurance, stranger } = used.region;
      const now = await used.now();
      const sent = registry.endAccount(housing, 0);
      const ended = await timeOf(sent);
      await emits(sent, registry, 'AccountEnded', HOUSING, housing, ended);
      expect(await registry.isAccountInForce(housing, ended - 1)).to.equal(true);
      expect(await registry.isAccountInForce(housing, ended)).to.equal(false);

      await registry.endAccount(insurance, now + 500);
      expect(await registry.isAccountInForce(insurance, now + 499)).to.equal(true);
      expect(await registry.isAccountInForce(insurance, now + 500)).to.equal(false);

      await registry.addAccount(HOUSING, stranger, now + 1000, 0);
      await registry.endAccount(stranger, 0);
      expect(await registry.accountOf(stranger)).to.deep.equal([HOUSING, BigInt(now + 1000), BigInt(now + 1000)]);
      expect(await registry.isAccountInForce(stranger, now + 1000)).to.equal(false);
    });

    it('end earlier than decided, but never later', async () => {
      const { registry, housing } = used.region;
      const now = await used.now();
      await registry.endAccount(housing, now + 500);
      await registry.endAccount(housing, now + 400);
      await refused(registry.endAccount(housing, now + 400), registry, 'EndNotEarlier', now + 400, now + 400);
      await refused(registry.endAccount(housing, now + 600), registry, 'EndNotEarlier', now + 600, now + 400);
    });

    it('begin with their department at the earliest', async () => {
      const { registry, stranger } = used.region;
      const signers = await used.chain.ethers.getSigners();
      const from = (await used.now()) + 100;
      await registry.admitDepartment(NEW, stranger, from);
      await registry.addAccount(NEW, signers[12], 0, 0);
      expect(await registry.accountOf(signers[12])).to.deep.equal([NEW, BigInt(from), 0n]);
      await refused(registry.addAccount(NEW, signers[13], 0, from), registry, 'DepartmentNotInForce', NEW, from, 0);
    });

    it('end with their department, also those added after its succession was decided', async () => {
      const { registry, approval } = used.region;
      const signers = await used.chain.ethers.getSigners();
      const now = await used.now();
      const end = now + 1000;
      await registry.addAccount(APPROVAL, signers[11], end + 5, 0);
      await registry.addAccount(APPROVAL, signers[12], 0, end - 5);
      const sent = registry.succeed(APPROVAL, HOUSING, end);
      await emits(sent, registry, 'AccountEnded', APPROVAL, approval, end);
      await registry.addAccount(APPROVAL, signers[13], 0, 0);
      await registry.addAccount(APPROVAL, signers[14], 0, end + 7);
      await registry.addAccount(APPROVAL, signers[15], 0, end - 7);
      const until = async (account: unknown) => Number((await registry.accountOf(account))[2]);
      expect(await until(approval)).to.equal(end);
      expect(await registry.accountOf(signers[11])).to.deep.equal([APPROVAL, BigInt(end + 5), BigInt(end + 5)]);
      expect(await until(signers[12])).to.equal(end - 5);
      expect(await until(signers[13])).to.equal(end);
      expect(await until(signers[14])).to.equal(end);
      expect(await until(signers[15])).to.equal(end - 7);
      await refused(registry.addAccount(APPROVAL, signers[16], end, 0), registry, 'DepartmentNotInForce');
    });

    it('are refused for unknown departments, with empty intervals, or once they are taken', async () => {
      const { registry, housing, stranger } = used.region;
      const now = await used.now();
      await refused(registry.addAccount(NEWER, stranger, 0, 0), registry, 'UnknownDepartment', NEWER);
      await refused(
        registry.addAccount(HOUSING, stranger, now + 50, now + 50),
        registry,
        'EmptyInterval',
        now + 50,
        now + 50,
      );
      await refused(registry.addAccount(HOUSING, ZERO_ADDRESS, 0, 0), registry, 'ZeroAddress');
      await refused(registry.addAccount(APPROVAL, housing, 0, 0), registry, 'AccountTaken', housing, HOUSING);
      await refused(registry.endAccount(stranger, 0), registry, 'UnknownAccount', stranger);
    });
  });

  describe('the hot questions', () => {
    it('name the account’s department', async () => {
      const { registry, housing, stranger } = used.region;
      expect(await registry.authorised(housing, DEPOSIT)).to.equal(HOUSING);
      expect(await registry.inForce(housing)).to.equal(HOUSING);
      expect(await registry.actsFor(housing, HOUSING)).to.equal(HOUSING);
      expect(await registry.departmentOf(housing)).to.equal(HOUSING);
      expect(await registry.departmentOf(stranger)).to.equal(NO_DEPARTMENT);
    });

    it('refuse strangers, other types and other departments’ affairs', async () => {
      const { registry, housing, approval, stranger } = used.region;
      await refused(registry.inForce(stranger), registry, 'UnknownAccount', stranger);
      await refused(registry.authorised(housing, PERMIT), registry, 'NotAccredited', HOUSING, PERMIT);
      await refused(registry.actsFor(approval, HOUSING), registry, 'NotInCharge', APPROVAL, HOUSING);
    });
  });

  describe('pause', () => {
    it('stops every write question, by the guardian alone, and reads go on', async () => {
      const { registry, guardian, housing } = used.region;
      await emits(as(registry, guardian).pause(), registry, 'Paused', guardian);
      expect(await registry.paused()).to.equal(true);
      await refused(registry.inForce(housing), registry, 'WritesPaused');
      await refused(registry.authorised(housing, DEPOSIT), registry, 'WritesPaused');
      await refused(registry.actsFor(housing, HOUSING), registry, 'WritesPaused');
      expect(await registry.isAuthorised(HOUSING, DEPOSIT, await used.now())).to.equal(true);
      await registry.addAccount(HOUSING, used.region.stranger, 0, 0);
    });

    it('ends by governance, not by the guardian', async () => {
      const { registry, guardian, housing, admin } = used.region;
      await as(registry, guardian).pause();
      await refused(as(registry, guardian).unpause(), registry, 'AccessManagedUnauthorized', guardian);
      await emits(registry.unpause(), registry, 'Unpaused', admin);
      expect(await registry.inForce(housing)).to.equal(HOUSING);
    });

    it('is refused twice, and so is its end', async () => {
      const { registry, guardian } = used.region;
      await refused(registry.unpause(), registry, 'NotPaused');
      await as(registry, guardian).pause();
      await refused(as(registry, guardian).pause(), registry, 'WritesPaused');
    });
  });

  it('every governance function refuses whoever has no role', async () => {
    const { registry, stranger } = used.region;
    const by = as(registry, stranger);
    const subject = DEPOSIT;
    const calls = [
      () => by.admitDepartment(NEW, stranger, 0),
      () => by.addAccount(HOUSING, stranger, 0, 0),
      () => by.endAccount(stranger, 0),
      () => by.addKey(HOUSING, subject, 1, 0, 0),
      () => by.endKey(subject, 0),
      () => by.markCompromised(subject, 0),
      () => by.accredit(HOUSING, subject, 0, 0),
      () => by.endAccreditation(HOUSING, subject, 0),
      () => by.suspendDepartment(HOUSING),
      () => by.resumeDepartment(HOUSING),
      () => by.succeed(HOUSING, APPROVAL, 0),
      () => by.pause(),
      () => by.unpause(),
    ];
    for (const call of calls) await refused(call(), registry, 'AccessManagedUnauthorized', stranger);
  });
});
