import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { regionOf, recordDomains, certificateTypes } from '../../scripts/start/region-data.ts';
import { nodeSha256 } from '../../service/adapters/crypto/primitives.ts';
import { contractCalls } from '../../service/adapters/ethers/contract-calls.ts';
import { openLevelStore } from '../../service/adapters/level/open-level-store.ts';
import { keyCeremony } from '../../service/adapters/pki/key-ceremony.ts';
import { readRegionKeys } from '../../service/adapters/pki/region-keys.ts';
import { developmentSigners } from '../../service/adapters/signer/development-signer.ts';
import { createPersonVault } from '../../service/adapters/vault/person-vault.ts';
import { createWaiters } from '../../service/app/issuing/waiters.ts';
import type { RecordBatch } from '../../service/app/records/accept-records.ts';
import { recordCommitHandler, sendNextCommit } from '../../service/app/records/commit-outbox.ts';
import type { PublishDependencies } from '../../service/app/records/publish-records.ts';
import type { OutboxItem, Store } from '../../service/ports/store.ts';
import { tables } from '../../service/ports/tables.ts';
import { citizenNumber } from './citizen-number.ts';

export const NOW = 1_790_000_000;

const region = regionOf('dongying');
export const FUND = region.departments.find(({ kind }) => kind === 'housing-fund')?.uscc ?? '';
export const INSURANCE = region.departments.find(({ kind }) => kind === 'human-resources')?.uscc ?? '';

export const subjectOf = (n: number) => ({ idType: 'citizen-id' as const, number: citizenNumber(n) });

/** A housing-fund record of the n-th person with this balance. */
export function fundRecord(n: number, balance: number): RecordBatch['records'][number] {
  return {
    subject: subjectOf(n),
    fields: {
      name: `示例·第${n}人`,
      employer: '示例单位',
      account: `9900${n}`,
      accountStatus: '01',
      depositBase: 8000,
      employerRate: 12,
      personalRate: 12,
      monthlyDeposit: 1920,
      balance,
      openedOn: '2024-07-01',
      firstMonth: '2024-07',
      paidThrough: '2026-06',
      consecutiveMonths: 24,
      loanRecord: 'none',
      centre: '东营市住房公积金管理中心',
      centreCode: FUND,
      ledger: [{ month: '2026-06', base: 8000, employer: 960, personal: 960, status: 'paid' }],
    },
  };
}

export function fundBatch(people: number[], balance: number, asOf = NOW - 1000): RecordBatch {
  return {
    domain: 'housing-fund',
    asOf,
    coverage: { from: 1_700_000_000, through: asOf },
    records: people.map((n) => fundRecord(n, balance)),
  };
}

/** Everything of the record use cases but the chain: Level on disk, vault, signers of a key ceremony. */
export type RecordBench = {
  folder: string;
  deps: PublishDependencies & { report(error: unknown): void };
  /** Errors that use cases reported as bugs. */
  reported: unknown[];
  now: { value: number };
  /** Closes and opens the store and makes everything in memory anew, as a crash and a start do. */
  restart(): Promise<void>;
  /** Sends the next commit, if any, without confirming it. */
  send(domain?: string): Promise<boolean>;
  outbox(): Promise<OutboxItem[]>;
  /** What the dispatcher does when the chain is final, or refuses. */
  confirm(height: number): Promise<void>;
  refuse(reason: string): Promise<void>;
  close(): Promise<void>;
};

export async function openRecordBench(): Promise<RecordBench> {
  const folder = mkdtempSync(join(tmpdir(), 'zhenglian-records-'));
  const keys = join(folder, 'keys');
  keyCeremony({
    folder: keys,
    region: region.name.zh,
    base: region.base,
    departments: region.departments
      .filter(({ uscc }) => uscc === FUND || uscc === INSURANCE)
      .map(({ uscc, name }) => ({ uscc, name: name.zh, issuer: `${region.base}/departments/${uscc}` })),
    now: Math.floor(Date.now() / 1000),
  });
  const now = { value: NOW };
  const clock = { now: () => now.value };
  const reported: unknown[] = [];
  const make = (store: Store): RecordBench['deps'] => ({
    store,
    vault: createPersonVault(store, readRegionKeys(keys)),
    signers: developmentSigners({ folder: keys, production: false }),
    clock,
    sha256: nodeSha256,
    region: {
      caip2: region.caip2,
      name: region.name,
      base: region.base,
      contracts: {
        certificateAnchors: '0x00000000000000000000000000000000000000A1',
        recordRegistry: '0x00000000000000000000000000000000000000A2',
      },
      departments: region.departments,
      certificateTypes,
    },
    domains: recordDomains,
    random: (length) => new Uint8Array(randomBytes(length)),
    calls: contractCalls,
    writer: {
      simulate: () => Promise.reject(new Error('the bench has no chain')),
    },
    waiters: createWaiters(),
    report: (error) => reported.push(error),
  });
  const open = (): Promise<Store> => openLevelStore(join(folder, 'store'), clock);

  const bench: RecordBench = {
    folder,
    deps: make(await open()),
    reported,
    now,
    async restart() {
      await bench.deps.store.close();
      bench.deps = make(await open());
    },
    send: (domain = 'housing-fund') => sendNextCommit(bench.deps, domain),
    async outbox() {
      const items: OutboxItem[] = [];
      for await (const [, item] of bench.deps.store.range<OutboxItem>([tables.outbox])) items.push(item);
      return items;
    },
    async confirm(height) {
      for (const item of await bench.outbox()) {
        const commit = await recordCommitHandler(bench.deps).confirmed(item, { height });
        await bench.deps.store.commit({ ...commit, del: [...(commit.del ?? []), [tables.outbox, item.id]] });
      }
    },
    async refuse(reason) {
      for (const item of await bench.outbox()) {
        const commit = await recordCommitHandler(bench.deps).refused(item, reason);
        await bench.deps.store.commit({ ...commit, del: [...(commit.del ?? []), [tables.outbox, item.id]] });
      }
    },
    async close() {
      await bench.deps.store.close();
      rmSync(folder, { recursive: true });
    },
  };
  return bench;
}
