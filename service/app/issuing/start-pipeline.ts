import { SignerUnavailable } from '../../ports/signer.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { Committed, LoggedEvent } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Outbox } from '../outbox/start-outbox.ts';
import type { OutboxHandlers } from '../outbox/handler.ts';
import { sendChanges, STATUS_KIND, statusHandler } from '../status/send-changes.ts';
import { anchorHandler } from './anchor-handler.ts';
import { CARRY_KIND, carryHandler } from './carry-handler.ts';
import { ANCHOR_KIND, closeBatches } from './close-batches.ts';
import type { BatchLimits } from './close-batches.ts';
import type { IssuingDeps } from './deps.ts';
import { signBatches } from './sign-batches.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';

export type PipelineOptions = BatchLimits & {
  /** Milliseconds after the first waiting instance until its batch is closed: single issues share the batch of their second. */
  gatherMs: number;
};

export const defaultPipeline: PipelineOptions = { gatherMs: 1000, batchSize: 2048, batchesPerTransaction: 16 };

/** The outbox kinds of issuing and status changes; to be given to `startOutbox` with those of other areas. */
export function issuingHandlers(deps: IssuingDeps): OutboxHandlers {
  return {
    [ANCHOR_KIND]: anchorHandler(deps),
    [CARRY_KIND]: carryHandler(deps),
    [STATUS_KIND]: statusHandler(deps),
  };
}

/** The outbox deletes an item just after its commit; a look right then would find the account still busy. */
const AFTER_CONFIRMATION_MS = 20;
const DEPARTMENT_BYTES = 18;

const text = (event: LoggedEvent, fact: string): string => String(event.facts?.[fact] ?? '');

/**
 * Runs the way of a certificate from accepted to issued, and that of status changes. Everything half finished in the store
 * goes on; afterwards the stages wake on what commits say and do nothing else.
 *
 * @param outbox the running dispatcher, started with {@link issuingHandlers}
 */
export async function startPipeline(
  deps: IssuingDeps,
  outbox: Pick<Outbox, 'waiting'>,
  options: Partial<PipelineOptions> = {},
): Promise<{ stop(): Promise<void> }> {
  const { gatherMs, ...limits } = { ...defaultPipeline, ...options };
  const failed = (error: unknown): void => {
    const trouble = [SignerUnavailable, StoreUnavailable, StoreConflict].some((kind) => error instanceof kind);
    if (!trouble) deps.report(error);
  };

  const batching: Stage = createStage({
    failed,
    async work() {
      const left = await closeBatches(deps, limits, (department) => outbox.waiting(department, ANCHOR_KIND) > 0);
      if (left) batching.wake(gatherMs);
    },
  });
  const changing: Stage = createStage({
    failed,
    async work() {
      const left = await sendChanges(deps, (department) => outbox.waiting(department, STATUS_KIND) > 0);
      if (left) changing.wake(gatherMs);
    },
  });
  // Each department's signer is its own, so that one that hangs keeps nobody else waiting.
  const signing = new Map<string, Stage>();
  const signingOf = (department: string): Stage => {
    const stage = signing.get(department) ?? createStage({ failed, work: () => signBatches(deps, department) });
    signing.set(department, stage);
    return stage;
  };

  const heard = (event: LoggedEvent): void => {
    switch (event.type) {
      case 'certificate.accepted':
      case 'instance.accepted':
      case 'instance.requeued':
        return batching.wake(gatherMs);
      case 'batch.anchored':
        signingOf(text(event, 'department')).wake();
        return batching.wake(AFTER_CONFIRMATION_MS);
      case 'batch.refused':
        return batching.wake(AFTER_CONFIRMATION_MS);
      case 'instance.statusCarried':
        return signingOf(text(event, 'department')).wake();
      case 'certificate.issued':
      case 'certificate.failed':
        deps.waiters.settled(text(event, 'instance'));
        return changing.wake();
      case 'status.requested':
        return changing.wake();
      case 'status.changed':
      case 'status.refused':
        deps.waiters.settled(text(event, 'change'));
        return changing.wake(AFTER_CONFIRMATION_MS);
    }
  };

  const unsubscribe = deps.store.onCommit(({ events }: Committed) => events.forEach(heard));
  for await (const [key] of deps.store.range([tables.signingWork])) {
    signingOf(Buffer.from((key[1] as Uint8Array).subarray(0, DEPARTMENT_BYTES)).toString('ascii')).wake();
  }
  batching.wake();
  changing.wake();

  return {
    async stop() {
      unsubscribe();
      await Promise.all([batching, changing, ...signing.values()].map((stage) => stage.stop()));
    },
  };
}
