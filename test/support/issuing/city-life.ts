import { setTimeout as sleep } from 'node:timers/promises';
import { tables } from '../../../service/ports/tables.ts';
import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { acceptInstance } from '../../../service/app/issuing/accept-instance.ts';
import type { IssuingDeps } from '../../../service/app/issuing/deps.ts';
import { readCertificate } from '../../../service/app/issuing/read-certificate.ts';
import { certificateKey } from '../../../service/app/issuing/rows.ts';
import type { CertificateRow } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { changeStatus, whenStatusChanged } from '../../../service/app/status/change-status.ts';
import type { StatusAction } from '../../../service/domain/certificate-status.ts';
import { startMortal } from './mortal-process.ts';
import type { MortalProcess, World } from './mortal-process.ts';
import { createHolder } from './holder.ts';
import { CIVIL, HOUSING, testRegion } from './test-region.ts';

const NUMBERS = ['990101194910010013', '990101194910010021', '99010119491001003X'];
const WAIT_MS = 4000;

export const orderOf = (department: string, type: string, person: number, idempotencyKey: string) => ({
  department,
  actor: department,
  idempotencyKey,
  body: {
    type,
    subject: { idType: 'citizen-id' as const, number: NUMBERS[person] as string },
    claims: { name: `测试${person}`, grade: 'A' },
  },
});

/**
 * Clients who outlive the service: they send each request until it is answered, always under the same key, to whichever
 * process runs. The first process dies at a step; the next lives.
 */
export async function liveThrough(world: World, dieAt?: number) {
  let deaths = 0;
  let starting: Promise<MortalProcess> | undefined;
  const current = (): Promise<MortalProcess> => {
    starting ??= startMortal(world, deaths === 0 ? dieAt : undefined).catch(async () => {
      deaths += 1;
      return startMortal(world);
    });
    return starting;
  };
  const untilAnswered = async <T>(request: (deps: IssuingDeps) => Promise<T>): Promise<T> => {
    for (;;) {
      const began = current();
      const process = await began;
      const answer = await Promise.race([
        request(process.deps).then((value) => ({ value })),
        process.died.then(() => undefined),
      ]);
      if (answer) return answer.value;
      // All who waited for the same process find it dead; the first of them sees to the next.
      if (starting !== began) continue;
      deaths += 1;
      starting = undefined;
    }
  };
  const accept = (...order: Parameters<typeof orderOf>): Promise<string> =>
    untilAnswered(async (deps) => (await acceptCertificate(deps, orderOf(...order))).id);
  const issued = (id: string, instance?: string) => untilAnswered((deps) => whenIssued(deps, id, WAIT_MS, instance));
  const holder = createHolder();
  const instance = async (certificate: string, key: string): Promise<string> => {
    const proof = holder.proof({ aud: testRegion.base, certificate, iat: world.now() });
    const order = { certificate, idempotencyKey: key, body: { jwk: holder.jwk, proof } };
    return untilAnswered(async (deps) => {
      const row = await deps.store.get<CertificateRow>(certificateKey(certificate));
      return (await acceptInstance(deps, { ...order, person: row?.person ?? '' })).instance;
    });
  };
  const change = (certificate: string, department: string, action: StatusAction, reason: string, more: object = {}) =>
    untilAnswered(async (deps) => {
      const body = { action, reason, ...more };
      const key = `${action}-${certificate}`;
      const id = await changeStatus(deps, { certificate, department, actor: department, idempotencyKey: key, body });
      return whenStatusChanged(deps, certificate, id, WAIT_MS);
    });
  return {
    accept,
    issued,
    instance,
    change,
    view: (id: string) => untilAnswered((deps) => readCertificate(deps, id, { role: 'auditor' })),
    /** A living process that has finished all work; it never dies. */
    async survivor(): Promise<MortalProcess> {
      const last = await current();
      const process = last.alive() ? last : await startMortal(world);
      process.immortal();
      const deadline = performance.now() + WAIT_MS;
      while (performance.now() < deadline && !(await isIdle(process.deps))) await sleep(2);
      return process;
    },
    deaths: () => deaths,
  };
}

/** Whether nothing is under way. */
async function isIdle(deps: IssuingDeps): Promise<boolean> {
  for (const table of [tables.outbox, tables.pendingInstances, tables.signingWork, tables.queuedStatusChanges]) {
    for await (const _ of deps.store.range([table], { limit: 1 })) return false;
  }
  return true;
}

/** A little of everything that issuing does, some of it at the same moment. */
export async function someLife(city: Awaited<ReturnType<typeof liveThrough>>) {
  const [a, b, c, d] = await Promise.all([
    city.accept(HOUSING, 'deposit', 0, 'order-a'),
    city.accept(HOUSING, 'loan', 1, 'order-b'),
    city.accept(CIVIL, 'marriage', 0, 'order-c'),
    city.accept(HOUSING, 'deposit', 0, 'order-d'),
  ]);
  await Promise.all([a, b, c, d].map((id) => city.issued(id)));
  const bound = await city.instance(a, 'instance-1');
  // Revoked while an instance is under way: both must carry it.
  const [revoked] = await Promise.all([city.change(a, HOUSING, 'revoke', 'issued-in-error'), city.issued(a, bound)]);
  const suspended = await city.change(b, HOUSING, 'suspend', 'under-investigation');
  const carried = await city.issued(b, await city.instance(b, 'instance-2'));
  const reinstated = await city.change(b, HOUSING, 'reinstate', 'investigation-closed');
  const e = await city.accept(HOUSING, 'deposit', 0, 'order-e');
  await city.issued(e);
  const superseded = await city.change(d, HOUSING, 'supersede', 'corrected', { replacement: e });
  return { ids: { a, b, c, d, e }, changes: [revoked, suspended, reinstated, superseded], carried };
}
