import { expect } from 'chai';
import type { RecordDomain, RecordField } from '../../../service/domain/record-domain.ts';
import { checkedFields } from '../../../service/domain/record-fields.ts';

const label = { zh: '字段', en: 'Field' };
const field = (rest: Partial<RecordField>): RecordField => ({ type: 'string', required: true, ...label, ...rest });
const domain: RecordDomain = {
  code: 'housing-fund',
  name: label,
  owner: 'housing-fund',
  schemaVersion: 1,
  fields: {
    name: field({ maxLength: 4 }),
    number: field({ subject: 'number' }),
    status: field({ codes: { '01': label, '02': label } }),
    balance: field({ type: 'number', minimum: 0 }),
    months: field({ type: 'integer', required: false, maximum: 600 }),
    openedOn: field({ type: 'date', required: false }),
    pension: field({ type: 'object', required: false, members: { through: field({ type: 'month' }) } }),
    ledger: field({ type: 'list', required: false, maxLength: 2, members: { month: field({ type: 'month' }) } }),
  },
};
const right = { name: '甲一', status: '01', balance: 12.5 };
const check = (fields: Record<string, unknown>) => checkedFields(domain, { fields, number: '99X', path: '/fields' });
const errorsOf = (change: Record<string, unknown>) => check({ ...right, ...change }).errors.map(({ path }) => path);

describe('a record of a domain', () => {
  it('becomes values in the order of the schema, null where an optional field is absent, the number filled in', () => {
    const { values, errors } = check({ balance: 12.5, ledger: [{ month: '2026-01' }], status: '01', name: '甲一' });
    expect(errors).to.deep.equal([]);
    expect(values).to.deep.equal(['甲一', '99X', '01', 12.5, null, null, null, [{ month: '2026-01' }]]);
  });

  it('names each field that is missing or not in the schema', () => {
    expect(check({ other: 1 }).errors.map(({ path }) => path)).to.have.members([
      '/fields/other',
      '/fields/name',
      '/fields/status',
      '/fields/balance',
    ]);
  });

  const wrong: Record<string, [unknown[], string]> = {
    'a text that is empty, too long, no text or not well-formed': [[' ', '甲乙丙丁戊', 7, '\ud800'], 'name'],
    'another number than the person’s': [['991'], 'number'],
    'a code that is none of the schema’s': [['03', 'constructor'], 'status'],
    'a number below its minimum, not finite or a text': [[-1, Infinity, '1'], 'balance'],
    'an integer that is none or above its maximum': [[1.5, 601], 'months'],
    'a date that the calendar does not have': [['2026-02-30', '2026-2-1', 20260201], 'openedOn'],
  };
  for (const [what, [values, name]] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      for (const value of values) expect(errorsOf({ [name]: value }), String(value)).to.deep.equal([`/fields/${name}`]);
    });
  }

  it('looks into objects and lists', () => {
    expect(errorsOf({ pension: { through: '2026-13' } })).to.deep.equal(['/fields/pension/through']);
    expect(errorsOf({ pension: [] })).to.deep.equal(['/fields/pension']);
    expect(errorsOf({ ledger: [{ month: '2026-01' }, { month: 1, x: 2 }] })).to.have.members([
      '/fields/ledger/1/month',
      '/fields/ledger/1/x',
    ]);
    expect(errorsOf({ ledger: [{}, {}, {}] })).to.deep.equal(['/fields/ledger']);
    expect(errorsOf({ ledger: ['2026-01'] })).to.deep.equal(['/fields/ledger/0']);
  });
});
