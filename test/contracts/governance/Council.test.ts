import { expect } from 'chai';
import { ZeroAddress, ZeroHash } from 'ethers';
import { testCode } from '../support/codes.ts';
import { as, bytes32, mined, timeOf } from '../support/fixture.ts';
import type { Region } from '../support/fixture.ts';
import { DELAY, call, decide, handOver, member } from '../support/governance.ts';
import type { Call } from '../support/governance.ts';
import { code } from '../support/region.ts';
import { emits, refused, useRegion } from '../support/suite.ts';

const NEW = code(testCode(1));
const SALT = bytes32('salt');

describe('Council', () => {
  const used = useRegion();
  let region: Region;
  let calls: Call[];
  let id: string;
  const later = () => used.chain.networkHelpers.time.increase(DELAY);

  beforeEach(async () => {
    region = used.region;
    await handOver(region);
    calls = [await call(region.registry, 'admitDepartment', NEW, await region.stranger.getAddress(), 0)];
    id = await region.council.proposalId(calls, SALT);
  });

  describe('composition', () => {
    const compose = (members: string[], threshold: number) =>
      used.chain.ethers.deployContract('Council', [members, threshold, region.manager]);
    const [a, b] = ['0x01', '0x02'].map((start) => start + '00'.repeat(19)) as [string, string];

    it('is of members and a threshold that none reaches alone', async () => {
      const addresses = await Promise.all(region.members.map((one) => one.getAddress()));
      expect(await region.council.members()).to.deep.equal(addresses);
      expect(await region.council.threshold()).to.equal(2n);
      expect(await (await compose([a, b], 2)).getFunction('members')()).to.deep.equal([a, b]);
    });

    it('refuses a threshold below 2 or above the members, zero and double members', async () => {
      const { council } = region;
      await refused(compose([a, b], 1), council, 'InvalidThreshold', 1, 2);
      await refused(compose([a, b], 0), council, 'InvalidThreshold', 0, 2);
      await refused(compose([a, b], 3), council, 'InvalidThreshold', 3, 2);
      await refused(compose([a, ZeroAddress], 2), council, 'ZeroMember');
      await refused(compose([a, b, a], 2), council, 'DuplicateMember', a);
    });
  });

  describe('approval', () => {
    it('proposes with the first, schedules with the one that completes the threshold', async () => {
      const [first, second] = region.members;
      const proposed = member(region, 0).approve(calls, SALT);
      const time = await timeOf(proposed);
      const logged = calls.map(({ target, data }) => [target, data]);
      await emits(proposed, region.council, 'Proposed', id, first, logged, SALT);
      await emits(proposed, region.council, 'Approved', id, first, 1);
      expect(await region.council.proposalState(id)).to.deep.equal([BigInt(time), false, false, 1n]);

      const decided = member(region, 1).approve(calls, SALT);
      const scheduled = await timeOf(decided);
      await emits(decided, region.council, 'Approved', id, second, 2);
      await emits(decided, region.council, 'Scheduled', id);
      expect(await region.council.proposalState(id)).to.deep.equal([BigInt(time), true, false, 2n]);
      expect(await region.council.hasApproved(id, second)).to.equal(true);
      const council = await region.council.getAddress();
      const operation = await region.manager.hashOperation(council, calls[0]?.target, calls[0]?.data);
      expect(await region.manager.getSchedule(operation)).to.equal(BigInt(scheduled + DELAY));
    });

    it('may be more than needed', async () => {
      await decide(region, calls, SALT);
      await emits(member(region, 2).approve(calls, SALT), region.council, 'Approved', id, region.members[2], 3);
    });

    it('is refused twice by one member, by others, and of nothing', async () => {
      const { council, stranger } = region;
      await member(region, 0).approve(calls, SALT);
      await refused(member(region, 0).approve(calls, SALT), council, 'AlreadyApproved', id, region.members[0]);
      await refused(as(council, stranger).approve(calls, SALT), council, 'NotMember', stranger);
      await refused(member(region, 0).approve([], SALT), council, 'EmptyProposal');
    });

    it('is of these calls under this salt and no others', async () => {
      await member(region, 0).approve(calls, SALT);
      await member(region, 1).approve(calls, bytes32('other salt'));
      expect((await region.council.proposalState(id)).approvals).to.equal(1n);
      const other = [await call(region.registry, 'suspendDepartment', NEW)];
      expect(await region.council.proposalId(other, SALT)).to.not.equal(id);
    });

    it('of what the Council may not do fails with the one that would schedule it', async () => {
      const forbidden = [await call(region.registry, 'pause')];
      await member(region, 0).approve(forbidden, SALT);
      const sent = member(region, 1).approve(forbidden, SALT);
      await refused(sent, region.manager, 'AccessManagerUnauthorizedCall');
    });

    it('may be taken back until the execution', async () => {
      const { council } = region;
      await decide(region, calls, SALT);
      await emits(member(region, 0).withdrawApproval(id), council, 'ApprovalWithdrawn', id, region.members[0]);
      expect(await council.hasApproved(id, region.members[0])).to.equal(false);
      await later();
      await refused(member(region, 1).execute(calls, SALT), council, 'NotEnoughApprovals', id, 1, 2);
      await member(region, 2).approve(calls, SALT);
      await member(region, 1).execute(calls, SALT);
      await refused(member(region, 1).withdrawApproval(id), council, 'AlreadyExecuted', id);
    });

    it('is taken back only by who gave it, of a proposal that exists', async () => {
      const { council, stranger } = region;
      await refused(member(region, 0).withdrawApproval(id), council, 'UnknownProposal', id);
      await member(region, 0).approve(calls, SALT);
      await refused(member(region, 1).withdrawApproval(id), council, 'NotApprovedBy', id, region.members[1]);
      await refused(as(council, stranger).withdrawApproval(id), council, 'NotMember', stranger);
    });

    it('expires after thirty days, as the proposal does', async () => {
      const { council } = region;
      const time = await timeOf(member(region, 0).approve(calls, SALT));
      const lifetime = Number(await council.PROPOSAL_LIFETIME());
      expect(lifetime).to.equal(30 * 86_400);
      await used.at(time + lifetime);
      await refused(member(region, 1).approve(calls, SALT), council, 'ProposalExpired', id, time + lifetime);
      await refused(member(region, 0).withdrawApproval(id), council, 'ProposalExpired');
      await refused(member(region, 0).execute(calls, SALT), council, 'ProposalExpired');
      await decide(region, calls, bytes32('anew'));
    });

    it('still counts in the last second', async () => {
      const time = await timeOf(member(region, 0).approve(calls, SALT));
      await used.at(time + 30 * 86_400 - 1);
      await member(region, 1).approve(calls, SALT);
      expect((await region.council.proposalState(id)).scheduled).to.equal(true);
    });
  });

  describe('execution', () => {
    it('makes all calls in order, after the delay', async () => {
      const subject = bytes32('subject');
      const list = [...calls, await call(region.registry, 'accredit', NEW, subject, 0, 0)];
      await decide(region, list, SALT);
      await later();
      const sent = member(region, 2).execute(list, SALT);
      await emits(sent, region.council, 'Executed', await region.council.proposalId(list, SALT), region.members[2]);
      expect(await region.registry.authorised(region.stranger, subject)).to.equal(NEW);
    });

    it('is refused before the delay is over', async () => {
      const time = await timeOf(
        member(region, 0)
          .approve(calls, SALT)
          .then(() => member(region, 1).approve(calls, SALT)),
      );
      await used.at(time + DELAY - 1);
      await refused(member(region, 0).execute(calls, SALT), region.manager, 'AccessManagerNotReady');
      await used.at(time + DELAY);
      await member(region, 0).execute(calls, SALT);
    });

    it('is refused below the threshold, of the unknown, by others, and twice', async () => {
      const { council, stranger } = region;
      await refused(member(region, 0).execute(calls, SALT), council, 'UnknownProposal', id);
      await member(region, 0).approve(calls, SALT);
      await refused(member(region, 0).execute(calls, SALT), council, 'NotEnoughApprovals', id, 1, 2);
      await member(region, 1).approve(calls, SALT);
      await later();
      await refused(as(council, stranger).execute(calls, SALT), council, 'NotMember', stranger);
      await member(region, 0).execute(calls, SALT);
      await refused(member(region, 0).execute(calls, SALT), council, 'AlreadyExecuted', id);
      await refused(member(region, 2).approve(calls, SALT), council, 'AlreadyExecuted', id);
      expect((await council.proposalState(id)).executed).to.equal(true);
    });

    it('makes all calls or none', async () => {
      const list = [...calls, await call(region.registry, 'resumeDepartment', NEW)];
      await decide(region, list, SALT);
      await later();
      await refused(member(region, 0).execute(list, SALT), region.registry, 'NotSuspended', NEW);
      expect((await region.registry.departmentState(NEW))[0]).to.equal(0n);
      expect((await region.council.proposalState(await region.council.proposalId(list, SALT))).executed).to.equal(
        false,
      );
    });

    it('cannot be re-entered by a call of its own', async () => {
      const { council } = region;
      const reentrant = await used.chain.ethers.deployContract('Reentrant', [council]);
      const first = (await region.members[0]?.getAddress()) ?? '';
      const change = [await call(council, 'setMembers', [await reentrant.getAddress(), first], 2)];
      await decide(region, change, SALT);
      await later();
      await member(region, 0).execute(change, SALT);
      const poke = [await call(reentrant, 'poke')];
      const again = council.interface.encodeFunctionData('execute', [poke, SALT]);
      await reentrant.getFunction('setCallback')(again);
      await reentrant.getFunction('forward')(council.interface.encodeFunctionData('approve', [poke, SALT]));
      await member(region, 0).approve(poke, SALT);
      await later();
      await member(region, 0).execute(poke, SALT);
      const met = council.interface.parseError(await reentrant.getFunction('met')());
      expect(met?.name).to.equal('AlreadyExecuted');
      expect(await reentrant.getFunction('pokes')()).to.equal(1n);
    });
  });

  describe('a new composition', () => {
    const compose = async (members: unknown[], threshold: number): Promise<void> => {
      const addresses = members.map((one) => (one as { address: string }).address);
      const change = [await call(region.council, 'setMembers', addresses, threshold)];
      await decide(region, change, bytes32('composition'));
      await later();
      await emits(
        member(region, 0).execute(change, bytes32('composition')),
        region.council,
        'MembersChanged',
        addresses,
        threshold,
      );
    };

    it('is the Council’s own decision', async () => {
      const direct = member(region, 0).setMembers([], 2);
      await refused(direct, region.council, 'AccessManagedUnauthorized', region.members[0]);
      await compose([region.members[0], region.stranger], 2);
      expect(await region.council.members()).to.have.lengthOf(2);
      await as(region.council, region.stranger).approve(calls, SALT);
      await refused(member(region, 1).approve(calls, SALT), region.council, 'NotMember', region.members[1]);
    });

    it('takes the vote from who left, also for proposals already scheduled', async () => {
      await decide(region, calls, SALT);
      await compose([region.members[0], region.members[2], region.stranger], 2);
      expect((await region.council.proposalState(id)).approvals).to.equal(1n);
      await refused(member(region, 0).execute(calls, SALT), region.council, 'NotEnoughApprovals', id, 1, 2);
      await member(region, 2).approve(calls, SALT);
      await member(region, 0).execute(calls, SALT);
    });

    it('may raise the threshold, also for proposals already scheduled', async () => {
      await decide(region, calls, SALT);
      await compose(region.members, 3);
      await refused(member(region, 0).execute(calls, SALT), region.council, 'NotEnoughApprovals', id, 2, 3);
    });
  });

  describe('the guardian', () => {
    it('cancels a scheduled proposal during the delay; under another salt it can be decided again', async () => {
      const { manager, council, guardian } = region;
      await decide(region, calls, SALT);
      await as(manager, guardian).cancel(await council.getAddress(), calls[0]?.target, calls[0]?.data);
      await later();
      await refused(member(region, 0).execute(calls, SALT), manager, 'AccessManagerNotScheduled');
      await decide(region, calls, bytes32('again'));
      await later();
      await member(region, 0).execute(calls, bytes32('again'));
      expect((await region.registry.departmentState(NEW))[0]).to.be.greaterThan(0n);
    });

    it('cannot cancel its own replacement', async () => {
      const { manager, council, guardian } = region;
      const revoke = await call(manager, 'revokeRole', 3, await guardian.getAddress());
      await decide(region, [revoke], SALT);
      const veto = as(manager, guardian).cancel(await council.getAddress(), revoke.target, revoke.data);
      await refused(veto, manager, 'AccessManagerUnauthorizedCancel');
      await later();
      await member(region, 0).execute([revoke], SALT);
      await refused(as(region.registry, guardian).pause(), region.registry, 'AccessManagedUnauthorized', guardian);
    });

    it('admits nobody, and neither does a member or the former admin alone', async () => {
      const { registry, manager, guardian, admin } = region;
      for (const signer of [guardian, admin, region.members[0] ?? admin]) {
        const sent = as(registry, signer).admitDepartment(NEW, region.stranger, 0);
        await refused(sent, registry, 'AccessManagedUnauthorized', signer);
        const grant = as(manager, signer).grantRole(1, await signer.getAddress(), 0);
        await refused(grant, manager, 'AccessManagerUnauthorizedAccount', signer, 0);
      }
    });
  });

  it('changes partners and the manager itself by proposals too', async () => {
    const entry = new TextEncoder().encode('{}');
    const list = [
      await call(region.partners, 'admit', 370100, entry),
      await call(region.manager, 'grantRole', 4, await region.stranger.getAddress(), 0),
    ];
    await decide(region, list, SALT);
    await later();
    expect((await mined(member(region, 0).execute(list, SALT))).status).to.equal(1);
    expect(await region.partners.digestOf(370100)).to.not.equal(ZeroHash);
    expect((await region.manager.hasRole(4, region.stranger))[0]).to.equal(true);
  });
});
