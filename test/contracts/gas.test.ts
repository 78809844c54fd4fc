import { expect } from 'chai';
import { DEPOSIT, FUND, as, bytes32, mined } from './support/fixture.ts';
import { digest } from './support/ledger.ts';
import { CODES, code } from './support/region.ts';
import { ZERO32, useRegion } from './support/suite.ts';

// `npm run bench -- gas` shows the same beside a peer and the floor; here they are limits.
describe('gas, by receipts, is at most', () => {
  const used = useRegion();
  const gas = async (sent: Parameters<typeof mined>[0]): Promise<number> => Number((await mined(sent)).gasUsed);
  const anchored = async (size: number): Promise<string> => {
    await as(used.region.anchors, used.region.housing).anchor(DEPOSIT, bytes32('batch'), size);
    return digest('anchor', code(CODES.housing), DEPOSIT, bytes32('batch'));
  };

  it('60,000 for one root, and 35,000 each for ten', async () => {
    const anchors = as(used.region.anchors, used.region.housing);
    expect(await gas(anchors.anchor(DEPOSIT, bytes32('one'), 2 ** 32 - 1))).to.be.at.most(60_000);
    const ten = Array.from({ length: 10 }, (_, index) => ({ typeId: DEPOSIT, root: bytes32(`${index}`), size: 9999 }));
    expect(await gas(anchors.anchorMany(ten))).to.be.at.most(350_000);
  });

  it('400 each for the status of 10,000 leaves, dense', async () => {
    const id = await anchored(10_112);
    const words = Array.from({ length: 79 }, () => (1n << 256n) - 1n);
    expect(await gas(as(used.region.anchors, used.region.housing).setStatusDense(id, 0, words))).to.be.at.most(
      4_000_000,
    );
  });

  it('25,000 each for 1,000 leaves in different words', async () => {
    const id = await anchored(2 ** 30);
    const changes = Array.from({ length: 1000 }, (_, i) => ({ anchorId: id, index: 0x01010101 + i * 128, status: 1 }));
    expect(await gas(as(used.region.anchors, used.region.housing).setStatusMany(changes))).to.be.at.most(25_000_000);
  });

  it('90,000 for a commit, whatever number of records it holds', async () => {
    const records = as(used.region.records, used.region.housing);
    const now = await used.now();
    const coverage = (count: bigint) => ({ from: now - 9, through: now - 5, vrfEpoch: 1, count, closedAt: now });
    await records.commit(FUND, ZERO32, bytes32('a'), coverage(1n));
    expect(await gas(records.commit(FUND, bytes32('a'), bytes32('b'), coverage(1_000n)))).to.be.at.most(90_000);
    expect(await gas(records.commit(FUND, bytes32('b'), bytes32('c'), coverage(2n ** 63n)))).to.be.at.most(90_000);
  });

  it('12,000 for a use in a batch of 100', async () => {
    const uses = as(used.region.uses, used.region.housing);
    const until = (await used.now()) + 1e6;
    const requester = bytes32('requester');
    const grants = Array.from({ length: 100 }, (_, index) => bytes32(`grant ${index}`));
    for (const id of grants) await uses.grant(id, requester, bytes32('holder'), 3, 0, until, 9);
    await uses.recordUses(requester, ZERO32, [{ grantId: grants[0], commitment: bytes32('first') }]);
    const head: unknown = await uses.useHead(code(CODES.housing), requester);
    const items = grants.map((grantId, index) => ({ grantId, commitment: bytes32(`use ${index}`) }));
    expect(await gas(uses.recordUses(requester, head, items))).to.be.at.most(1_200_000);
  });
});
