import { ZeroAddress } from 'ethers';
import { refused, useRegion } from '../support/suite.ts';

describe('a region’s contract', () => {
  const used = useRegion();
  const create = (name: string, ...args: unknown[]) => used.chain.ethers.deployContract(name, args);

  it('is not created without an AccessManager to be governed by', async () => {
    const { registry, council, records, partners, stranger } = used.region;
    const [a, b] = await Promise.all(used.region.members.map((one) => one.getAddress()));
    for (const nobody of [ZeroAddress, await stranger.getAddress()]) {
      await refused(create('AuthorityRegistry', nobody), registry, 'NoManager', nobody);
      await refused(create('PartnerRegistry', nobody), partners, 'NoManager', nobody);
      await refused(create('Council', [a, b], 2, nobody), council, 'NoManager', nobody);
      await refused(create('RecordRegistry', nobody, registry), records, 'NoManager', nobody);
    }
  });

  it('is not created without an AuthorityRegistry to ask', async () => {
    const { anchors, uses, records, manager, stranger } = used.region;
    for (const nobody of [ZeroAddress, await stranger.getAddress()]) {
      await refused(create('CertificateAnchors', nobody), anchors, 'NoRegistry', nobody);
      await refused(create('UseLedger', nobody), uses, 'NoRegistry', nobody);
      await refused(create('RecordRegistry', manager, nobody), records, 'NoRegistry', nobody);
    }
  });
});
