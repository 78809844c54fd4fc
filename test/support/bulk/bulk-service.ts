import { setTimeout as sleep } from 'node:timers/promises';
import { cancelIssueBatch } from '../../../service/app/bulk/cancel-issue-batch.ts';
import { dryRun } from '../../../service/app/bulk/dry-run.ts';
import { readIssueBatch } from '../../../service/app/bulk/read-issue-batch.ts';
import type { IssueBatchView } from '../../../service/app/bulk/read-issue-batch.ts';
import { readResults } from '../../../service/app/bulk/read-results.ts';
import type { RowResult } from '../../../service/app/bulk/read-results.ts';
import { receiveRows } from '../../../service/app/bulk/receive-rows.ts';
import type { Received, RowsOrder } from '../../../service/app/bulk/receive-rows.ts';
import { createMemoryDisk } from '../memory-backend.ts';
import { createFakeChain } from '../issuing/fake-chain.ts';
import { startMortal } from '../issuing/mortal-process.ts';
import type { MortalProcess, World } from '../issuing/mortal-process.ts';
import { createTestSigners, HOUSING } from '../issuing/test-region.ts';
import type { TestSigner } from '../issuing/test-region.ts';
import { pieces } from './register.ts';

export const BULK_NOW = 1_795_500_000;
const WAIT_MS = 10_000;

/** A running service over a chain and a disk in memory, and a department that hands registers over. */
export async function openBulk(more: Partial<World> = {}) {
  const signers = createTestSigners();
  const chain = createFakeChain(signers.accounts, 2);
  const disk = createMemoryDisk();
  const start = (): Promise<MortalProcess> => startMortal({ disk, chain, signers, now: () => BULK_NOW, ...more });
  let service = await start();
  const orderOf = (text: string | Uint8Array, order: Partial<RowsOrder> = {}): RowsOrder => ({
    ...{ department: HOUSING, actor: `department/${HOUSING}`, type: 'deposit', format: 'ndjson', from: 0 },
    ...{ idempotencyKey: 'register-1', stream: pieces(text) },
    ...order,
  });
  const view = (id: string): Promise<IssueBatchView> => readIssueBatch(service.deps, id, HOUSING);
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
    send: (text: string | Uint8Array, order?: Partial<RowsOrder>): Promise<Received> =>
      receiveRows(service.deps, orderOf(text, order)),
    dryRun: (text: string | Uint8Array, order?: Partial<RowsOrder>) => dryRun(service.deps, orderOf(text, order)),
    cancel: (id: string) => cancelIssueBatch(service.deps, id, { department: HOUSING, actor: 'department/test' }),
    view,
    async settled(id: string): Promise<IssueBatchView> {
      const deadline = performance.now() + WAIT_MS;
      for (;;) {
        const now = await view(id);
        if (now.waiting + now.anchored === 0) return now;
        if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(now)}`);
        await sleep(5);
      }
    },
    async results(id: string, after = 0, withCertificates = true): Promise<RowResult[]> {
      const found: RowResult[] = [];
      const order = { id, department: HOUSING, after, withCertificates };
      for await (const result of await readResults(service.deps, order)) found.push(result);
      return found;
    },
    async restart(): Promise<void> {
      service.kill();
      service = await start();
    },
    async close(): Promise<void> {
      await service.stop();
      chain.stop();
    },
  };
}

export type Bulk = Awaited<ReturnType<typeof openBulk>>;
