import { expect } from 'chai';
import { policyIds, policyOf } from '../../../service/verify/index.ts';
import type { PolicyId } from '../../../service/verify/index.ts';

describe('policies', () => {
  it('are those that the types name', () => {
    const named: Record<PolicyId, true> = { window: true, presentation: true, self: true, offline: true };
    expect(policyIds).to.have.members(Object.keys(named));
    for (const id of Object.keys(named)) expect(policyOf(id, { production: true })?.id).to.equal(id);
  });

  it('of no such id or version there are none', () => {
    expect(policyOf('none', { production: true })).to.equal(undefined);
    expect(policyOf('window', { production: true }, 99)).to.equal(undefined);
  });

  it('say what was asked for the environment', () => {
    for (const production of [true, false]) expect(policyOf('window', { production }).production).to.equal(production);
  });
});
