import { expect } from 'chai';
import { reasonOf, reasons } from '../../../service/verify/index.ts';
import { archiveCases } from '../../support/engine/archives.ts';
import { archived, byArchive, byCommand } from '../../support/engine/by-command.ts';
import type { Answer } from '../../support/engine/by-command.ts';
import { allCases } from '../../support/engine/cases/all.ts';
import { CHECKLIST, checklistOf, readChecklist } from '../../support/engine/cases/checklist.ts';

const EXIT = { valid: 0, invalid: 1, undetermined: 2 };

describe('npm run verify, by the reason it gives', () => {
  const produced = new Set<string>();
  const codesOf = ({ verdict }: Answer): string[] => [
    ...verdict.codes,
    ...verdict.checks.map(({ code }) => code),
    ...(verdict.receipt === undefined ? [] : [verdict.receipt.code]),
  ];
  /** Notes what the command said; the whole of it is shown when an expectation fails. */
  const heard = (answer: Answer): string => {
    for (const code of codesOf(answer)) produced.add(code);
    return JSON.stringify(answer, null, 1);
  };
  const expectReason = (answer: Answer, code: string): void => {
    const shown = heard(answer);
    expect(answer.verdict.verdict, shown).to.equal(reasonOf(code)!.verdict);
    expect(answer.exit, shown).to.equal(EXIT[answer.verdict.verdict]);
    expect(codesOf(answer), shown).to.include(code);
  };
  const expectValid = (answer: Answer): void => {
    const shown = heard(answer);
    expect([answer.exit, answer.verdict.verdict], shown).to.deep.equal([0, 'valid']);
  };

  for (const { code, title, given, reach } of allCases.filter(({ reach }) => reach !== 'engine')) {
    // A reader that meets a liar or too few votes takes the chain for silent; evidence that was kept shows what it was.
    const kept = reach === 'archive' || code.startsWith('chain.');

    if (reach !== 'archive') {
      it(`${code}: ${title}`, async () => {
        const answer = await byCommand(await given(true));
        if (kept) expect(answer.verdict.codes[0], heard(answer)).to.match(/^chain\./);
        else expectReason(answer, code);
      });

      it(`${code}: ${title}; without it, valid`, async () => expectValid(await byCommand(await given(false))));
    }
    if (kept) {
      it(`${code}: ${title}; from an archive`, async () => {
        expectReason(await byArchive(await archived(await given(true))), code);
      });

      it(`${code}: ${title}; from an archive, without it, valid`, async () => {
        expectValid(await byArchive(await archived(await given(false))));
      });
    }
  }

  for (const { code, title, given } of archiveCases) {
    it(`${code}: an archive ${title}`, async () => expectReason(await byArchive(await given(true)), code));

    it(`${code}: an archive ${title}; without it, valid`, async () => expectValid(await byArchive(await given(false))));
  }

  it('says every code of the table, and no other', () => {
    expect([...produced].sort()).to.deep.equal(reasons.map(({ code }) => code).sort());
  });

  it(`has lost none of the cases in ${CHECKLIST.split('/').at(-1)}, and each of them is there`, () => {
    const hint = 'after a new case: node test/support/engine/cases/write-checklist.ts';
    expect(checklistOf(), hint).to.deep.equal(readChecklist());
  });
});
