import { expect } from 'chai';
import { bind, issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

describe('a certificate', () => {
  const region = createRegion();

  it('is valid when everything about it is proven', async () => {
    const { text } = issue(region);
    const verdict = await verdictOf(region, text);
    expect(verdict.codes).to.deep.equal(['policy.satisfied'], JSON.stringify(verdict.checks, null, 1));
  });
});
