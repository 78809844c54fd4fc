import { expect } from 'chai';
import { isFinal, statusAfter, statusCodes, statusOf } from '../../../service/domain/certificate-status.ts';
import type { CertificateStatus, StatusAction } from '../../../service/domain/certificate-status.ts';

const legal: Record<CertificateStatus, Partial<Record<StatusAction, CertificateStatus>>> = {
  valid: { suspend: 'suspended', revoke: 'revoked', supersede: 'superseded' },
  suspended: { reinstate: 'valid', revoke: 'revoked', supersede: 'superseded' },
  revoked: {},
  superseded: {},
};
const actions: StatusAction[] = ['suspend', 'reinstate', 'revoke', 'supersede'];

describe('A certificate’s status', () => {
  for (const [status, to] of Object.entries(legal) as [CertificateStatus, (typeof legal)[CertificateStatus]][]) {
    for (const action of actions) {
      const after = to[action];
      it(`${status}: ${action} ${after ? `makes it ${after}` : 'is refused'}`, () => {
        if (after) expect(statusAfter(status, action)).to.equal(after);
        else
          expect(() => statusAfter(status, action))
            .to.throw()
            .with.property('code', 'status.transition');
      });
    }
  }

  it('is final when revoked or superseded', () => {
    const finals = (Object.keys(legal) as CertificateStatus[]).filter(isFinal);
    expect(finals).to.deep.equal(['revoked', 'superseded']);
  });

  it('has the codes of the Token Status List and the chain', () => {
    expect(statusCodes).to.deep.equal({ valid: 0, revoked: 1, suspended: 2, superseded: 3 });
    expect([0, 1, 2, 3, 4].map(statusOf)).to.deep.equal(['valid', 'revoked', 'suspended', 'superseded', undefined]);
  });
});
