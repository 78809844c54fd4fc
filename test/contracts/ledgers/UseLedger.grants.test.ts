import { expect } from 'chai';
import { ZeroHash, concat } from 'ethers';
import { as, bytes32, timeOf } from '../support/fixture.ts';
import { newHolder, signed } from '../support/holder.ts';
import { u32, u64 } from '../support/ledger.ts';
import { CODES, code, sha256 } from '../support/region.ts';
import { accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const GRANT = bytes32('grant');
const REQUESTER = bytes32('requester');
const [TIME, COUNT, TIME_COUNT] = [1, 2, 3];
const TAG_CANCEL = sha256('zhenglian/v1/cancel-grant');

describe('UseLedger: grants', () => {
  const used = useRegion();
  const uses = () => as(used.region.uses, used.region.housing);

  describe('recording', () => {
    it('keeps department, kind, times, number and commitments', async () => {
      const { uses: contract } = used.region;
      const until = (await used.now()) + 1000;
      const sent = uses().grant(GRANT, REQUESTER, bytes32('holder'), TIME_COUNT, 0, until, 5);
      const from = await timeOf(sent);
      await emits(sent, contract, 'Granted', GRANT, HOUSING, REQUESTER, bytes32('holder'), TIME_COUNT, from, until, 5);
      const terms = [HOUSING, 3n, false, BigInt(from), BigInt(until), 5n, REQUESTER, bytes32('holder')];
      expect(await contract.grantOf(GRANT)).to.deep.equal(terms);
    });

    it('takes TIME with an end, COUNT with a number, and a later beginning', async () => {
      const now = await used.now();
      await uses().grant(bytes32('1'), REQUESTER, ZeroHash, TIME, now + 100, now + 1000, 0);
      await uses().grant(bytes32('2'), REQUESTER, ZeroHash, COUNT, 0, 0, 1);
      expect((await used.region.uses.grantOf(bytes32('1'))).from).to.equal(BigInt(now + 100));
      expect((await used.region.uses.grantOf(bytes32('2'))).remaining).to.equal(1n);
    });

    it('refuses terms that do not fit the kind', async () => {
      const { uses: contract } = used.region;
      const until = (await used.now()) + 1000;
      for (const [kind, end, count] of [
        [TIME, 0, 0],
        [TIME, until, 1],
        [COUNT, until, 1],
        [COUNT, 0, 0],
        [TIME_COUNT, 0, 1],
        [TIME_COUNT, until, 0],
      ] as const) {
        const sent = uses().grant(GRANT, REQUESTER, ZeroHash, kind, 0, end, count);
        await refused(sent, contract, 'GrantTermsMismatch', kind, end, count);
      }
      for (const kind of [0, 4]) {
        await refused(uses().grant(GRANT, REQUESTER, ZeroHash, kind, 0, until, 1), contract, 'InvalidGrantKind', kind);
      }
    });

    it('refuses repetition, zero commitments, past beginnings and empty intervals', async () => {
      const { uses: contract } = used.region;
      const now = await used.now();
      await refused(uses().grant(ZeroHash, REQUESTER, ZeroHash, COUNT, 0, 0, 1), contract, 'ZeroCommitment');
      await refused(uses().grant(GRANT, ZeroHash, ZeroHash, COUNT, 0, 0, 1), contract, 'ZeroCommitment');
      await refused(uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, now - 1, 0, 1), contract, 'TimeInPast');
      const empty = uses().grant(GRANT, REQUESTER, ZeroHash, TIME, now + 50, now + 50, 0);
      await refused(empty, contract, 'EmptyInterval', now + 50, now + 50);
      await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 1);
      await refused(uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 1), contract, 'GrantExists', GRANT);
      const other = as(contract, used.region.insurance).grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 1);
      await refused(other, contract, 'GrantExists', GRANT);
    });

    it('takes a beginning at this very block', async () => {
      const now = await used.now();
      await used.at(now + 10);
      await accepted(uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, now + 10, 0, 1));
      expect((await used.region.uses.grantOf(GRANT)).from).to.equal(BigInt(now + 10));
    });

    it('refuses strangers and paused regions', async () => {
      const { uses: contract, stranger, registry, guardian } = used.region;
      const foreign = as(contract, stranger).grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 1);
      await refused(foreign, contract, 'UnknownAccount', stranger);
      await as(registry, guardian).pause();
      await refused(uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 1), contract, 'WritesPaused');
    });
  });

  describe('cancellation by the department', () => {
    beforeEach(async () => {
      await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 5);
    });

    it('is final', async () => {
      const { uses: contract } = used.region;
      await emits(uses().cancel(GRANT), contract, 'CancelledByDepartment', GRANT, HOUSING);
      expect((await contract.grantOf(GRANT)).cancelled).to.equal(true);
      await refused(uses().cancel(GRANT), contract, 'GrantIsCancelled', GRANT);
    });

    it('is the taking department’s, or its successor’s', async () => {
      const { uses: contract, registry, insurance } = used.region;
      const other = as(contract, insurance);
      await refused(other.cancel(GRANT), contract, 'NotInCharge', INSURANCE, HOUSING);
      await registry.succeed(HOUSING, INSURANCE, 0);
      await emits(other.cancel(GRANT), contract, 'CancelledByDepartment', GRANT, INSURANCE);
    });

    it('is refused for an unknown grant and in a paused region', async () => {
      const { uses: contract, registry, guardian } = used.region;
      await refused(uses().cancel(REQUESTER), contract, 'UnknownGrant', REQUESTER);
      await as(registry, guardian).pause();
      await refused(uses().cancel(GRANT), contract, 'WritesPaused');
    });
  });

  describe('cancellation by the holder', () => {
    const holder = newHolder();
    const message = (grantId: string, nonce: number): Promise<string> =>
      used.region.uses.cancellationMessage(grantId, nonce);
    /** Relayed by someone who has no account anywhere. */
    const relay = () => as(used.region.uses, used.region.stranger);

    beforeEach(async () => {
      await uses().grant(GRANT, REQUESTER, holder.commitment, COUNT, 0, 0, 5);
    });

    it('signs chain, contract, grant and nonce', async () => {
      const contract = await used.region.uses.getAddress();
      const expected = concat([TAG_CANCEL, u64(370500), contract, GRANT, u32(7)]);
      expect(await message(GRANT, 7)).to.equal(expected);
      expect(await used.region.uses.holderOf(holder.salt, holder.x, holder.y)).to.equal(holder.commitment);
    });

    for (const half of ['low', 'high'] as const) {
      it(`is relayed by anyone, with ${half} s`, async () => {
        const sent = accepted(relay().cancelByHolder(GRANT, 0, signed(holder, await message(GRANT, 0), half)));
        await emits(sent, used.region.uses, 'CancelledByHolder', GRANT, holder.commitment, 0);
        expect((await used.region.uses.grantOf(GRANT)).cancelled).to.equal(true);
        expect(await used.region.uses.nonceOf(holder.commitment)).to.equal(1n);
      });
    }

    it('is refused twice: the same signature is spent, a new one finds the grant cancelled', async () => {
      const { uses: contract } = used.region;
      const signature = signed(holder, await message(GRANT, 0));
      await relay().cancelByHolder(GRANT, 0, signature);
      const replayed = relay().cancelByHolder(GRANT, 0, signature);
      await refused(replayed, contract, 'NonceMismatch', holder.commitment, 0, 1);
      const again = relay().cancelByHolder(GRANT, 1, signed(holder, await message(GRANT, 1)));
      await refused(again, contract, 'GrantIsCancelled', GRANT);
      await refused(uses().cancel(GRANT), contract, 'GrantIsCancelled', GRANT);
    });

    it('is refused with a nonce skipped', async () => {
      const sent = relay().cancelByHolder(GRANT, 1, signed(holder, await message(GRANT, 1)));
      await refused(sent, used.region.uses, 'NonceMismatch', holder.commitment, 1, 0);
    });

    it('is refused over anything but this very cancellation', async () => {
      const { uses: contract } = used.region;
      await uses().grant(REQUESTER, REQUESTER, holder.commitment, COUNT, 0, 0, 5);
      const right = await message(GRANT, 0);
      const otherChain = concat([TAG_CANCEL, u64(370100), await contract.getAddress(), GRANT, u32(0)]);
      const otherContract = concat([TAG_CANCEL, u64(370500), await used.region.records.getAddress(), GRANT, u32(0)]);
      const wrong = [await message(REQUESTER, 0), await message(GRANT, 1), otherChain, otherContract];
      for (const text of wrong) {
        await refused(relay().cancelByHolder(GRANT, 0, signed(holder, text)), contract, 'InvalidSignature', GRANT);
      }
      const signature = signed(holder, right);
      for (const broken of [
        { ...signature, r: ZeroHash },
        { ...signature, s: ZeroHash },
        { ...signature, s: `0x${'ff'.repeat(32)}` },
        { ...signature, r: signature.s, s: signature.r },
      ]) {
        await refused(relay().cancelByHolder(GRANT, 0, broken), contract, 'InvalidSignature', GRANT);
      }
      expect(await contract.nonceOf(holder.commitment)).to.equal(0n);
      await relay().cancelByHolder(GRANT, 0, signature);
    });

    it('is refused by another key, with another salt, and for a key off the curve', async () => {
      const { uses: contract } = used.region;
      const other = newHolder();
      const foreign = signed(other, await message(GRANT, 0));
      await refused(relay().cancelByHolder(GRANT, 0, foreign), contract, 'OtherHolder', GRANT);
      const salted = { ...signed(holder, await message(GRANT, 0)), salt: bytes32('other salt') };
      await refused(relay().cancelByHolder(GRANT, 0, salted), contract, 'OtherHolder', GRANT);
      const off = await contract.holderOf(holder.salt, holder.x, holder.x);
      await uses().grant(REQUESTER, REQUESTER, off, COUNT, 0, 0, 5);
      const forged = { ...signed(holder, await message(REQUESTER, 0)), y: holder.x };
      await refused(relay().cancelByHolder(REQUESTER, 0, forged), contract, 'InvalidSignature', REQUESTER);
    });

    it('is refused for unknown grants, for grants without a key, and in a paused region', async () => {
      const { uses: contract, registry, guardian } = used.region;
      const signature = signed(holder, await message(GRANT, 0));
      await refused(relay().cancelByHolder(REQUESTER, 0, signature), contract, 'UnknownGrant', REQUESTER);
      await uses().grant(REQUESTER, REQUESTER, ZeroHash, COUNT, 0, 0, 5);
      await refused(relay().cancelByHolder(REQUESTER, 0, signature), contract, 'NoHolderKey', REQUESTER);
      await as(registry, guardian).pause();
      await refused(relay().cancelByHolder(GRANT, 0, signature), contract, 'WritesPaused');
    });

    it('counts on over the grants of one key', async () => {
      await uses().grant(REQUESTER, REQUESTER, holder.commitment, COUNT, 0, 0, 5);
      await relay().cancelByHolder(GRANT, 0, signed(holder, await message(GRANT, 0)));
      await relay().cancelByHolder(REQUESTER, 1, signed(holder, await message(REQUESTER, 1)));
      expect(await used.region.uses.nonceOf(holder.commitment)).to.equal(2n);
    });
  });
});
