import { expect } from 'chai';
import { readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import { conformanceKit } from '../../support/engine/kit.ts';
import type { KitCase } from '../../support/engine/kit.ts';
import { primitives } from '../../support/engine/region.ts';

describe('the conformance kit', () => {
  it('holds for this engine after a journey as JSON text', async () => {
    let count = 0;
    for await (const one of conformanceKit()) {
      const { title, given, expected } = JSON.parse(JSON.stringify(one)) as KitCase;
      const { artefact, trustedPoint, evidence, ...rest } = given;
      const { verdict, codes, checks } = await verifyArtefact({
        ...{ primitives, artefact: readArtefact(artefact), ...rest },
        trustedPoint: trustedPoint ?? undefined,
        evidence: evidence ?? undefined,
      });
      expect(verdict, title).to.equal(expected.verdict);
      expect([...codes, ...checks.map(({ code }) => code)], title).to.include(expected.code);
      count++;
    }
    expect(count).to.be.greaterThan(250);
  }).timeout(60_000);
});
