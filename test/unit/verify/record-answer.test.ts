import { expect } from 'chai';
import { createDomain } from '../../support/engine/records.ts';
import { createRegion } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

describe('a record answer', () => {
  const region = createRegion();
  const domain = createDomain(region);
  before(() =>
    domain.commit([
      { number: '990101199001011234', fields: ['王小明', '990101199001011234'] },
      { number: '990101199001011235', fields: ['李小红', '990101199001011235'] },
    ]),
  );

  it('proves that a record is there', async () => {
    const verdict = await verdictOf(region, JSON.stringify(await domain.answer('990101199001011234')));
    expect(verdict.codes).to.deep.equal(
      ['record.present', 'policy.satisfied'],
      JSON.stringify(verdict.checks, null, 1),
    );
  });

  it('proves that there is none', async () => {
    const verdict = await verdictOf(region, JSON.stringify(await domain.answer('990101199001011236')));
    expect(verdict.codes).to.deep.equal(['record.absent', 'policy.satisfied'], JSON.stringify(verdict.checks, null, 1));
  });
});
