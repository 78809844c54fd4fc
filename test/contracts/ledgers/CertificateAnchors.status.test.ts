import { expect } from 'chai';
import { ZeroHash, concat } from 'ethers';
import { DEPOSIT, as, bytes32, timeOf } from '../support/fixture.ts';
import { digest, encodedError, u32, u64, u8, word } from '../support/ledger.ts';
import { CODES, code } from '../support/region.ts';
import { emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const ROOT = bytes32('root');
const ID = digest('anchor', HOUSING, DEPOSIT, ROOT);
const SIZE = 300; // two full words and one of 44 leaves
const [VALID, REVOKED, SUSPENDED, SUPERSEDED] = [0, 1, 2, 3];

const sparse = (head: string, time: number, ...changes: [number, number][]): string =>
  digest('status-sparse', ID, head, u64(time), ...changes.map(([index, status]) => concat([u32(index), u8(status)])));
const dense = (head: string, time: number, firstWord: number, words: bigint[]): string =>
  digest('status-dense', ID, head, u64(time), u32(firstWord), ...words.map(word));

describe('CertificateAnchors: status', () => {
  const used = useRegion();
  const anchors = () => as(used.region.anchors, used.region.housing);
  const error = (name: string, types: string[] = [], values: unknown[] = []): string =>
    encodedError(used.region.anchors.interface.getError(name)?.selector, types, values);
  const status = async (index: number): Promise<number> => Number(await used.region.anchors.statusOf(ID, index));

  beforeEach(async () => {
    await anchors().anchor(DEPOSIT, ROOT, SIZE);
  });

  describe('transitions', () => {
    const legal: Record<number, number[]> = { 0: [1, 2, 3], 1: [], 2: [0, 1, 3], 3: [] };
    for (const from of [VALID, REVOKED, SUSPENDED, SUPERSEDED]) {
      for (const to of [VALID, REVOKED, SUSPENDED, SUPERSEDED]) {
        const allowed = legal[from]?.includes(to);
        it(`${from} to ${to} is ${allowed ? 'allowed' : 'refused'}`, async () => {
          if (from !== VALID) await anchors().setStatus(ID, 130, from);
          const single = () => anchors().setStatus(ID, 130, to);
          const words = () => anchors().setStatusDense(ID, 1, [BigInt(to) << 4n]);
          if (allowed) {
            await words().then((sent) => sent.wait());
            expect(await status(130)).to.equal(to);
          } else if (from === to) {
            await refused(single(), used.region.anchors, 'StatusUnchanged', ID, 130, to);
            await refused(words(), used.region.anchors, 'StatusUnchanged', ID, 128, 0);
          } else {
            await refused(single(), used.region.anchors, 'StatusFinal', ID, 130, from, to);
            await refused(words(), used.region.anchors, 'StatusFinal', ID, 130, from, to);
          }
        });
        if (!allowed) continue;
        it(`${from} to ${to} is allowed for one leaf alone`, async () => {
          if (from !== VALID) await anchors().setStatus(ID, 130, from);
          await anchors().setStatus(ID, 130, to);
          expect(await status(130)).to.equal(to);
        });
      }
    }
  });

  describe('one leaf', () => {
    it('changes nothing beside it', async () => {
      await anchors().setStatus(ID, 127, SUPERSEDED);
      await anchors().setStatus(ID, 128, SUSPENDED);
      await anchors().setStatus(ID, SIZE - 1, REVOKED);
      const seen = await Promise.all([126, 127, 128, 129, SIZE - 2, SIZE - 1].map(status));
      expect(seen).to.deep.equal([VALID, SUPERSEDED, SUSPENDED, VALID, VALID, REVOKED]);
      expect(await used.region.anchors.statusWord(ID, 0)).to.equal(3n << 254n);
      expect(await used.region.anchors.statusWord(ID, 1)).to.equal(2n);
      expect(await used.region.anchors.statusWord(ID, 2)).to.equal(1n << 86n);
    });

    it('adds a link with the block’s time to the chain of changes', async () => {
      const first = anchors().setStatus(ID, 7, SUSPENDED);
      const head = sparse(ZeroHash, await timeOf(first), [7, SUSPENDED]);
      await emits(first, used.region.anchors, 'StatusChanged', ID, concat([u32(7), u8(SUSPENDED)]), head);
      const second = anchors().setStatus(ID, 7, REVOKED);
      const next = sparse(head, await timeOf(second), [7, REVOKED]);
      await emits(second, used.region.anchors, 'StatusChanged', ID, concat([u32(7), u8(REVOKED)]), next);
      expect(await used.region.anchors.statusHead(ID)).to.equal(next);
    });

    it('is refused beyond the size, with a fifth status, and of an unknown batch', async () => {
      const { anchors: contract } = used.region;
      await refused(anchors().setStatus(ID, SIZE, REVOKED), contract, 'IndexOutOfRange', ID, SIZE, SIZE);
      await refused(anchors().setStatus(ID, 0, 4), contract, 'InvalidStatus', 4);
      await refused(anchors().setStatus(ROOT, 0, REVOKED), contract, 'UnknownAnchor', ROOT);
      await refused(contract.statusOf(ID, SIZE), contract, 'IndexOutOfRange', ID, SIZE, SIZE);
      await refused(contract.statusOf(ROOT, 0), contract, 'UnknownAnchor', ROOT);
    });
  });

  describe('ownership', () => {
    it('is the issuing department’s alone', async () => {
      const { anchors: contract, insurance, stranger } = used.region;
      const change = { anchorId: ID, index: 0, status: REVOKED };
      const other = as(contract, insurance);
      await refused(other.setStatus(ID, 0, REVOKED), contract, 'NotInCharge', code(CODES.insurance), HOUSING);
      await refused(other.setStatusDense(ID, 0, [1n]), contract, 'NotInCharge', code(CODES.insurance), HOUSING);
      const reason = error('NotInCharge', ['bytes18', 'bytes18'], [code(CODES.insurance), HOUSING]);
      await refused(other.setStatusMany([change]), contract, 'BatchFault', 0, reason);
      await refused(as(contract, stranger).setStatus(ID, 0, REVOKED), contract, 'UnknownAccount', stranger);
      const paused = as(used.region.registry, used.region.guardian).pause();
      await (await paused).wait();
      await refused(anchors().setStatus(ID, 0, REVOKED), contract, 'WritesPaused');
    });

    it('outlives the accreditation: what was issued can always be revoked', async () => {
      await used.region.registry.endAccreditation(HOUSING, DEPOSIT, 0);
      await anchors().setStatus(ID, 3, REVOKED);
      expect(await status(3)).to.equal(REVOKED);
    });

    it('passes to the successor', async () => {
      const { anchors: contract, registry, approval } = used.region;
      const date = (await used.now()) + 100;
      await registry.succeed(HOUSING, code(CODES.approval), date);
      const heir = as(contract, approval);
      await refused(heir.setStatus(ID, 3, REVOKED), contract, 'NotInCharge', code(CODES.approval), HOUSING);
      await used.at(date);
      await heir.setStatus(ID, 3, REVOKED);
      await refused(anchors().setStatus(ID, 4, REVOKED), contract, 'DepartmentNotInForce');
      await heir.setStatusMany([{ anchorId: ID, index: 4, status: REVOKED }]);
      await heir.setStatusDense(ID, 2, [1n]);
      expect(await Promise.all([3, 4, 256].map(status))).to.deep.equal([REVOKED, REVOKED, REVOKED]);
    });
  });

  describe('many leaves', () => {
    const OTHER = digest('anchor', HOUSING, DEPOSIT, bytes32('other'));
    const change = (index: number, code: number, anchorId: string = ID) => ({ anchorId, index, status: code });

    beforeEach(async () => {
      await anchors().anchor(DEPOSIT, bytes32('other'), 10);
    });

    it('of several batches change in one transaction, one link a run of one batch', async () => {
      const changes = [change(5, 1), change(6, 2), change(299, 3), change(9, 1, OTHER), change(6, 0)];
      const sent = anchors().setStatusMany(changes);
      const time = await timeOf(sent);
      const first = sparse(ZeroHash, time, [5, 1], [6, 2], [299, 3]);
      const packed = concat([u32(5), u8(1), u32(6), u8(2), u32(299), u8(3)]);
      await emits(sent, used.region.anchors, 'StatusChanged', ID, packed, first);
      expect(await Promise.all([5, 6, 299].map(status))).to.deep.equal([1, 0, 3]);
      expect(await used.region.anchors.statusOf(OTHER, 9)).to.equal(1n);
      expect(await used.region.anchors.statusHead(ID)).to.equal(sparse(first, time, [6, 0]));
      expect(await used.region.anchors.statusHead(OTHER)).to.equal(
        digest('status-sparse', OTHER, ZeroHash, u64(time), u32(9), u8(1)),
      );
    });

    it('change all or none, naming the item at fault', async () => {
      const { anchors: contract } = used.region;
      await anchors().setStatus(ID, 8, REVOKED);
      const fault = (types: string[], name: string, ...values: unknown[]) => error(name, types, values);
      for (const [changes, index, reason] of [
        [[change(5, 1), change(300, 1)], 1, fault(['bytes32', 'uint256', 'uint32'], 'IndexOutOfRange', ID, 300, 300)],
        [[change(5, 1), change(6, 4)], 1, fault(['uint8'], 'InvalidStatus', 4)],
        [[change(5, 1), change(5, 1)], 1, fault(['bytes32', 'uint256', 'uint8'], 'StatusUnchanged', ID, 5, 1)],
        [[change(8, 2)], 0, fault(['bytes32', 'uint256', 'uint8', 'uint8'], 'StatusFinal', ID, 8, 1, 2)],
        [[change(9, 1, OTHER), change(5, 1), change(5, 1, ROOT)], 2, fault(['bytes32'], 'UnknownAnchor', ROOT)],
        [
          [change(9, 1, OTHER), change(5, 1), change(5, 2)],
          2,
          fault(['bytes32', 'uint256', 'uint8', 'uint8'], 'StatusFinal', ID, 5, 1, 2),
        ],
      ] as const) {
        await refused(anchors().setStatusMany(changes), contract, 'BatchFault', index, reason);
      }
      expect(await status(5)).to.equal(VALID);
      expect(await contract.statusOf(OTHER, 9)).to.equal(0n);
    });

    it('are refused when there are none', () =>
      refused(anchors().setStatusMany([]), used.region.anchors, 'EmptyBatch'));
  });

  describe('whole words', () => {
    it('replace those stored and add one link', async () => {
      await anchors().setStatus(ID, 0, REVOKED);
      const head = await used.region.anchors.statusHead(ID);
      const words = [1n | (2n << 254n), 3n, (1n << 88n) - 1n];
      const sent = anchors().setStatusDense(ID, 0, words);
      const next = dense(head, await timeOf(sent), 0, words);
      await emits(sent, used.region.anchors, 'StatusWordsChanged', ID, 0, words, next);
      expect(await used.region.anchors.statusHead(ID)).to.equal(next);
      const seen = await Promise.all([0, 1, 127, 128, 129, 256, 299].map(status));
      expect(seen).to.deep.equal([1, 0, 2, 3, 0, 3, 3]);
    });

    it('may leave some as they are', async () => {
      await anchors().setStatusDense(ID, 0, [2n, 0n]);
      await anchors().setStatusDense(ID, 0, [2n, 1n]);
      expect(await Promise.all([0, 128].map(status))).to.deep.equal([2, 1]);
    });

    it('are refused when none changes', async () => {
      await anchors().setStatusDense(ID, 1, [2n]);
      await refused(anchors().setStatusDense(ID, 1, [2n]), used.region.anchors, 'StatusUnchanged', ID, 128, 2);
    });

    it('are refused with a code for a leaf that does not exist', async () => {
      const { anchors: contract } = used.region;
      await refused(anchors().setStatusDense(ID, 2, [1n << 88n]), contract, 'IndexOutOfRange', ID, 300, SIZE);
      await refused(anchors().setStatusDense(ID, 1, [0n, 2n << 254n]), contract, 'IndexOutOfRange', ID, 383, SIZE);
      await refused(anchors().setStatusDense(ID, 3, [0n]), contract, 'IndexOutOfRange', ID, 384, SIZE);
      await refused(anchors().setStatusDense(ID, 2, [1n, 0n]), contract, 'IndexOutOfRange', ID, 384, SIZE);
      await refused(anchors().setStatusDense(ID, 2 ** 32 - 1, [1n]), contract, 'IndexOutOfRange');
      await anchors().setStatusDense(ID, 2, [1n << 86n]);
      expect(await status(299)).to.equal(REVOKED);
    });

    it('fill a batch whose last word is full', async () => {
      const full = digest('anchor', HOUSING, DEPOSIT, bytes32('full'));
      await anchors().anchor(DEPOSIT, bytes32('full'), 128);
      await anchors().setStatusDense(full, 0, [(1n << 256n) - 1n]);
      expect(await used.region.anchors.statusOf(full, 127)).to.equal(3n);
    });

    it('are refused when there are none, and of an unknown batch', async () => {
      await refused(anchors().setStatusDense(ID, 0, []), used.region.anchors, 'EmptyBatch');
      await refused(anchors().setStatusDense(ROOT, 0, [1n]), used.region.anchors, 'UnknownAnchor', ROOT);
    });
  });
});
