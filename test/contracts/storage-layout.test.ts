import { expect } from 'chai';
import { ZeroHash, getBytes, toUtf8Bytes, zeroPadValue } from 'ethers';
import * as layout from '../../service/proof/storage-layout.ts';
import { DEPOSIT, FUND, PERMIT, as, bytes32, timeOf } from './support/fixture.ts';
import { CODES, code, sha256 } from './support/region.ts';
import { digest } from './support/ledger.ts';
import { useRegion } from './support/suite.ts';

const HOUSING = code(CODES.housing);
const word = (value: bigint | number): string => `0x${BigInt(value).toString(16).padStart(64, '0')}`;

/** Fields from the low end up, as [value, bits]. */
const packed = (...fields: [bigint | number | string, number][]): string => {
  let value = 0n;
  let shift = 0n;
  for (const [field, bits] of fields) {
    value |= BigInt(field) << shift;
    shift += BigInt(bits);
  }
  return word(value);
};

describe('slot keys, on a chain', () => {
  const used = useRegion();
  const read = async (contract: { getAddress(): Promise<string> }, slot: string): Promise<string> =>
    used.chain.ethers.provider.getStorage(await contract.getAddress(), slot);
  const bytes = (hex: string): Uint8Array => getBytes(hex);

  it('of the AuthorityRegistry', async () => {
    const { registry, housing, stranger, guardian, manager } = used.region;
    const now = await used.now();
    const thumbprint = bytes32('key');
    await registry.addKey(HOUSING, thumbprint, 2, now + 100, now + 200);
    const keyed = packed([HOUSING, 144], [2, 8], [now + 100, 32], [now + 200, 32]);
    expect(await read(registry, layout.keySlot(bytes(thumbprint)))).to.equal(keyed);

    await registry.addAccount(HOUSING, stranger, now + 100, now + 200);
    const account = packed([HOUSING, 144], [now + 100, 32], [now + 200, 32]);
    expect(await read(registry, layout.accountSlot(bytes(await stranger.getAddress())))).to.equal(account);

    const [from] = await registry.departmentState(HOUSING);
    const suspended: number[] = [];
    for (let i = 0; i < 6; i++) {
      suspended.push(await timeOf(as(registry, guardian).suspendDepartment(HOUSING)));
      if (i < 5) suspended.push(await timeOf(registry.resumeDepartment(HOUSING)));
    }
    const state = packed([from, 32], [0, 32], [suspended[10] ?? 0, 32], [0, 32], [6, 32]);
    expect(await read(registry, layout.departmentSlot(CODES.housing))).to.equal(state);
    const firstFour = packed(...suspended.slice(0, 8).map((time): [number, number] => [time, 32]));
    expect(await read(registry, layout.olderSuspensionSlot(CODES.housing, 3))).to.equal(firstFour);
    const fifth = packed(...suspended.slice(8, 10).map((time): [number, number] => [time, 32]));
    expect(await read(registry, layout.olderSuspensionSlot(CODES.housing, 4))).to.equal(fifth);
    const flagged = layout.accountSlot(bytes(await housing.getAddress()));
    expect(await read(registry, flagged)).to.equal(packed([HOUSING, 144], [from, 32], [0, 32], [1, 8]));

    const subject = bytes(PERMIT);
    for (let i = 0; i < 6; i++) await registry.accredit(HOUSING, PERMIT, now + 500 + 20 * i, now + 510 + 20 * i);
    const newest = packed([now + 600, 32], [now + 610, 32], [6, 32]);
    expect(await read(registry, layout.accreditationSlot(CODES.housing, subject))).to.equal(newest);
    const fifthOne = packed([now + 580, 32], [now + 590, 32]);
    expect(await read(registry, layout.olderAccreditationSlot(CODES.housing, subject, 4))).to.equal(fifthOne);

    await registry.succeed(code(CODES.approval), HOUSING, now + 900);
    await registry.succeed(code(CODES.insurance), HOUSING, now + 901);
    const succession = packed([HOUSING, 144], [now + 901, 32]);
    expect(await read(registry, layout.successorSlot(CODES.insurance))).to.equal(succession);
    expect(await read(registry, layout.predecessorCountSlot(CODES.housing))).to.equal(word(2));
    const second = packed([code(CODES.insurance), 144]);
    expect(await read(registry, layout.predecessorSlot(CODES.housing, 1))).to.equal(second);

    await as(registry, guardian).pause();
    const paused = packed([await manager.getAddress(), 160], [0, 8], [1, 8]);
    expect(await read(registry, layout.pausedSlot())).to.equal(paused);
  });

  it('of the CertificateAnchors', async () => {
    const anchors = as(used.region.anchors, used.region.housing);
    const id = digest('anchor', HOUSING, DEPOSIT, bytes32('root'));
    const sent = await anchors.anchor(DEPOSIT, bytes32('root'), 300);
    const block = await (await sent.wait()).getBlock();
    const anchored = packed([HOUSING, 144], [300, 32], [block.timestamp, 40], [block.number, 40]);
    expect(await read(anchors, layout.anchorSlot(bytes(id)))).to.equal(anchored);
    await anchors.setStatus(id, 260, 2);
    expect(await read(anchors, layout.statusWordSlot(bytes(id), 299))).to.equal(word(2n << 8n));
    expect(await read(anchors, layout.statusWordSlot(bytes(id), 0))).to.equal(ZeroHash);
    expect(await read(anchors, layout.statusHeadSlot(bytes(id)))).to.equal(await anchors.statusHead(id));
  });

  it('of the RecordRegistry', async () => {
    const { records, arbiter, housing } = used.region;
    const now = await used.now();
    const coverage = { from: 7, through: 8, vrfEpoch: 9, count: 2n ** 40n, closedAt: now - 5 };
    const time = await timeOf(as(records, housing).commit(FUND, ZeroHash, bytes32('root'), coverage));
    const [root, covered, owner] = layout.headSlots(bytes(FUND));
    expect(await read(records, root)).to.equal(bytes32('root'));
    const fields = packed([7, 32], [8, 32], [9, 32], [2n ** 40n, 64], [now - 5, 40], [1, 32]);
    expect(await read(records, covered)).to.equal(fields);
    expect(await read(records, owner)).to.equal(packed([HOUSING, 144], [time, 40]));
    expect(await read(records, layout.epochRootSlot(bytes(FUND), 1))).to.equal(bytes32('root'));
    const raised = await timeOf(as(records, arbiter).raiseDispute(FUND, bytes32('key'), bytes32('reason')));
    const dispute = packed([raised, 40], [1, 32], [await arbiter.getAddress(), 160]);
    expect(await read(records, layout.disputeSlot(bytes(FUND), bytes(bytes32('key'))))).to.equal(dispute);
  });

  it('of the UseLedger', async () => {
    const uses = as(used.region.uses, used.region.housing);
    const [id, requester, holder] = ['grant', 'requester', 'holder'].map(bytes32) as [string, string, string];
    const now = await used.now();
    await uses.grant(id, requester, holder, 3, now + 100, now + 200, 5);
    const [terms, asker, owner] = layout.grantSlots(bytes(id));
    const fields = packed([HOUSING, 144], [3, 8], [0, 8], [now + 100, 32], [now + 200, 32], [5, 32]);
    expect(await read(uses, terms)).to.equal(fields);
    expect(await read(uses, asker)).to.equal(requester);
    expect(await read(uses, owner)).to.equal(holder);
    await uses.recordUses(requester, ZeroHash, [{ grantId: ZeroHash, commitment: bytes32('use') }]);
    const head = await read(uses, layout.useHeadSlot(CODES.housing, bytes(requester)));
    expect(head)
      .to.equal(await uses.useHead(HOUSING, requester))
      .and.to.not.equal(ZeroHash);
    expect(await read(uses, layout.holderNonceSlot(bytes(holder)))).to.equal(ZeroHash);
  });

  it('of the PartnerRegistry', async () => {
    await used.region.partners.admit(370100, toUtf8Bytes('{}'));
    expect(await read(used.region.partners, layout.partnerSlot(370100))).to.equal(sha256('{}'));
    expect(zeroPadValue('0x', 32)).to.equal(await read(used.region.partners, layout.partnerSlot(370200)));
  });
});
