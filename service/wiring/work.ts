import { randomBytes } from 'node:crypto';
import { contractCalls } from '../adapters/ethers/contract-calls.ts';
import { createChainWriter } from '../adapters/ethers/chain-writer.ts';
import { createChunkTimes } from '../app/bulk/chunk-times.ts';
import type { BulkDeps } from '../app/bulk/deps.ts';
import { createPayloadCache } from '../app/bulk/payload-cache.ts';
import { openQueueGauge } from '../app/bulk/queue-gauge.ts';
import { startBulk } from '../app/bulk/start-bulk.ts';
import { createSerials } from '../app/issuing/serials.ts';
import { issuingHandlers, startPipeline } from '../app/issuing/start-pipeline.ts';
import { createWaiters } from '../app/issuing/waiters.ts';
import { logHandler, LOG_KIND, startLogAnchoring } from '../app/log/anchor-log.ts';
import type { LogAnchorDeps } from '../app/log/anchor-log.ts';
import { createGasBudget } from '../app/outbox/gas-budget.ts';
import { startOutbox } from '../app/outbox/start-outbox.ts';
import type { Outbox } from '../app/outbox/start-outbox.ts';
import { RECORD_COMMIT, recordCommitHandler } from '../app/records/commit-outbox.ts';
import type { QueryDependencies } from '../app/records/query-records.ts';
import { startRecordCommits } from '../app/records/start-commits.ts';
import { createListIndices } from '../app/status-list/list-indices.ts';
import type { Config } from '../config.ts';
import statusReasons from '../data/status-reasons.json' with { type: 'json' };
import type { StatusReason } from '../domain/certificate-status.ts';
import type { ChainData } from '../domain/chain.ts';
import type { Region } from '../domain/region-data.ts';
import type { ChainReader } from '../ports/chain-reader.ts';
import type { ChainWriter } from '../ports/chain-writer.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonVault } from '../ports/person-vault.ts';
import type { Signers } from '../ports/signer.ts';
import type { Store } from '../ports/store.ts';
import type { Workshop } from '../ports/workshop.ts';
import { chainIdOf } from '../proof/attested.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Verdict } from '../verify/types.ts';
import { allRecordDomains } from './region-data.ts';

/** Bytes of payloads kept between acceptance and signing. */
const CACHED_PAYLOADS = 32 * 1024 * 1024;

export type Work = {
  deps: BulkDeps & QueryDependencies;
  writer: ChainWriter;
  outbox: Outbox;
  stop(): Promise<void>;
};

/**
 * Starts everything that runs by itself: the outbox, the way of certificates and status changes, the queues of record
 * commits, and the anchoring of the log. What an earlier run left half done goes on.
 */
export async function startWork(input: {
  config: Config;
  region: Region;
  chain: ChainData;
  store: Store;
  vault: PersonVault;
  workshop: Workshop;
  signers: Signers;
  clock: Clock;
  primitives: Primitives;
  reader: ChainReader;
  verify(artefact: string): Promise<Verdict>;
  report(error: unknown): void;
}): Promise<Work> {
  const { config, region, chain, store, vault, signers, clock, primitives, reader, report } = input;
  const writer = createChainWriter(chain);
  const queue = await openQueueGauge(store, clock);
  const { maxRowBytes, maxRegisterRows: maxRows, maxQueuedRows } = config.limits;
  const deps: BulkDeps & QueryDependencies = {
    region,
    domains: allRecordDomains,
    store,
    vault,
    signers,
    clock,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    ...primitives,
    calls: contractCalls,
    writer,
    gas: createGasBudget({ writer, clock }),
    statusReasons: statusReasons as StatusReason[],
    serials: createSerials(store, primitives.sha256),
    listIndices: createListIndices(store),
    waiters: createWaiters(),
    workshop: input.workshop,
    payloads: createPayloadCache(CACHED_PAYLOADS),
    chunkTimes: createChunkTimes(store),
    queue,
    bulkLimits: { maxRowBytes, maxRows, maxQueuedRows },
    verify: input.verify,
    report,
  };
  const keeper = allRecordDomains.find(({ code }) => code === 'log')?.owner;
  const department = region.departments.find(({ kind }) => kind === keeper)?.uscc;
  if (department === undefined) throw new TypeError('no department of the region is in charge of the log');
  const logDeps: LogAnchorDeps = { ...deps, department };

  const outbox = await startOutbox(
    { store, reader, writer, calls: contractCalls, signers, clock, chainId: chainIdOf(region.caip2) as number, report },
    { ...issuingHandlers(deps), [RECORD_COMMIT]: recordCommitHandler(deps), [LOG_KIND]: logHandler(logDeps) },
  );
  const pipeline = await startPipeline(deps, outbox);
  const bulk = await startBulk(deps, outbox);
  const commits = startRecordCommits(deps);
  const log = startLogAnchoring(logDeps, config.limits.logAnchorSeconds);
  return {
    deps,
    writer,
    outbox,
    async stop() {
      await Promise.all([log.stop(), commits.stop(), pipeline.stop(), bulk.stop()]);
      await outbox.stop();
      queue.stop();
    },
  };
}
