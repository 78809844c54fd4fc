import { expect } from 'chai';
import { runConformanceCase } from '../../../service/package/conformance.ts';
import type { ConformanceCase } from '../../../service/package/conformance.ts';
import { reasons } from '../../../service/verify/index.ts';
import { conformanceKit } from '../../support/engine/kit.ts';
import { primitives } from '../../support/engine/region.ts';

describe('the conformance kit', () => {
  const kit: ConformanceCase[] = [];
  before(async function () {
    this.timeout(60_000);
    for await (const one of conformanceKit()) kit.push(JSON.parse(JSON.stringify(one)) as ConformanceCase);
  });

  it('holds for this engine after a journey as JSON text', async () => {
    for (const one of kit) {
      const { title, differs } = await runConformanceCase(primitives, one);
      expect(differs, title).to.deep.equal([]);
    }
  }).timeout(60_000);

  it('gives every fault beside the same thing without it, which is valid', () => {
    expect(kit.length).to.be.greaterThan(350);
    const valid = kit.filter(({ expected }) => expected.verdict === 'valid');
    expect(valid.length).to.equal(kit.length / 2);
  });

  it('has every reason code that there is', () => {
    const said = kit.flatMap(({ expected }) => [
      expected.code,
      ...('checks' in expected ? Object.values(expected.checks) : []),
    ]);
    const all = reasons.map(({ code }) => code);
    expect([...new Set(said)].sort()).to.deep.equal(all.sort());
  });

  it('notices an engine that says something else', async () => {
    const one = kit.find(({ expected }) => expected.code === 'status.revoked')!;
    const { expected } = one;
    const blind = { ...one, expected: { ...expected, verdict: 'valid', code: 'policy.satisfied' } } as ConformanceCase;
    expect((await runConformanceCase(primitives, blind)).differs).to.deep.equal([
      'invalid instead of valid',
      'no policy.satisfied',
    ]);
    const forgetful = { ...primitives, verifyEs256: () => true };
    const forged = kit.find(({ expected }) => expected.code === 'key.signatureInvalid')!;
    expect((await runConformanceCase(forgetful, forged)).differs).to.not.deep.equal([]);
  });
});
