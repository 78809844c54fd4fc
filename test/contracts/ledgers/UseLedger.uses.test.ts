import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { as, bytes32, mined, timeOf } from '../support/fixture.ts';
import { digest, encodedError, u64 } from '../support/ledger.ts';
import { CODES, code } from '../support/region.ts';
import { emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const REQUESTER = bytes32('requester');
const [TIME, COUNT, TIME_COUNT] = [1, 2, 3];
const GRANT = bytes32('grant');

type Use = { grantId: string; commitment: string };
const use = (name: string, grantId: string = GRANT): Use => ({ grantId, commitment: bytes32(name) });
const legal = (name: string): Use => use(name, ZeroHash);
const linked = (head: string, time: number, ...list: Use[]): string =>
  list.reduce(
    (previous, { grantId, commitment }) => digest('use', HOUSING, REQUESTER, previous, grantId, commitment, u64(time)),
    head,
  );

describe('UseLedger: uses', () => {
  const used = useRegion();
  const uses = () => as(used.region.uses, used.region.housing);
  const head = () => used.region.uses.useHead(HOUSING, REQUESTER);
  const remaining = async (): Promise<bigint> => (await used.region.uses.grantOf(GRANT)).remaining;
  const error = (name: string, types: string[] = [], values: unknown[] = []): string =>
    encodedError(used.region.uses.interface.getError(name)?.selector, types, values);
  const items = (list: Use[]) => list.map(({ grantId, commitment }) => [grantId, commitment]);

  it('are chained per requester, in order, with the block’s time', async () => {
    await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 10);
    const list = [use('a'), legal('b'), use('c')];
    const sent = uses().recordUses(REQUESTER, ZeroHash, list);
    const first = linked(ZeroHash, await timeOf(sent), ...list);
    await emits(sent, used.region.uses, 'UsesRecorded', HOUSING, REQUESTER, first, items(list));
    expect(await head()).to.equal(first);
    expect(await remaining()).to.equal(8n);
    const later = await timeOf(uses().recordUses(REQUESTER, first, [use('d')]));
    expect(await head()).to.equal(linked(first, later, use('d')));
  });

  it('build on the newest head, so that a repeated batch is refused', async () => {
    const { uses: contract } = used.region;
    await uses().recordUses(REQUESTER, ZeroHash, [legal('a')]);
    const now = await head();
    const repeated = uses().recordUses(REQUESTER, ZeroHash, [legal('a')]);
    await refused(repeated, contract, 'StaleHead', REQUESTER, ZeroHash, now);
  });

  it('of each department form a chain of their own', async () => {
    await uses().recordUses(REQUESTER, ZeroHash, [legal('a')]);
    await as(used.region.uses, used.region.insurance).recordUses(REQUESTER, ZeroHash, [legal('a')]);
    expect(await used.region.uses.useHead(INSURANCE, REQUESTER)).to.not.equal(await head());
  });

  describe('beyond a grant are left out and reported, and the batch goes on', () => {
    const refuses = async (list: Use[], left: Use, reason: string): Promise<void> => {
      const before = await head();
      const contract = used.region.uses;
      const kept = list.filter((item) => item !== left);
      const sent = uses().recordUses(REQUESTER, before, list);
      const after = linked(before, await timeOf(sent), ...kept);
      await emits(sent, contract, 'UseRefused', REQUESTER, left.grantId, left.commitment, reason);
      await emits(sent, contract, 'UsesRecorded', HOUSING, REQUESTER, after, items(kept));
      expect(await head()).to.equal(after);
    };

    it('when its number is spent', async () => {
      await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 2);
      const third = use('c');
      const list = [use('a'), use('b'), third, legal('d')];
      expect(await uses().recordUses.staticCall(REQUESTER, ZeroHash, list)).to.equal(3n);
      const reason = error('GrantSpent', ['bytes32'], [GRANT]);
      await refuses(list, third, reason);
      expect(await remaining()).to.equal(0n);
    });

    it('when its time is over', async () => {
      const now = await used.now();
      await uses().grant(GRANT, REQUESTER, ZeroHash, TIME, now + 100, now + 200, 0);
      const from = now + 100;
      const late = use('late');
      const reason = error('GrantNotInForce', ['bytes32', 'uint32', 'uint32'], [GRANT, from, now + 200]);
      await used.at(from - 2);
      await refuses([legal('x'), late], late, reason);
      await used.at(from);
      await uses().recordUses(REQUESTER, await head(), [use('first')]);
      await used.at(now + 199);
      await uses().recordUses(REQUESTER, await head(), [use('last')]);
      await used.at(now + 200);
      await refuses([late, legal('y')], late, reason);
      expect(await remaining()).to.equal(0n);
    });

    it('when it has both, at whichever comes first', async () => {
      const now = await used.now();
      await uses().grant(GRANT, REQUESTER, ZeroHash, TIME_COUNT, 0, now + 200, 1);
      await uses().recordUses(REQUESTER, ZeroHash, [use('a')]);
      const second = use('b');
      await refuses([second, legal('x')], second, error('GrantSpent', ['bytes32'], [GRANT]));
    });

    it('when it was cancelled', async () => {
      await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 2);
      await uses().cancel(GRANT);
      const late = use('late');
      await refuses([late, legal('x')], late, error('GrantIsCancelled', ['bytes32'], [GRANT]));
      expect(await remaining()).to.equal(2n);
    });

    it('when it is unknown, or another requester’s', async () => {
      await uses().grant(GRANT, bytes32('other requester'), ZeroHash, COUNT, 0, 0, 2);
      const foreign = use('a');
      await refuses([foreign, legal('x')], foreign, error('OtherRequester', ['bytes32'], [GRANT]));
      const unknown = use('b', bytes32('no grant'));
      await refuses([unknown, legal('y')], unknown, error('UnknownGrant', ['bytes32'], [bytes32('no grant')]));
      expect(await remaining()).to.equal(2n);
    });

    it('when another department took it, until that one is succeeded', async () => {
      const { uses: contract, registry, insurance } = used.region;
      await as(contract, insurance).grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 2);
      const foreign = use('a');
      const reason = error('NotInCharge', ['bytes18', 'bytes18'], [HOUSING, INSURANCE]);
      await refuses([foreign, legal('x')], foreign, reason);
      await registry.succeed(INSURANCE, HOUSING, 0);
      await uses().recordUses(REQUESTER, await head(), [use('b')]);
      expect(await remaining()).to.equal(1n);
    });

    it('when the use says nothing', async () => {
      await uses().grant(GRANT, REQUESTER, ZeroHash, COUNT, 0, 0, 2);
      const empty = { grantId: GRANT, commitment: ZeroHash };
      await refuses([empty, use('a')], empty, error('ZeroCommitment'));
      const nothing = { grantId: ZeroHash, commitment: ZeroHash };
      await refuses([nothing, use('b')], nothing, error('ZeroCommitment'));
    });

    it('leaving head and events alone when none is left', async () => {
      const sent = uses().recordUses(REQUESTER, ZeroHash, [use('a'), use('b')]);
      const receipt = await mined(sent);
      expect(receipt.logs.map((log) => log.topics[0])).to.deep.equal(
        Array<unknown>(2).fill(used.region.uses.interface.getEvent('UseRefused')?.topicHash),
      );
      expect(await head()).to.equal(ZeroHash);
    });
  });

  it('are refused as a whole when there are none, without requester, by strangers and in a paused region', async () => {
    const { uses: contract, stranger, registry, guardian } = used.region;
    await refused(uses().recordUses(REQUESTER, ZeroHash, []), contract, 'EmptyBatch');
    await refused(uses().recordUses(ZeroHash, ZeroHash, [legal('a')]), contract, 'ZeroCommitment');
    const foreign = as(contract, stranger).recordUses(REQUESTER, ZeroHash, [legal('a')]);
    await refused(foreign, contract, 'UnknownAccount', stranger);
    await as(registry, guardian).pause();
    await refused(uses().recordUses(REQUESTER, ZeroHash, [legal('a')]), contract, 'WritesPaused');
  });
});
