import { randomBytes } from 'node:crypto';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import { createStore } from '../../../service/adapters/level/store.ts';
import type { Backend } from '../../../service/adapters/level/backend.ts';
import { createPersonVault } from '../../../service/adapters/vault/person-vault.ts';
import { deriveVaultKeys } from '../../../service/adapters/vault/vault-keys.ts';
import { createInlineWorkshop } from '../../../service/adapters/workshop/inline-workshop.ts';
import { createChunkTimes } from '../../../service/app/bulk/chunk-times.ts';
import type { BulkDeps, BulkLimits } from '../../../service/app/bulk/deps.ts';
import { createPayloadCache } from '../../../service/app/bulk/payload-cache.ts';
import { openQueueGauge } from '../../../service/app/bulk/queue-gauge.ts';
import { startBulk } from '../../../service/app/bulk/start-bulk.ts';
import type { BulkPipelineOptions } from '../../../service/app/bulk/start-bulk.ts';
import { createSerials } from '../../../service/app/issuing/serials.ts';
import { issuingHandlers, startPipeline } from '../../../service/app/issuing/start-pipeline.ts';
import type { PipelineOptions } from '../../../service/app/issuing/start-pipeline.ts';
import type { OutboxTimings } from '../../../service/app/outbox/deps.ts';
import type { Region } from '../../../service/domain/region-data.ts';
import { createWaiters } from '../../../service/app/issuing/waiters.ts';
import { createListIndices } from '../../../service/app/status-list/list-indices.ts';
import { createGasBudget } from '../../../service/app/outbox/gas-budget.ts';
import { startOutbox } from '../../../service/app/outbox/start-outbox.ts';
import type { Outbox } from '../../../service/app/outbox/start-outbox.ts';
import type { StatusReason } from '../../../service/domain/certificate-status.ts';
import type { Signers } from '../../../service/ports/signer.ts';
import statusReasons from '../../../service/data/status-reasons.json' with { type: 'json' };
import type { MemoryDisk } from '../memory-backend.ts';
import type { FakeChain } from './fake-chain.ts';
import { testRegion } from './test-region.ts';

const primitives = nodePrimitives();
const vaultKeys = { master: new Uint8Array(32).fill(7), lookup: new Uint8Array(32).fill(8) };
const never = new Promise<never>(() => undefined);

export type World = {
  disk: Backend & Pick<MemoryDisk, 'crash'>;
  chain: Pick<FakeChain, 'writer' | 'reader'>;
  signers: Signers;
  now(): number;
  /** The test region when absent. */
  region?: Region;
  /** Quick ones for a quick chain when absent. */
  timings?: Partial<OutboxTimings>;
  pipeline?: Partial<PipelineOptions>;
  bulkPipeline?: Partial<BulkPipelineOptions>;
  bulkLimits?: Partial<BulkLimits>;
};

const quickTimings = { pollFrom: 2, pollTo: 2, resend: 20, retryFrom: 2, retryTo: 10 };
const quickBulkPipeline = { gatherMs: 3, lastGatherMs: 3, batchSize: 1024, batchesPerTransaction: 4 };
const bulkLimits: BulkLimits = { maxRowBytes: 4096, maxRows: 100_000, maxQueuedRows: 100_000 };
const quickPipeline = { gatherMs: 3, batchSize: 4, batchesPerTransaction: 8 };

/** A service process that can die at any step: every call to disk, chain and signer is two, before its effect and after. */
export type MortalProcess = {
  deps: BulkDeps;
  outbox: Outbox;
  reported: unknown[];
  /** Steps so far. */
  steps(): number;
  /** Resolves when it died; nothing it began before goes on. */
  died: Promise<void>;
  alive(): boolean;
  /** From now on it dies at no step. */
  immortal(): void;
  kill(): void;
  /** Stops as a service does. */
  stop(): Promise<void>;
};

/**
 * @param dieAt the step at which it dies; undefined lives
 */
export async function startMortal(world: World, dieAt?: number): Promise<MortalProcess> {
  let alive = true;
  let steps = 0;
  let fatal = dieAt;
  const death = Promise.withResolvers<void>();
  const kill = (): void => {
    if (!alive) return;
    alive = false;
    world.disk.crash();
    death.resolve();
  };
  const step = (): void => {
    steps += 1;
    if (steps === fatal) kill();
  };
  const mortal = async <T>(work: () => Promise<T>): Promise<T> => {
    step();
    if (!alive) return never;
    try {
      const result = await work();
      step();
      return alive ? result : never;
    } catch (error) {
      if (!alive) return never;
      throw error;
    }
  };
  const guard = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name, receiver) {
        const value: unknown = Reflect.get(object, name, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => mortal(() => value.apply(object, args) as Promise<unknown>);
      },
    });
  const disk: Backend = {
    open: () => mortal(() => world.disk.open()),
    get: (key) => mortal(() => world.disk.get(key)),
    getMany: (keys) => mortal(() => Promise.all(keys.map((key) => world.disk.get(key)))),
    write: (operations) => mortal(() => world.disk.write(operations)),
    close: async () => undefined,
    async *entries(range) {
      for await (const entry of world.disk.entries(range)) {
        if (!alive) await never;
        yield entry;
      }
    },
  };
  const guarded = new Map(world.signers.departments().map((uscc) => [uscc, guard(world.signers.for(uscc) as object)]));
  const signers: Signers = { ...world.signers, for: (uscc) => guarded.get(uscc) as ReturnType<Signers['for']> };

  const reported: unknown[] = [];
  const report = (error: unknown): void => void (alive && reported.push(error));
  const clock = { now: world.now };
  const store = await Promise.race([createStore(disk, clock), death.promise.then(() => undefined)]);
  if (!store) throw new Error('died while it was starting');
  const queue = await Promise.race([openQueueGauge(store, clock), death.promise.then(() => undefined)]);
  if (!queue) throw new Error('died while it was starting');
  const deps: BulkDeps = {
    region: world.region ?? testRegion,
    store,
    vault: createPersonVault(store, vaultKeys),
    signers,
    clock,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    ...primitives,
    calls: contractCalls,
    writer: guard(world.chain.writer),
    gas: createGasBudget({ writer: world.chain.writer, clock }),
    statusReasons: statusReasons as StatusReason[],
    serials: createSerials(store, primitives.sha256),
    listIndices: createListIndices(store),
    waiters: createWaiters(),
    workshop: createInlineWorkshop(deriveVaultKeys(vaultKeys)),
    payloads: createPayloadCache(10_000),
    chunkTimes: createChunkTimes(store),
    queue,
    bulkLimits: { ...bulkLimits, ...world.bulkLimits },
    report,
  };
  const outboxDeps = {
    ...{ store, signers, clock, report, calls: contractCalls, chainId: 370500 },
    writer: guard(world.chain.writer),
    reader: guard(world.chain.reader),
    timings: world.timings ?? quickTimings,
  };
  const started = (async () => {
    const outbox = await startOutbox(outboxDeps, issuingHandlers(deps));
    const pipeline = await startPipeline(deps, outbox, world.pipeline ?? quickPipeline);
    const bulk = await startBulk(deps, outbox, world.bulkPipeline ?? quickBulkPipeline);
    return { outbox, pipeline, bulk };
  })();
  const running = await Promise.race([started, death.promise.then(() => undefined)]);
  if (!running) throw new Error('died while it was starting');
  return {
    deps,
    outbox: running.outbox,
    reported,
    steps: () => steps,
    died: death.promise,
    alive: () => alive,
    immortal() {
      fatal = undefined;
    },
    kill,
    async stop() {
      await Promise.all([running.pipeline.stop(), running.bulk.stop()]);
      await running.outbox.stop();
      await store.close();
    },
  };
}
