import { SignerUnavailable } from '../../ports/signer.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { Committed, LoggedEvent } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { ANCHOR_KIND } from '../issuing/close-batches.ts';
import type { BatchLimits } from '../issuing/close-batches.ts';
import { createStage } from '../issuing/stage.ts';
import type { Stage } from '../issuing/stage.ts';
import type { Outbox } from '../outbox/start-outbox.ts';
import { closeChunks } from './close-chunks.ts';
import type { BulkDeps } from './deps.ts';
import { signChunks } from './sign-chunks.ts';

export type BulkPipelineOptions = BatchLimits & {
  /** Milliseconds after the first waiting chunk until its batch is closed, while more rows of its register come. */
  gatherMs: number;
  /** The same once its register has come. */
  lastGatherMs: number;
};

export const defaultBulkPipeline: BulkPipelineOptions = {
  gatherMs: 600,
  lastGatherMs: 50,
  batchSize: 2048,
  batchesPerTransaction: 32,
};

/** The outbox deletes an item just after its commit; a look right then would find the account still busy. */
const AFTER_CONFIRMATION_MS = 20;
const DEPARTMENT_BYTES = 18;

/**
 * Runs the way of registers' chunks from accepted to issued, beside that of single certificates and through the same outbox.
 * Everything half finished in the store goes on.
 */
export async function startBulk(
  deps: BulkDeps,
  outbox: Pick<Outbox, 'waiting'>,
  options: Partial<BulkPipelineOptions> = {},
): Promise<{ stop(): Promise<void> }> {
  const { gatherMs, lastGatherMs, ...limits } = { ...defaultBulkPipeline, ...options };
  const failed = (error: unknown): void => {
    const trouble = [SignerUnavailable, StoreUnavailable, StoreConflict].some((kind) => error instanceof kind);
    if (!trouble) deps.report(error);
  };
  const batching: Stage = createStage({
    failed,
    async work() {
      const left = await closeChunks(deps, limits, (department) => outbox.waiting(department, ANCHOR_KIND) > 0);
      if (left) batching.wake(gatherMs);
    },
  });
  const signing = new Map<string, Stage>();
  const signingOf = (department: string): Stage => {
    const stage = signing.get(department) ?? createStage({ failed, work: () => signChunks(deps, department) });
    signing.set(department, stage);
    return stage;
  };
  // Registers of which more rows come: a transaction that leaves a little before its block takes most of them along.
  const coming = new Set<string>();
  const heard = ({ type, subject, facts }: LoggedEvent): void => {
    switch (type) {
      case 'rows.accepted':
        coming.add(subject);
        return batching.wake(gatherMs);
      case 'issueBatch.received':
      case 'issueBatch.cancelled':
        coming.delete(subject);
        return batching.wake(lastGatherMs);
      case 'rows.failed':
      case 'rows.cancelled':
      case 'rows.requeued':
        // Nobody will sign what is kept of them.
        return void deps.payloads.take({ batch: subject, from: Number(facts?.['from']) });
      case 'batch.anchored':
        signingOf(String(facts?.['department'])).wake();
        return batching.wake(coming.size > 0 ? gatherMs : AFTER_CONFIRMATION_MS);
      case 'batch.refused':
        return batching.wake(AFTER_CONFIRMATION_MS);
    }
  };
  const unsubscribe = deps.store.onCommit(({ events }: Committed) => events.forEach(heard));
  for await (const [key] of deps.store.range([tables.chunkSigningWork])) {
    signingOf(Buffer.from((key[1] as Uint8Array).subarray(0, DEPARTMENT_BYTES)).toString('ascii')).wake();
  }
  batching.wake();
  return {
    async stop() {
      unsubscribe();
      await Promise.all([batching, ...signing.values()].map((stage) => stage.stop()));
    },
  };
}
