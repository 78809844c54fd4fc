import { expect } from 'chai';
import { testCode } from '../support/codes.ts';
import { bytes32, timeOf } from '../support/fixture.ts';
import { CODES, code } from '../support/region.ts';
import { ZERO32, accepted, emits, refused, useRegion } from '../support/suite.ts';

const HOUSING = code(CODES.housing);
const APPROVAL = code(CODES.approval);
const THUMBPRINT = bytes32('x5t#S256');

describe('AuthorityRegistry: keys', () => {
  const used = useRegion();

  describe('registration', () => {
    for (const [use, name] of [
      [1, 'sign'],
      [2, 'vrf'],
      [3, 'encrypt'],
    ] as const) {
      it(`takes a key to ${name}`, async () => {
        const { registry } = used.region;
        const sent = registry.addKey(HOUSING, THUMBPRINT, use, 0, 0);
        const from = await timeOf(sent);
        await emits(sent, registry, 'KeyAdded', HOUSING, THUMBPRINT, use, from, 0);
        expect(await registry.keyOf(THUMBPRINT)).to.deep.equal([HOUSING, BigInt(use), BigInt(from), 0n, 0n]);
      });
    }

    it('refuses other uses, the zero thumbprint, unknown departments, past beginnings and empty intervals', async () => {
      const { registry } = used.region;
      const stranger = code(testCode(9));
      const now = await used.now();
      await refused(registry.addKey(HOUSING, THUMBPRINT, 0, 0, 0), registry, 'InvalidKeyUse', 0);
      await refused(registry.addKey(HOUSING, THUMBPRINT, 4, 0, 0), registry, 'InvalidKeyUse', 4);
      await refused(registry.addKey(HOUSING, ZERO32, 1, 0, 0), registry, 'ZeroThumbprint');
      await refused(registry.addKey(stranger, THUMBPRINT, 1, 0, 0), registry, 'UnknownDepartment', stranger);
      await refused(registry.addKey(HOUSING, THUMBPRINT, 1, now - 1, 0), registry, 'TimeInPast');
      await refused(registry.addKey(HOUSING, THUMBPRINT, 1, now + 9, now + 9), registry, 'EmptyInterval');
    });

    it('takes a thumbprint once, whoever asks', async () => {
      const { registry } = used.region;
      await registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0);
      await refused(registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0), registry, 'KeyTaken', THUMBPRINT, HOUSING);
      await refused(registry.addKey(APPROVAL, THUMBPRINT, 2, 0, 0), registry, 'KeyTaken', THUMBPRINT, HOUSING);
    });
  });

  describe('VRF keys of a department', () => {
    const NEXT = `0x${'7e'.repeat(32)}`;

    it('never overlap: the newest ends before or as the next begins', async () => {
      const { registry } = used.region;
      const now = await used.now();
      await registry.addKey(HOUSING, THUMBPRINT, 2, 0, 0);
      await refused(registry.addKey(HOUSING, NEXT, 2, now + 500, 0), registry, 'VrfKeyInForce', HOUSING, THUMBPRINT);
      await registry.endKey(THUMBPRINT, now + 500);
      await refused(registry.addKey(HOUSING, NEXT, 2, now + 499, 0), registry, 'VrfKeyInForce', HOUSING, THUMBPRINT);
      await registry.addKey(HOUSING, NEXT, 2, now + 500, 0);
      const both = [await registry.isKeyInForce(THUMBPRINT, now + 500), await registry.isKeyInForce(NEXT, now + 500)];
      expect(both).to.deep.equal([false, true]);
    });

    it('are a department’s own; other uses may overlap', async () => {
      const { registry } = used.region;
      await registry.addKey(HOUSING, THUMBPRINT, 2, 0, 0);
      await registry.addKey(APPROVAL, NEXT, 2, 0, 0);
      await registry.addKey(HOUSING, `0x${'11'.repeat(32)}`, 1, 0, 0);
      await registry.addKey(HOUSING, `0x${'12'.repeat(32)}`, 1, 0, 0);
    });
  });

  describe('validity as of a time', () => {
    it('holds from the beginning to before the end', async () => {
      const { registry } = used.region;
      const now = await used.now();
      await registry.addKey(HOUSING, THUMBPRINT, 1, now + 100, now + 200);
      const holds = (time: number) => registry.isKeyInForce(THUMBPRINT, time);
      expect(await holds(now + 99)).to.equal(false);
      expect(await holds(now + 100)).to.equal(true);
      expect(await holds(now + 199)).to.equal(true);
      expect(await holds(now + 200)).to.equal(false);
    });

    it('is never of an unknown key', async () => {
      const { registry } = used.region;
      expect(await registry.isKeyInForce(THUMBPRINT, await used.now())).to.equal(false);
      expect(await registry.isKeyInForce(THUMBPRINT, 0)).to.equal(false);
    });

    it('ends when ended, and then only earlier', async () => {
      const { registry } = used.region;
      const now = await used.now();
      await registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0);
      await emits(registry.endKey(THUMBPRINT, now + 300), registry, 'KeyEnded', HOUSING, THUMBPRINT, now + 300);
      expect(await registry.isKeyInForce(THUMBPRINT, now + 299)).to.equal(true);
      expect(await registry.isKeyInForce(THUMBPRINT, now + 300)).to.equal(false);
      await refused(registry.endKey(THUMBPRINT, now + 300), registry, 'EndNotEarlier', now + 300, now + 300);
      await refused(registry.endKey(bytes32('other'), 0), registry, 'UnknownKey', bytes32('other'));
    });
  });

  describe('compromise', () => {
    it('reaches back: nothing signed from then on is believed, and everything before still is', async () => {
      const { registry } = used.region;
      const from = await timeOf(registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0));
      await used.at(from + 1000);
      const sent = registry.markCompromised(THUMBPRINT, from + 400);
      await emits(sent, registry, 'KeyCompromised', HOUSING, THUMBPRINT, from + 400);
      expect(await registry.isKeyInForce(THUMBPRINT, from + 399)).to.equal(true);
      expect(await registry.isKeyInForce(THUMBPRINT, from + 400)).to.equal(false);
      expect(await registry.isKeyInForce(THUMBPRINT, from + 5000)).to.equal(false);
    });

    it('begins now when no time is given', async () => {
      const { registry } = used.region;
      await registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0);
      const time = await timeOf(registry.markCompromised(THUMBPRINT, 0));
      expect((await registry.keyOf(THUMBPRINT)).compromisedFrom).to.equal(BigInt(time));
    });

    it('may be found to be older, never newer, never in the future', async () => {
      const { registry } = used.region;
      const from = await timeOf(registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0));
      await used.at(from + 1000);
      await registry.markCompromised(THUMBPRINT, from + 400);
      await accepted(registry.markCompromised(THUMBPRINT, from + 300));
      const later = registry.markCompromised(THUMBPRINT, from + 300);
      await refused(later, registry, 'CompromiseNotEarlier', from + 300, from + 300);
      await used.at(from + 2000);
      const future = registry.markCompromised(THUMBPRINT, from + 2001);
      await refused(future, registry, 'TimeInFuture', from + 2001, from + 2000);
      await refused(registry.markCompromised(bytes32('other'), 0), registry, 'UnknownKey', bytes32('other'));
    });

    it('may begin with this very block', async () => {
      const { registry } = used.region;
      const from = await timeOf(registry.addKey(HOUSING, THUMBPRINT, 1, 0, 0));
      await used.at(from + 50);
      await accepted(registry.markCompromised(THUMBPRINT, from + 50));
      expect((await registry.keyOf(THUMBPRINT)).compromisedFrom).to.equal(BigInt(from + 50));
    });
  });
});
