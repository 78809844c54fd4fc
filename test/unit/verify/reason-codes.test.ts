import { expect } from 'chai';
import { reasonOf, reasons } from '../../../service/verify/index.ts';
import { allCases } from '../../support/engine/cases/all.ts';
import { verdictOf } from '../../support/engine/verify.ts';

describe('every reason code', () => {
  const produced = new Set<string>();

  for (const { code, title, given } of allCases) {
    it(`${code}: ${title}`, async () => {
      const { region, text, change } = await given(true);
      const verdict = await verdictOf(region, text, change);
      for (const check of verdict.checks) produced.add(check.code);
      const shown = JSON.stringify({ codes: verdict.codes, checks: verdict.checks }, null, 1);
      expect(verdict.verdict, shown).to.equal(reasonOf(code)!.verdict);
      // A check that waits for the chain leaves the word to the chain check; a list fails beside a silent chain.
      const all = code.endsWith('.unproven') ? verdict.checks.map((check) => check.code) : verdict.codes;
      const said = verdict.codes[0] === 'chain.unreachable' ? all : [verdict.codes[0]];
      expect(said, shown).to.include(code);
    });

    it(`${code}: ${title}; without it, valid`, async () => {
      const { region, text, change } = await given(false);
      const verdict = await verdictOf(region, text, change);
      for (const check of verdict.checks) produced.add(check.code);
      expect(verdict.verdict, JSON.stringify(verdict.checks, null, 1)).to.equal('valid');
    });
  }

  it('is produced by a case, and every code produced is in the table', () => {
    // Those of receipts are produced by the receipts' own tests.
    const ofChecks = reasons.map(({ code }) => code).filter((code) => !code.startsWith('receipt.'));
    expect([...produced].sort()).to.deep.equal(ofChecks.sort());
  });
});
