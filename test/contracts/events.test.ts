import { expect } from 'chai';
import { ZeroHash, toUtf8Bytes } from 'ethers';
import { DEPOSIT, FUND, PERMIT, as, bytes32 } from './support/fixture.ts';
import type { Region } from './support/fixture.ts';
import { newHolder, signed } from './support/holder.ts';
import { rebuild } from './support/indexer.ts';
import { digest } from './support/ledger.ts';
import { CODES, code, sha256 } from './support/region.ts';
import { useRegion } from './support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const APPROVAL = code(CODES.approval);
const ID = digest('anchor', HOUSING, DEPOSIT, bytes32('root'));
const REQUESTER = bytes32('requester');

/** Everything a region can go through, once. */
async function live(region: Region, now: number): Promise<void> {
  const { registry, partners, guardian, arbiter, housing, insurance, stranger } = region;
  const [anchors, records, uses] = [as(region.anchors, housing), as(region.records, housing), as(region.uses, housing)];
  await registry.addAccount(HOUSING, stranger, 0, now + 5000);
  await registry.endAccount(stranger, now + 4000);
  await registry.addKey(HOUSING, bytes32('key'), 1, 0, 0);
  await registry.endKey(bytes32('key'), now + 9000);
  await registry.markCompromised(bytes32('key'), 0);
  await registry.accredit(HOUSING, PERMIT, 0, now + 1000);
  await registry.accredit(HOUSING, PERMIT, now + 2000, 0);
  await registry.endAccreditation(HOUSING, PERMIT, now + 3000);
  await as(registry, guardian).suspendDepartment(INSURANCE);
  await registry.resumeDepartment(INSURANCE);
  await as(registry, guardian).suspendDepartment(APPROVAL);
  await registry.succeed(APPROVAL, INSURANCE, now + 6000);
  await as(registry, guardian).pause();
  await registry.unpause();

  await anchors.anchor(DEPOSIT, bytes32('root'), 300);
  await anchors.anchorMany([
    { typeId: DEPOSIT, root: bytes32('root'), size: 300 },
    { typeId: DEPOSIT, root: bytes32('next'), size: 5 },
  ]);
  await anchors.setStatus(ID, 0, 2);
  await anchors.setStatusMany([
    { anchorId: ID, index: 0, status: 1 },
    { anchorId: ID, index: 299, status: 3 },
    { anchorId: digest('anchor', HOUSING, DEPOSIT, bytes32('next')), index: 4, status: 2 },
  ]);
  await anchors.setStatusDense(ID, 0, [1n | (2n << 254n), 7n]);

  const coverage = { from: 1, through: now, vrfEpoch: 1, count: 9, closedAt: now };
  await records.commit(FUND, ZeroHash, bytes32('a'), coverage);
  await records.commit(FUND, bytes32('a'), bytes32('b'), { ...coverage, count: 10 });
  for (const key of ['x', 'y']) await as(region.records, arbiter).raiseDispute(FUND, bytes32(key), bytes32('why'));
  await as(region.records, arbiter).clearDispute(FUND, bytes32('x'), bytes32('settled'));

  const holder = newHolder();
  await uses.grant(bytes32('time'), REQUESTER, ZeroHash, 1, 0, now + 9000, 0);
  await uses.grant(bytes32('count'), REQUESTER, ZeroHash, 2, 0, 0, 2);
  await uses.grant(bytes32('held'), REQUESTER, holder.commitment, 3, 0, now + 9000, 4);
  const list = ['time', 'count', 'count', 'count', 'held'].map((name, index) => ({
    grantId: bytes32(name),
    commitment: bytes32(`use ${index}`),
  }));
  await uses.recordUses(REQUESTER, ZeroHash, list);
  await uses.cancel(bytes32('count'));
  const message: string = await region.uses.cancellationMessage(bytes32('held'), 0);
  await as(region.uses, insurance).cancelByHolder(bytes32('held'), 0, signed(holder, message));

  for (const chainId of [1, 2]) await partners.admit(chainId, toUtf8Bytes('{}'));
  await partners.update(1, toUtf8Bytes('{"a":1}'));
  await partners.remove(2);
}

describe('events', () => {
  const used = useRegion();

  it('are enough to rebuild a region’s whole state, hash chains included', async () => {
    const { registry, anchors, records, uses, partners } = used.region;
    await live(used.region, await used.now());
    const state = await rebuild(used.chain, used.region);

    expect(state.departments.size).to.equal(3);
    for (const [department, { from, until, suspensions, successor }] of state.departments) {
      const newest = suspensions.at(-1) ?? [0n, 0n];
      const expected = [from, until, ...newest, BigInt(suspensions.length)];
      expect(await registry.departmentState(department)).to.deep.equal(expected);
      expect((await registry.successorOf(department))[0]).to.equal(successor ?? `0x${'00'.repeat(18)}`);
    }
    expect(state.accounts.size).to.equal(4);
    for (const [account, { department, from, until }] of state.accounts) {
      expect(await registry.accountOf(account)).to.deep.equal([department, from, until]);
    }
    const key = await registry.keyOf(bytes32('key'));
    expect([...key].slice(1)).to.deep.equal(state.keys.get(bytes32('key')));
    for (const [pair, intervals] of state.accreditations) {
      const [department, subject] = pair.split(' ');
      expect((await registry.accreditationOf(department, subject))[0]).to.equal(BigInt(intervals.length));
      for (const [index, interval] of intervals.entries()) {
        expect(await registry.accreditationAt(department, subject, index)).to.deep.equal(interval);
      }
    }
    expect(await registry.paused()).to.equal(state.paused);

    expect(state.anchors.size).to.equal(2);
    for (const [id, { department, size, time, block }] of state.anchors) {
      expect(await anchors.anchorOf(id)).to.deep.equal([department, size, BigInt(time), BigInt(block)]);
      expect(await anchors.statusHead(id)).to.equal(state.statusHeads.get(id));
      for (let word = 0; word < 3; word++) {
        expect(await anchors.statusWord(id, word)).to.equal(state.words.get(`${id} ${word}`) ?? 0n);
      }
    }
    const head = state.domains.get(FUND);
    const { root, coverage = [], epoch, department, time = 0 } = head ?? {};
    expect(await records.headOf(FUND)).to.deep.equal([root, ...coverage, epoch, department, BigInt(time)]);
    for (const name of ['x', 'y']) {
      const { raisedAt } = await records.disputeOf(FUND, bytes32(name));
      expect(raisedAt !== 0n).to.equal(state.disputes.has(`${FUND} ${bytes32(name)}`));
    }
    expect(state.grants.size).to.equal(3);
    for (const [id, expected] of state.grants) {
      const { department: taker, kind, cancelled, remaining } = await uses.grantOf(id);
      expect({ department: taker, kind, cancelled, remaining }).to.deep.equal(expected);
    }
    expect(await uses.useHead(HOUSING, REQUESTER)).to.equal(state.useHeads.get(`${HOUSING} ${REQUESTER}`));
    expect(state.partners).to.deep.equal(new Map([[1n, sha256('{"a":1}')]]));
    expect(await partners.digestOf(1)).to.equal(state.partners.get(1n));
  });
});
