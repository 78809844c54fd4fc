import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { tag } from '../../../service/proof/tag.ts';

describe('tags', () => {
  it('are SHA-256 of the suite and the purpose', () => {
    for (const purpose of [
      'certificate',
      'anchor',
      'head',
      'map-leaf',
      'map-node',
      'map-empty',
      'record',
      'field',
      'vrf',
    ]) {
      const expected = createHash('sha256').update(`zhenglian/v1/${purpose}`).digest();
      expect([...tag(purpose)]).to.deep.equal([...expected]);
    }
  });

  it('are computed once', () => {
    expect(tag('certificate')).to.equal(tag('certificate'));
  });
});
