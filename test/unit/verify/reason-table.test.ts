import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHECKLIST, DOCUMENT, renderReasons } from '../../../scripts/build/reasons-doc.ts';
import type { Checklist } from '../../../scripts/build/reasons-doc.ts';
import { reasons } from '../../../service/verify/index.ts';

const CHECKS = [
  ...['form', 'algorithm', 'typ', 'disclosure', 'issuer', 'key', 'authority', 'anchor', 'chain', 'status', 'validity'],
  ...['holder', 'schema', 'policy', 'record', 'receipt'],
];

describe('the table of reasons', () => {
  it('loses no code and changes no verdict (the checklist only grows)', () => {
    const checklist = JSON.parse(readFileSync(CHECKLIST, 'utf8')) as Checklist;
    const table = Object.fromEntries(reasons.map(({ code, verdict }) => [code, verdict]));
    expect(table).to.deep.equal(checklist);
  });

  it('is what docs/reasons.md shows', async () => {
    expect(readFileSync(DOCUMENT, 'utf8')).to.equal(await renderReasons(reasons));
  });

  it('names each code once, by its check, with words in both languages and a reference', () => {
    expect(new Set(reasons.map(({ code }) => code)).size).to.equal(reasons.length);
    for (const { code, zh, en, reference } of reasons) {
      expect(code).to.match(/^[a-z]+\.[a-z][a-zA-Z]+$/);
      expect(CHECKS).to.include(code.split('.')[0]);
      for (const text of [zh.meaning, zh.next]) expect(text, code).to.match(/[\u4e00-\u9fff].*。$/);
      for (const text of [en.meaning, en.next]) expect(text, code).to.match(/^[A-Z].*\.$/);
      expect(reference, code).to.not.equal('');
    }
  });

  it('never lets the chain condemn', () => {
    const chain = reasons.filter(({ code }) => code.startsWith('chain.') && code !== 'chain.passed');
    expect(chain.map(({ verdict }) => verdict)).to.satisfy((all: string[]) =>
      all.every((one) => one === 'undetermined'),
    );
  });
});
