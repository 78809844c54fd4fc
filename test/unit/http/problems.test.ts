import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Problem, problemRows, renderProblem } from '../../../service/http/problem.ts';
import { routes } from '../../../service/http/routes/table.ts';
import { ChainBehind } from '../../../service/ports/chain-reader.ts';
import checklist from './problem-codes.json' with { type: 'json' };

const root = fileURLToPath(new URL('../../..', import.meta.url));
const codes = new Set(problemRows.map(({ code }) => code));

/** Codes of errors that reach no caller of the API: an operator reads them at the start, or they are bugs (500). */
const internal = [
  /^(config|keys|network|port|signers|vault|workshop)\./,
  /^rpc\.refused$/, // the readers and writers of chains turn it into chain.unreachable
  /^chain\.(transactionRefused|notNow)$/, // the outbox deals with it
  /^licence\.partsInvalid$/,
  /^record\.(mapDiverged|statementsMissing)$/,
  /^signer\.developmentKeys$/,
  /^store\.formatUnknown$/,
];

describe('the table of problems', () => {
  it('has every code once, with a status, a title and a next action in both languages', () => {
    expect(codes.size).to.equal(problemRows.length);
    for (const { code, status, title, next } of problemRows) {
      expect(code).to.match(/^[a-z]+\.?[a-zA-Z]+$/);
      expect(status, code).to.be.within(400, 503);
      for (const text of [title.zh, title.en, next.zh, next.en]) expect(text, code).to.be.a('string').and.not.equal('');
      expect(title.zh + next.zh, code).to.match(/[\u4e00-\u9fff]/);
    }
  });

  it('loses no code and changes no status: programs of others go by both', () => {
    const table = Object.fromEntries(problemRows.map(({ code, status }) => [code, status]));
    expect(table, 'the checklist problem-codes.json only grows: add new codes there, too').to.deep.equal(checklist);
  });

  it('says how long to wait where waiting is the next action: 429 and 503', () => {
    for (const { code, status, retryAfterSeconds } of problemRows) {
      if (status === 429 || status === 503) expect(retryAfterSeconds, code).to.be.greaterThan(0);
    }
  });

  it('covers the code of every error class that a use case can throw', () => {
    const files = globSync('service/{app,domain,ports,adapters,http,wiring}/**/*.ts', { cwd: root });
    const thrown = files.flatMap((file) =>
      [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/^ {2}readonly code = '([^']+)'/gm)].map(([, code]) => code),
    );
    expect(thrown.length).to.be.greaterThan(30);
    const uncovered = thrown.filter(
      (code) => !codes.has(code as string) && !internal.some((one) => one.test(code as string)),
    );
    const hint = 'give it a row in service/data/problems.json, or say above why no caller ever sees it';
    expect([...new Set(uncovered)], hint).to.deep.equal([]);
  });

  it('covers every code that the HTTP layer gives itself', () => {
    const files = globSync('service/http/**/*.ts', { cwd: root });
    const given = files.flatMap((file) =>
      [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/new Problem\(\s*'([^']+)'/g)].map(([, code]) => code),
    );
    expect(given.filter((code) => !codes.has(code as string))).to.deep.equal([]);
    const declared = routes.flatMap(({ problems }) => problems ?? []);
    expect(declared.filter((code) => !codes.has(code))).to.deep.equal([]);
  });
});

describe('renderProblem', () => {
  const request = { requestId: 'r-00000001', language: 'en' } as const;

  it('renders a use case’s error by its code, with its message and the table’s Retry-After', () => {
    const { status, body, headers, bug } = renderProblem(new ChainBehind('below block 7'), request);
    expect({ status, bug, detail: body.detail, code: body.code }).to.deep.equal({
      status: 503,
      bug: false,
      detail: 'below block 7',
      code: 'chain.behind',
    });
    expect(Number(headers['Retry-After'])).to.be.greaterThan(0);
  });

  it('keeps the headers and faults that the error itself carries', () => {
    const error = new Problem('route.method', 'no', {
      headers: { Allow: 'GET' },
      errors: [{ path: '/a', message: 'b' }],
    });
    const { headers, body } = renderProblem(error, request);
    expect(headers.Allow).to.equal('GET');
    expect(body.errors).to.deep.equal([{ path: '/a', message: 'b' }]);
  });

  it('says nothing of what it does not know: an error with a foreign code, a text, a URIError of our own', () => {
    for (const thrown of [Object.assign(new Error('secret'), { code: 'EACCES' }), 'secret', new URIError('secret')]) {
      const { status, body, bug } = renderProblem(thrown, request);
      expect({ status, code: body.code, bug }).to.deep.equal({ status: 500, code: 'internal', bug: true });
      expect(JSON.stringify(body)).not.to.contain('secret');
    }
  });
});
