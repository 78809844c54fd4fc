import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { DEPOSIT, FUND, as, bytes32, timeOf } from '../support/fixture.ts';
import { CODES, code } from '../support/region.ts';
import { accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const APPROVAL = code(CODES.approval);
const [A, B, C] = ['a', 'b', 'c'].map(bytes32) as [string, string, string];
const KEY = bytes32('record key');
const REASON = bytes32('reason');

describe('RecordRegistry', () => {
  const used = useRegion();
  const records = () => as(used.region.records, used.region.housing);
  const coverage = async (more: Record<string, number | bigint> = {}) => {
    const now = await used.now();
    return { from: now - 9000, through: now - 100, vrfEpoch: 1, count: 10, closedAt: now - 50, ...more };
  };
  const values = ({ from, through, vrfEpoch, count, closedAt }: Awaited<ReturnType<typeof coverage>>) =>
    [from, through, vrfEpoch, count, closedAt].map(BigInt);

  describe('commit', () => {
    it('moves the head and keeps every epoch’s root', async () => {
      const first = await coverage();
      const sent = records().commit(FUND, ZeroHash, A, first);
      const time = await timeOf(sent);
      await emits(sent, used.region.records, 'RecordsCommitted', FUND, HOUSING, 1, ZeroHash, A, values(first));
      expect(await used.region.records.headOf(FUND)).to.deep.equal([A, ...values(first), 1n, HOUSING, BigInt(time)]);

      const second = await coverage({ vrfEpoch: 2, count: 2n ** 64n - 1n });
      const next = records().commit(FUND, A, B, second);
      const later = await timeOf(next);
      await emits(next, used.region.records, 'RecordsCommitted', FUND, HOUSING, 2, A, B, values(second));
      expect(await used.region.records.headOf(FUND)).to.deep.equal([B, ...values(second), 2n, HOUSING, BigInt(later)]);
      expect(await used.region.records.rootAt(FUND, 1)).to.equal(A);
      expect(await used.region.records.rootAt(FUND, 2)).to.equal(B);
      expect(await used.region.records.rootAt(FUND, 3)).to.equal(ZeroHash);
    });

    it('may say anew what an unchanged root covers, also less', async () => {
      await records().commit(FUND, ZeroHash, A, await coverage());
      const now = await used.now();
      await records().commit(FUND, A, A, await coverage({ from: now - 50, through: now - 50 }));
      const head = await used.region.records.headOf(FUND);
      expect([head.root, head.epoch, head.from]).to.deep.equal([A, 2n, BigInt(now - 50)]);
    });

    it('is refused on top of another root than the newest', async () => {
      const { records: contract } = used.region;
      await refused(records().commit(FUND, B, A, await coverage()), contract, 'StaleRoot', FUND, B, ZeroHash);
      await records().commit(FUND, ZeroHash, A, await coverage());
      await refused(records().commit(FUND, ZeroHash, B, await coverage()), contract, 'StaleRoot', FUND, ZeroHash, A);
      await records().commit(FUND, A, B, await coverage());
      await refused(records().commit(FUND, A, C, await coverage()), contract, 'StaleRoot', FUND, A, B);
    });

    it('is refused without a root', async () => {
      const sent = records().commit(FUND, ZeroHash, ZeroHash, await coverage());
      await refused(sent, used.region.records, 'ZeroRoot');
    });

    it('is refused when the coverage runs backwards or the source was read in the future', async () => {
      const { records: contract } = used.region;
      const inverted = await coverage({ from: 20, through: 19 });
      await refused(records().commit(FUND, ZeroHash, A, inverted), contract, 'CoverageInverted', 20, 19);
      const now = await used.now();
      await used.at(now + 10);
      const future = await coverage({ closedAt: now + 11 });
      await refused(records().commit(FUND, ZeroHash, A, future), contract, 'TimeInFuture', now + 11, now + 10);
      await used.at(now + 20);
      await accepted(records().commit(FUND, ZeroHash, A, await coverage({ closedAt: now + 20 })));
    });

    it('is refused when the VRF generation or the reading of the source goes back', async () => {
      const { records: contract } = used.region;
      const first = await coverage({ vrfEpoch: 3 });
      await records().commit(FUND, ZeroHash, A, first);
      const regressed = records().commit(FUND, A, B, { ...first, vrfEpoch: 2 });
      await refused(regressed, contract, 'VrfEpochRegressed', 2, 3);
      const earlier = records().commit(FUND, A, B, { ...first, closedAt: first.closedAt - 1 });
      await refused(earlier, contract, 'ClosingRegressed', first.closedAt - 1, first.closedAt);
      await records().commit(FUND, A, B, first);
    });
  });

  describe('the department in charge', () => {
    it('alone commits', async () => {
      const { records: contract, insurance, stranger } = used.region;
      const other = as(contract, insurance).commit(FUND, ZeroHash, A, await coverage());
      await refused(other, contract, 'NotAccredited', INSURANCE, FUND);
      const nobody = as(contract, stranger).commit(FUND, ZeroHash, A, await coverage());
      await refused(nobody, contract, 'UnknownAccount', stranger);
    });

    it('stays in charge when a second one is accredited beside it', async () => {
      const { records: contract, registry, insurance } = used.region;
      await registry.accredit(INSURANCE, FUND, 0, 0);
      await records().commit(FUND, ZeroHash, A, await coverage());
      const second = as(contract, insurance).commit(FUND, A, B, await coverage());
      await refused(second, contract, 'NotInCharge', INSURANCE, HOUSING);
      await as(registry, used.region.guardian).suspendDepartment(HOUSING);
      const meanwhile = as(contract, insurance).commit(FUND, A, B, await coverage());
      await refused(meanwhile, contract, 'NotInCharge', INSURANCE, HOUSING);
    });

    it('changes once its accreditation has ended', async () => {
      const { records: contract, registry, insurance } = used.region;
      await registry.accredit(INSURANCE, FUND, 0, 0);
      await records().commit(FUND, ZeroHash, A, await coverage());
      await registry.endAccreditation(HOUSING, FUND, 0);
      await as(contract, insurance).commit(FUND, A, B, await coverage());
      expect((await contract.headOf(FUND)).department).to.equal(INSURANCE);
      await refused(records().commit(FUND, B, C, await coverage()), contract, 'NotAccredited', HOUSING, FUND);
    });

    it('changes by succession', async () => {
      const { records: contract, registry, approval } = used.region;
      await records().commit(FUND, ZeroHash, A, await coverage());
      await registry.succeed(HOUSING, APPROVAL, 0);
      await accepted(as(contract, approval).commit(FUND, A, B, await coverage()));
      expect((await contract.headOf(FUND)).department).to.equal(APPROVAL);
      await refused(records().commit(FUND, B, C, await coverage()), contract, 'DepartmentNotInForce');
    });

    it('commits to several domains, each with epochs of its own', async () => {
      await records().commit(FUND, ZeroHash, A, await coverage());
      await records().commit(DEPOSIT, ZeroHash, B, await coverage());
      expect((await used.region.records.headOf(DEPOSIT)).epoch).to.equal(1n);
      expect((await used.region.records.headOf(FUND)).root).to.equal(A);
    });

    it('commits nothing while the region is paused', async () => {
      await as(used.region.registry, used.region.guardian).pause();
      const sent = records().commit(FUND, ZeroHash, A, await coverage());
      await refused(sent, used.region.records, 'WritesPaused');
    });
  });

  describe('disputes', () => {
    const arbiter = () => as(used.region.records, used.region.arbiter);

    beforeEach(async () => {
      await records().commit(FUND, ZeroHash, A, await coverage());
      await records().commit(FUND, A, B, await coverage());
    });

    it('are raised by the arbiter under the present epoch', async () => {
      const sent = arbiter().raiseDispute(FUND, KEY, REASON);
      const time = await timeOf(sent);
      await emits(sent, used.region.records, 'DisputeRaised', FUND, KEY, REASON);
      const address = await used.region.arbiter.getAddress();
      expect(await used.region.records.disputeOf(FUND, KEY)).to.deep.equal([BigInt(time), 2n, address]);
    });

    it('are cleared with a reason, and may be raised again', async () => {
      await arbiter().raiseDispute(FUND, KEY, REASON);
      await emits(arbiter().clearDispute(FUND, KEY, A), used.region.records, 'DisputeCleared', FUND, KEY, A);
      expect((await used.region.records.disputeOf(FUND, KEY)).raisedAt).to.equal(0n);
      await arbiter().raiseDispute(FUND, KEY, REASON);
      expect((await used.region.records.disputeOf(FUND, KEY)).epoch).to.equal(2n);
    });

    it('are refused without key, reason, map or dispute, and a second time', async () => {
      const { records: contract } = used.region;
      await refused(arbiter().raiseDispute(FUND, ZeroHash, REASON), contract, 'ZeroRecordKey');
      await refused(arbiter().raiseDispute(FUND, KEY, ZeroHash), contract, 'ZeroReason');
      await refused(arbiter().raiseDispute(DEPOSIT, KEY, REASON), contract, 'UnknownDomain', DEPOSIT);
      await refused(arbiter().clearDispute(FUND, KEY, REASON), contract, 'NoDispute', FUND, KEY);
      await arbiter().raiseDispute(FUND, KEY, REASON);
      await refused(arbiter().raiseDispute(FUND, KEY, REASON), contract, 'DisputeExists', FUND, KEY);
      await refused(arbiter().clearDispute(FUND, KEY, ZeroHash), contract, 'ZeroReason');
      await refused(arbiter().clearDispute(FUND, ZeroHash, REASON), contract, 'ZeroRecordKey');
    });

    it('are the arbiter’s alone, and rest while the region is paused', async () => {
      const { records: contract, housing, registry, guardian } = used.region;
      await refused(records().raiseDispute(FUND, KEY, REASON), contract, 'AccessManagedUnauthorized', housing);
      await refused(records().clearDispute(FUND, KEY, REASON), contract, 'AccessManagedUnauthorized', housing);
      await arbiter().raiseDispute(FUND, KEY, REASON);
      await as(registry, guardian).pause();
      await refused(arbiter().raiseDispute(FUND, A, REASON), contract, 'WritesPaused');
      await refused(arbiter().clearDispute(FUND, KEY, REASON), contract, 'WritesPaused');
    });
  });
});
