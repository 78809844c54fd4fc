import { expect } from 'chai';
import { shareSources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import { createEngineCache, policyOf } from '../../../service/verify/index.ts';
import type { EvidenceBundle } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { LIST_URI, statusList } from '../../support/engine/status-lists.ts';

describe('certificates that share their evidence and a status list', () => {
  it('have the evidence proven once, however often the list is read', async () => {
    const region = createRegion();
    const { text } = issue(region, { payload: { status: { status_list: { idx: 7, uri: LIST_URI } } } });
    const list = statusList(region, {});
    let checked = 0;
    const deps = {
      primitives: {
        ...primitives,
        verifyEs256(...check: Parameters<typeof primitives.verifyEs256>) {
          checked++;
          return primitives.verifyEs256(...check);
        },
      },
      sources: shareSources(
        {
          trustedPoint: async () => region.trustedPoint,
          gather: async ({ slots }) => region.evidence(slots),
          statusList: async () => list,
          keep: async () => undefined,
          kept: async () => undefined,
        },
        () => 0,
      ),
      engine: createEngineCache(),
      clock: { now: () => NOW },
    };
    const policy = policyOf('window', { production: true });
    const verify = async () => {
      checked = 0;
      const { verdict, evidence } = await verifyAnArtefact(deps, { artefact: text, policy });
      expect(verdict.codes).to.deep.equal(['policy.satisfied']);
      expect((evidence as EvidenceBundle).statusList).to.equal(list);
      return checked;
    };
    const [first, second] = [await verify(), await verify()];
    // Neither the certificates of the chain nor the validators' votes.
    expect(first - second).to.be.at.least(3);
    expect(second).to.equal(await verify());
    expect(second).to.equal(2);
  });
});
