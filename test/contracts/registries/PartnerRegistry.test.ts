import { expect } from 'chai';
import { toUtf8Bytes } from 'ethers';
import { as, openRegion } from '../support/fixture.ts';
import type { Region } from '../support/fixture.ts';
import { sha256 } from '../support/region.ts';

const JINAN = 370100;
const entry = toUtf8Bytes('{"name":"Jinan"}');
const changed = toUtf8Bytes('{"name":"Jinan","trustedPoint":{}}');
const zero = `0x${'00'.repeat(32)}`;

describe('PartnerRegistry', () => {
  let chain: Awaited<ReturnType<typeof openRegion>>;
  let region: Region;
  before(async () => {
    chain = await openRegion();
  });
  after(() => chain.close());
  beforeEach(async () => {
    region = await chain.fresh();
  });

  describe('a partner is known by the digest of its entry', () => {
    it('keeps SHA-256 of the entry and logs its bytes', async () => {
      await expect(region.partners.admit(JINAN, entry))
        .to.emit(region.partners, 'PartnerAdmitted')
        .withArgs(JINAN, sha256(entry), entry);
      expect(await region.partners.digestOf(JINAN)).to.equal(sha256(entry));
    });

    it('replaces it', async () => {
      await region.partners.admit(JINAN, entry);
      await expect(region.partners.update(JINAN, changed))
        .to.emit(region.partners, 'PartnerUpdated')
        .withArgs(JINAN, sha256(changed), changed);
      expect(await region.partners.digestOf(JINAN)).to.equal(sha256(changed));
    });

    it('forgets it, and may admit it again', async () => {
      await region.partners.admit(JINAN, entry);
      await expect(region.partners.remove(JINAN))
        .to.emit(region.partners, 'PartnerRemoved')
        .withArgs(JINAN, sha256(entry));
      expect(await region.partners.digestOf(JINAN)).to.equal(zero);
      await region.partners.admit(JINAN, changed);
      expect(await region.partners.digestOf(JINAN)).to.equal(sha256(changed));
    });

    it('takes an entry of 16 KiB', async () => {
      const largest = new Uint8Array(16_384).fill(0x20);
      await region.partners.admit(JINAN, largest);
      expect(await region.partners.digestOf(JINAN)).to.equal(sha256(largest));
    });
  });

  describe('refuses', () => {
    const refused = (sent: Promise<unknown>, error: string, ...args: unknown[]) =>
      expect(sent)
        .to.be.revertedWithCustomError(region.partners, error)
        .withArgs(...args);

    it('chain id 0', () =>
      expect(region.partners.admit(0, entry)).to.be.revertedWithCustomError(region.partners, 'ZeroChainId'));
    it('its own chain', () => refused(region.partners.admit(370500, entry), 'OwnChain', 370500));
    it('an empty entry', () =>
      expect(region.partners.admit(JINAN, '0x')).to.be.revertedWithCustomError(region.partners, 'EmptyEntry'));
    it('an entry over 16 KiB', () =>
      refused(region.partners.admit(JINAN, new Uint8Array(16_385)), 'EntryTooLarge', 16_385));
    it('admitting a partner twice', async () => {
      await region.partners.admit(JINAN, entry);
      await refused(region.partners.admit(JINAN, changed), 'PartnerExists', JINAN);
    });
    it('updating or removing a stranger', async () => {
      await refused(region.partners.update(JINAN, entry), 'UnknownPartner', JINAN);
      await refused(region.partners.remove(JINAN), 'UnknownPartner', JINAN);
    });
    it('an update that changes nothing', async () => {
      await region.partners.admit(JINAN, entry);
      await refused(region.partners.update(JINAN, entry), 'EntryUnchanged', JINAN);
    });
    it('everyone but the partnership role', async () => {
      await region.partners.admit(JINAN, entry);
      const partners = as(region.partners, region.guardian);
      const guardian = await region.guardian.getAddress();
      await refused(partners.admit(370200, entry), 'AccessManagedUnauthorized', guardian);
      await refused(partners.update(JINAN, changed), 'AccessManagedUnauthorized', guardian);
      await refused(partners.remove(JINAN), 'AccessManagedUnauthorized', guardian);
    });
  });
});
