import { expect } from 'chai';
import { createMemoryDisk } from '../../support/memory-backend.ts';
import { auditIssuing } from '../../support/issuing/audit.ts';
import { liveThrough, someLife } from '../../support/issuing/city-life.ts';
import { createFakeChain } from '../../support/issuing/fake-chain.ts';
import { createTestSigners } from '../../support/issuing/test-region.ts';
import type { TestSigner } from '../../support/issuing/test-region.ts';

const STATES = { a: 'revoked', b: 'valid', c: 'valid', d: 'superseded', e: 'valid' };

async function live(dieAt?: number): Promise<{ steps: number; deaths: number }> {
  const signers = createTestSigners();
  const chain = createFakeChain(signers.accounts, 2);
  const disk = createMemoryDisk();
  const city = await liveThrough({ disk, chain, signers, now: () => 1_795_500_000 }, dieAt);
  const { ids, changes, carried } = await someLife(city);

  expect(changes.map(({ state }) => state)).to.deep.equal(['final', 'final', 'final', 'final']);
  expect(carried.state).to.equal('issued');
  for (const [name, id] of Object.entries(ids)) {
    expect((await city.view(id)).status, name).to.equal(STATES[name as keyof typeof STATES]);
  }
  expect((await city.view(ids.d)).supersededBy).to.equal(ids.e);
  const survivor = await city.survivor();
  const signerOf = (department: string): TestSigner => signers.all.get(department) as TestSigner;
  expect(await auditIssuing(survivor.deps, chain, signerOf)).to.equal(7);
  expect(survivor.reported).to.deep.equal([]);
  const steps = survivor.steps();
  await survivor.stop();
  chain.stop();
  return { steps, deaths: city.deaths() };
}

describe('A process that dies while it issues', () => {
  it('need not die: a run without death is right', async () => {
    expect(await live()).to.deep.include({ deaths: 0 });
  });

  it('at any step loses nothing and does nothing twice', async function () {
    this.timeout(600_000);
    const { steps } = await live();
    expect(steps).to.be.greaterThan(200);
    // A sample in the everyday run; CRASH_STRIDE=1 dies at each step once (two minutes).
    const stride = Number(process.env['CRASH_STRIDE'] ?? 17);
    for (let dieAt = 1; dieAt < steps; dieAt += stride) {
      await live(dieAt).catch((error: unknown) => {
        throw new Error(`after death at step ${dieAt}: ${String(error)}`, { cause: error });
      });
    }
  });
});
