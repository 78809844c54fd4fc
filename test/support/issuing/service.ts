import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { acceptInstance } from '../../../service/app/issuing/accept-instance.ts';
import { certificateKey } from '../../../service/app/issuing/rows.ts';
import type { CertificateRow } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { changeStatus, whenStatusChanged } from '../../../service/app/status/change-status.ts';
import type { StatusChange, StatusOrder } from '../../../service/app/status/change-status.ts';
import { createMemoryDisk } from '../memory-backend.ts';
import { orderOf } from './city-life.ts';
import { createFakeChain } from './fake-chain.ts';
import { createHolder } from './holder.ts';
import { startMortal } from './mortal-process.ts';
import type { MortalProcess } from './mortal-process.ts';
import { createTestSigners, HOUSING, testRegion } from './test-region.ts';
import type { TestSigner } from './test-region.ts';

/** What every clock of these tests says. */
export const NOW = 1_795_500_000;
/** Longer than anything here takes; milliseconds. */
export const WAIT = 3000;

/** A running service over a chain and a disk in memory, and what its clients do. `blockGas`: what a block holds. */
export async function openIssuing({ blockGas = 100_000_000 } = {}) {
  const signers = createTestSigners();
  const chain = createFakeChain(signers.accounts);
  chain.faults.blockGas = blockGas;
  const disk = createMemoryDisk();
  const start = (): Promise<MortalProcess> => startMortal({ disk, chain, signers, now: () => NOW });
  let service = await start();
  const order = (person = 0, key = 'key-0001') => orderOf(HOUSING, 'deposit', person, key);
  const accept = async (person?: number, key?: string): Promise<string> =>
    (await acceptCertificate(service.deps, order(person, key))).id;
  const rowOf = async (id: string): Promise<CertificateRow> => {
    const row = await service.deps.store.get<CertificateRow>(certificateKey(id));
    if (!row) throw new Error(`no certificate ${id}`);
    return row;
  };
  return {
    signers,
    chain,
    disk,
    get deps() {
      return service.deps;
    },
    get service() {
      return service;
    },
    signer: (): TestSigner => signers.all.get(HOUSING) as TestSigner,
    /** A request of the housing department for a deposit certificate. */
    order,
    accept,
    async issue(person?: number, key?: string): Promise<string> {
      const id = await accept(person, key);
      const { state } = await whenIssued(service.deps, id, WAIT);
      if (state !== 'issued') throw new Error(`${id} is ${state}`);
      return id;
    },
    rowOf,
    async change(id: string, body: StatusOrder['body'], key = `${body.action}-1`): Promise<StatusChange> {
      const request = { certificate: id, department: HOUSING, actor: HOUSING, idempotencyKey: key, body };
      return whenStatusChanged(service.deps, id, await changeStatus(service.deps, request), WAIT);
    },
    /** An instance for a holder's key; `header` and `payload` replace what an honest proof says. */
    async bind(id: string, key: string, holder = createHolder(), header = {}, payload = {}) {
      const proof = holder.proof({ aud: testRegion.base, certificate: id, iat: NOW }, header, payload);
      const { person } = await rowOf(id);
      return acceptInstance(service.deps, {
        certificate: id,
        person,
        idempotencyKey: key,
        body: { jwk: holder.jwk, proof },
      });
    },
    async dieAndRestart(): Promise<void> {
      service.kill();
      service = await start();
    },
    async close(): Promise<void> {
      await service.stop();
      chain.stop();
    },
  };
}

export type Issuing = Awaited<ReturnType<typeof openIssuing>>;
