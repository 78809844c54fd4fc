import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import { readNotices } from '../../../service/app/notices/read-notices.ts';
import { startTellingReliers } from '../../../service/app/notices/tell-reliers.ts';
import { registerReliance } from '../../../service/app/reliance/register-reliance.ts';
import { confirmBatch } from '../../../service/app/status-batches/confirm-batch.ts';
import { startStatusBatches } from '../../../service/app/status-batches/order-changes.ts';
import { previewBatch } from '../../../service/app/status-batches/preview-batch.ts';
import { readStatusBatch } from '../../../service/app/status-batches/read-batch.ts';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { startMortal } from '../../support/issuing/mortal-process.ts';
import type { MortalProcess, World } from '../../support/issuing/mortal-process.ts';
import { NOW, openIssuing } from '../../support/issuing/service.ts';
import { HOUSING } from '../../support/issuing/test-region.ts';

const RELIER = 'clerk/1';

/** Three certificates, each relied on for a case; then the process is gone and the world is left. */
async function worldWithCertificates(): Promise<{ world: World; ids: string[]; stop(): void }> {
  const city = await openIssuing();
  const ids = await Promise.all([0, 1, 2].map((person) => city.issue(person, `issue-000${person}`)));
  for (const id of ids) {
    const { certificate = '' } = await readCertificate(city.deps, id, { role: 'department', department: HOUSING });
    const verdict = { verdict: 'valid' } as const;
    await registerReliance(city.deps, { relier: RELIER, case: id, artefact: certificate, verdict });
  }
  city.service.kill();
  const { disk, chain, signers } = city;
  return { world: { disk, chain, signers, now: () => NOW }, ids: ids.sort(), stop: () => chain.stop() };
}

/** Confirms the revocation of all, always under one key, and waits until it is done and told, or the process is dead. */
async function revokeAll(process: MortalProcess, ids: readonly string[]): Promise<void> {
  const { deps } = process;
  const running = [startStatusBatches(deps), startTellingReliers(deps)];
  const work = async (): Promise<void> => {
    const order = { department: HOUSING, action: 'revoke', reason: 'issued-in-error' } as const;
    const asked = { ...order, selection: { certificates: ids } };
    const { digest } = await previewBatch(deps, asked);
    // A client that got no answer asks again with what it asked before: here the digest of the untouched three.
    const given = { ...asked, digest: firstDigest ?? digest, actor: HOUSING, idempotencyKey: 'revoke-0001' };
    firstDigest ??= digest;
    const id = await confirmBatch(deps, given);
    for (;;) {
      const { pending } = await readStatusBatch(deps, id, HOUSING);
      if (pending === 0 && (await readNotices(deps, RELIER, { limit: 10 })).length >= ids.length) return;
      await sleep(5);
    }
  };
  await Promise.race([work(), process.died]);
  if (process.alive()) await Promise.all(running.map((one) => one.stop()));
}
let firstDigest: string | undefined;

async function live(dieAt?: number): Promise<number> {
  const { world, ids, stop } = await worldWithCertificates();
  firstDigest = undefined;
  const first = await startMortal(world, dieAt).catch(() => undefined);
  if (first) await revokeAll(first, ids);
  const survivor = first?.alive() ? first : await startMortal(world);
  if (survivor !== first) await revokeAll(survivor, ids);
  const { deps } = survivor;

  const changed: unknown[] = [];
  const confirmed: unknown[] = [];
  for await (const [, { type, facts }] of deps.store.range<LoggedEvent>([tables.events])) {
    if (type === 'status.changed') changed.push(facts?.['certificate']);
    if (type === 'status.batchConfirmed') confirmed.push(facts?.['total']);
  }
  expect(confirmed).to.deep.equal([ids.length]);
  expect(changed.sort()).to.deep.equal(ids);
  const told = await readNotices(deps, RELIER, { limit: 10 });
  expect(told.map((notice) => notice.case).sort()).to.deep.equal(ids);
  expect(survivor.reported).to.deep.equal([]);
  const steps = survivor.steps();
  await survivor.stop();
  stop();
  return steps;
}

describe('A process that dies while many certificates are revoked', () => {
  it('changes each once and tells each relier once, wherever it dies', async function () {
    this.timeout(600_000);
    const steps = await live();
    // A sample in the everyday run; CRASH_STRIDE=1 dies at each step once.
    const stride = Number(process.env['CRASH_STRIDE'] ?? 13);
    for (let dieAt = 1; dieAt < steps; dieAt += stride) {
      await live(dieAt).catch((error: unknown) => {
        throw new Error(`after death at step ${dieAt}: ${String(error)}`, { cause: error });
      });
    }
  });
});
