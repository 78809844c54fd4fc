import { expect } from 'chai';
import type { RowResult } from '../../../web/api/answers.ts';
import { resultsCsv } from '../../../web/pages/department/results-csv.ts';
import { orderOf } from '../../../web/pages/department/status-form.ts';
import type { StatusForm } from '../../../web/pages/department/status-form.ts';

const form: StatusForm = {
  ...{ action: 'revoke', reason: 'issued-in-error', matter: ' CASE-1 ', by: 'list', names: 'a' },
  ...{ type: 'residence-permit', from: '2026-11-26', through: '2026-11-27', status: 'any' },
};

describe('An order to change the status of many', () => {
  it('takes names apart at lines, spaces and either comma', () => {
    const names = ' a\r\nb\n\nc d,e，f；g、h ';
    const certificates = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const expected = { action: 'revoke', reason: 'issued-in-error', case: 'CASE-1', selection: { certificates } };
    expect(orderOf({ ...form, names })).to.deep.equal(expected);
  });

  it('takes days as Beijing has them, the last one whole', () => {
    expect(orderOf({ ...form, by: 'query', matter: ' ' })).to.deep.equal({
      ...{ action: 'revoke', reason: 'issued-in-error' },
      selection: {
        type: 'residence-permit',
        acceptedFrom: Date.UTC(2026, 10, 25, 16) / 1000,
        acceptedThrough: Date.UTC(2026, 10, 27, 16) / 1000 - 1,
      },
    });
    expect(orderOf({ ...form, by: 'query', status: 'suspended' })?.selection).to.include({ status: 'suspended' });
  });

  it('is none while anything is missing', () => {
    const query = { ...form, by: 'query' as const };
    for (const unfinished of [
      { ...form, reason: undefined },
      { ...form, names: ' \n' },
      { ...query, type: undefined },
      { ...query, from: '' },
      { ...query, through: '' },
    ]) {
      expect(orderOf(unfinished)).to.equal(undefined);
    }
  });
});

describe('A register’s results for a spreadsheet', () => {
  const csv = async (...results: RowResult[]): Promise<string> => {
    async function* all() {
      yield* results;
    }
    return (await resultsCsv(['行', '结果', '编号', '标识', '问题'], all())).join('');
  };

  it('have a line a row, with what is wrong, behind the mark that makes them Chinese', async () => {
    const text = await csv(
      { row: 1, state: 'issued', id: 'id-1', licence: '1.2.156' },
      {
        row: 2,
        state: 'rejected',
        errors: [
          { code: 'row.malformed', path: '', message: 'x' },
          { code: 'certificate.claimsInvalid', path: '/claims/a,"b"', message: 'y' },
        ],
      },
      { row: 3, state: 'failed', id: 'id-3', licence: '1.2.157', reason: 'NotAccredited' },
    );
    expect(text).to.equal(
      '\uFEFF行,结果,编号,标识,问题\r\n' +
        '1,issued,id-1,1.2.156,\r\n' +
        '2,rejected,,,"row.malformed; certificate.claimsInvalid /claims/a,""b"""\r\n' +
        '3,failed,id-3,1.2.157,NotAccredited\r\n',
    );
  });
});
