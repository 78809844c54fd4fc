import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { DEPOSIT, PERMIT, as, bytes32, mined, timeOf } from '../support/fixture.ts';
import { digest, encodedError } from '../support/ledger.ts';
import { CODES, code } from '../support/region.ts';
import { emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const INSURANCE = code(CODES.insurance);
const ROOT = bytes32('root');
const idOf = (department: string, type: string, root: string): string => digest('anchor', department, type, root);

describe('CertificateAnchors: anchoring', () => {
  const used = useRegion();
  const anchors = () => as(used.region.anchors, used.region.housing);
  const error = (name: string, types: string[] = [], values: unknown[] = []): string =>
    encodedError(used.region.anchors.interface.getError(name)?.selector, types, values);

  describe('one root', () => {
    it('is kept under its anchor id with department, size, time and block', async () => {
      const id = idOf(HOUSING, DEPOSIT, ROOT);
      const sent = anchors().anchor(DEPOSIT, ROOT, 10_000);
      const time = await timeOf(sent);
      const { blockNumber } = await mined(sent);
      await emits(sent, used.region.anchors, 'Anchored', id, HOUSING, DEPOSIT, ROOT, 10_000);
      expect(await used.region.anchors.anchorIdOf(HOUSING, DEPOSIT, ROOT)).to.equal(id);
      expect(await used.region.anchors.anchorOf(id)).to.deep.equal([
        HOUSING,
        10_000n,
        BigInt(time),
        BigInt(blockNumber),
      ]);
    });

    it('takes the largest size', async () => {
      await anchors().anchor(DEPOSIT, ROOT, 2 ** 32 - 1);
      expect((await used.region.anchors.anchorOf(idOf(HOUSING, DEPOSIT, ROOT))).size).to.equal(2n ** 32n - 1n);
    });

    it('may be anchored by two departments, each for itself', async () => {
      await as(used.region.anchors, used.region.insurance).anchor(DEPOSIT, ROOT, 5);
      await anchors().anchor(DEPOSIT, ROOT, 7);
      expect((await used.region.anchors.anchorOf(idOf(INSURANCE, DEPOSIT, ROOT))).size).to.equal(5n);
      expect((await used.region.anchors.anchorOf(idOf(HOUSING, DEPOSIT, ROOT))).size).to.equal(7n);
    });

    it('may be anchored for two types', async () => {
      await used.region.registry.accredit(HOUSING, PERMIT, 0, 0);
      await anchors().anchor(DEPOSIT, ROOT, 5);
      await anchors().anchor(PERMIT, ROOT, 6);
      expect((await used.region.anchors.anchorOf(idOf(HOUSING, PERMIT, ROOT))).size).to.equal(6n);
    });

    it('is refused twice, whatever the size', async () => {
      const id = idOf(HOUSING, DEPOSIT, ROOT);
      await anchors().anchor(DEPOSIT, ROOT, 5);
      await refused(anchors().anchor(DEPOSIT, ROOT, 5), used.region.anchors, 'AnchorExists', id);
      await refused(anchors().anchor(DEPOSIT, ROOT, 6), used.region.anchors, 'AnchorExists', id);
    });

    it('is refused without root or leaves', async () => {
      await refused(anchors().anchor(DEPOSIT, ZeroHash, 5), used.region.anchors, 'ZeroRoot');
      await refused(anchors().anchor(DEPOSIT, ROOT, 0), used.region.anchors, 'ZeroSize');
    });
  });

  describe('authority', () => {
    it('refuses whoever is no account, and departments not accredited for the type', async () => {
      const { anchors: contract, stranger, approval } = used.region;
      await refused(as(contract, stranger).anchor(DEPOSIT, ROOT, 5), contract, 'UnknownAccount', stranger);
      const other = as(contract, approval).anchor(DEPOSIT, ROOT, 5);
      await refused(other, contract, 'NotAccredited', code(CODES.approval), DEPOSIT);
      await refused(anchors().anchor(PERMIT, ROOT, 5), contract, 'NotAccredited', HOUSING, PERMIT);
    });

    it('refuses an expired account, an expired accreditation and a suspended department', async () => {
      const { anchors: contract, registry, guardian, housing, insurance, stranger } = used.region;
      const now = await used.now();
      await registry.addAccount(HOUSING, stranger, 0, now + 100);
      await registry.endAccreditation(INSURANCE, DEPOSIT, now + 100);
      await used.at(now + 100);
      await used.chain.networkHelpers.mine();
      await refused(as(contract, stranger).anchor(DEPOSIT, ROOT, 5), contract, 'AccountNotInForce');
      await refused(as(contract, insurance).anchor(DEPOSIT, ROOT, 5), contract, 'NotAccredited', INSURANCE, DEPOSIT);
      await as(registry, guardian).suspendDepartment(HOUSING);
      await refused(as(contract, housing).anchor(DEPOSIT, ROOT, 5), contract, 'DepartmentIsSuspended', HOUSING);
    });

    it('refuses everyone while the region is paused', async () => {
      await as(used.region.registry, used.region.guardian).pause();
      await refused(anchors().anchor(DEPOSIT, ROOT, 5), used.region.anchors, 'WritesPaused');
      await used.region.registry.unpause();
      await anchors().anchor(DEPOSIT, ROOT, 5);
    });

    it('passes to a successor', async () => {
      const { anchors: contract, registry, approval, housing } = used.region;
      await registry.succeed(HOUSING, code(CODES.approval), 0);
      await refused(as(contract, housing).anchor(DEPOSIT, ROOT, 5), contract, 'DepartmentNotInForce');
      await as(contract, approval).anchor(DEPOSIT, ROOT, 5);
      expect((await contract.anchorOf(idOf(code(CODES.approval), DEPOSIT, ROOT))).size).to.equal(5n);
    });
  });

  describe('many roots', () => {
    const batch = (name: string, size = 5, typeId: string = DEPOSIT) => ({ typeId, root: bytes32(name), size });

    it('are anchored in one transaction, of several types', async () => {
      await used.region.registry.accredit(HOUSING, PERMIT, 0, 0);
      const batches = [batch('a'), batch('b', 6, PERMIT), batch('c', 7), batch('d', 8)];
      const sent = anchors().anchorMany(batches);
      for (const { typeId, root, size } of batches) {
        const id = idOf(HOUSING, typeId, root);
        await emits(sent, used.region.anchors, 'Anchored', id, HOUSING, typeId, root, size);
        expect((await used.region.anchors.anchorOf(id)).size).to.equal(BigInt(size));
      }
    });

    it('skip with an event what the same department anchored with the same size', async () => {
      await anchors().anchor(DEPOSIT, bytes32('b'), 5);
      const id = idOf(HOUSING, DEPOSIT, bytes32('b'));
      const before = await used.region.anchors.anchorOf(id);
      const sent = anchors().anchorMany([batch('a'), batch('b'), batch('c')]);
      await emits(sent, used.region.anchors, 'AlreadyAnchored', id);
      expect(await used.region.anchors.anchorOf(id)).to.deep.equal(before);
      expect((await mined(sent)).logs).to.have.lengthOf(3);
      expect((await used.region.anchors.anchorOf(idOf(HOUSING, DEPOSIT, bytes32('c')))).size).to.equal(5n);
    });

    it('skip a repetition within the call', async () => {
      const sent = anchors().anchorMany([batch('a'), batch('a')]);
      await emits(sent, used.region.anchors, 'AlreadyAnchored', idOf(HOUSING, DEPOSIT, bytes32('a')));
    });

    it('revert as a whole on any other fault, naming the item', async () => {
      const { anchors: contract } = used.region;
      await anchors().anchor(DEPOSIT, bytes32('b'), 5);
      const id = idOf(HOUSING, DEPOSIT, bytes32('b'));
      const differs = error('SizeDiffers', ['bytes32', 'uint32', 'uint32'], [id, 6, 5]);
      const notAccredited = error('NotAccredited', ['bytes18', 'bytes32'], [HOUSING, PERMIT]);
      for (const [batches, index, reason] of [
        [[batch('a'), batch('b', 6)], 1, differs],
        [[batch('a'), batch('c'), { ...batch('d'), root: ZeroHash }], 2, error('ZeroRoot')],
        [[batch('a', 0), batch('c')], 0, error('ZeroSize')],
        [[batch('a'), batch('c', 5, PERMIT)], 1, notAccredited],
      ] as const) {
        await refused(anchors().anchorMany(batches), contract, 'BatchFault', index, reason);
      }
      expect((await contract.anchorOf(idOf(HOUSING, DEPOSIT, bytes32('a')))).size).to.equal(0n);
    });

    it('are refused when there are none, and for strangers', async () => {
      const { anchors: contract, stranger } = used.region;
      await refused(anchors().anchorMany([]), contract, 'EmptyBatch');
      const unknown = error('UnknownAccount', ['address'], [await stranger.getAddress()]);
      await refused(as(contract, stranger).anchorMany([batch('a')]), contract, 'BatchFault', 0, unknown);
    });

    it('ask again for the first type even when it is zero', async () => {
      const { anchors: contract, stranger } = used.region;
      const unknown = error('UnknownAccount', ['address'], [await stranger.getAddress()]);
      const zero = { typeId: ZeroHash, root: ROOT, size: 1 };
      await refused(as(contract, stranger).anchorMany([zero]), contract, 'BatchFault', 0, unknown);
    });
  });

  it('answers zeros for what was never anchored', async () => {
    expect((await used.region.anchors.anchorOf(ROOT)).size).to.equal(0n);
    expect(await used.region.anchors.statusHead(ROOT)).to.equal(ZeroHash);
  });

  it('cannot be re-entered: the registry is asked by a static call', async () => {
    const hostile = await used.chain.ethers.deployContract('HostileRegistry');
    const contract = await used.chain.ethers.deployContract('CertificateAnchors', [hostile]);
    const anchor = contract.getFunction('anchor');
    await expect(anchor(DEPOSIT, ROOT, 1)).to.be.revert(used.chain.ethers);
    await expect(anchor(ZeroHash, ROOT, 1)).to.emit(contract, 'Anchored');
  });
});
