import { uuidToBytes } from '../../domain/uuid.ts';
import { tables } from '../../ports/tables.ts';
import type { LoggedEvent } from '../../ports/store.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { issueBatch } from './open-issue-batch.ts';
import type { ChunkState, IssueBatchRow } from './rows.ts';

/** `receiving` until the whole register has come; `issuing` until every accepted row is settled. */
export type IssueBatchState = 'receiving' | 'issuing' | 'done' | 'cancelled';

/** A register and how far it is. Counts are rows; `received` is where the durable rows end. Times are Unix seconds. */
export type IssueBatchView = {
  id: string;
  state: IssueBatchState;
  type: string;
  format: IssueBatchRow['format'];
  createdAt: number;
  received: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  /** Of the accepted: those that wait for the chain, and those that wait for their signature. */
  waiting: number;
  anchored: number;
  issued: number;
  failed: number;
  cancelled: number;
};

type Deps = Pick<IssuingDeps, 'store'>;

export async function viewOfBatch(deps: Deps, batch: IssueBatchRow): Promise<IssueBatchView> {
  const counts = { waiting: 0, anchored: 0, issued: 0, failed: 0, cancelled: 0 };
  for await (const [, one] of deps.store.range<ChunkState>([tables.issueChunkStates, uuidToBytes(batch.id)])) {
    const alone = one.failed?.length ?? 0;
    const name = { accepted: 'waiting', batched: 'waiting', requeued: 'issued' } as const;
    const { state } = one;
    counts[state in name ? name[state as keyof typeof name] : (state as keyof typeof counts)] += one.size - alone;
    counts.failed += alone;
  }
  const settled = counts.waiting + counts.anchored === 0;
  const { id, type, format, createdAt, received, accepted, rejected, duplicates } = batch;
  const state = batch.cancelled ? (settled ? 'cancelled' : 'issuing') : !batch.complete ? 'receiving' : 'issuing';
  return {
    ...{ id, state: state === 'issuing' && settled ? 'done' : state, type: type.code, format, createdAt },
    ...{ received, accepted, rejected, duplicates },
    ...counts,
  };
}

/** @throws IssueBatchUnknown */
export async function readIssueBatch(deps: Deps, id: string, department: string): Promise<IssueBatchView> {
  return viewOfBatch(deps, await issueBatch(deps, id, department));
}

const isOver = ({ state }: IssueBatchView): boolean => state === 'done' || state === 'cancelled';

/**
 * A register's view now, again whenever it has changed, and for the last time when it is done.
 *
 * @param pace.everyMs at most one view in this time
 * @param pace.idleMs after so long without a change the same view comes again, so that who listens knows the line stands
 * @throws IssueBatchUnknown
 */
export async function* followIssueBatch(
  deps: Deps,
  { id, department }: { id: string; department: string },
  pace: { everyMs: number; idleMs: number; signal: AbortSignal },
): AsyncGenerator<IssueBatchView> {
  const concerns = ({ subject, type }: LoggedEvent): boolean =>
    subject === id && (type.startsWith('rows.') || type.startsWith('issueBatch.'));
  let changed = false;
  let wake = (): void => undefined;
  const stop = deps.store.onCommit(({ events }) => {
    if (!events.some(concerns)) return;
    changed = true;
    wake();
  });
  const pause = (ms: number, untilChange: boolean): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        pace.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      if (untilChange) wake = end;
      pace.signal.addEventListener('abort', end);
    });
  try {
    while (!pace.signal.aborted) {
      changed = false;
      const view = await readIssueBatch(deps, id, department);
      yield view;
      if (isOver(view)) return;
      await pause(pace.everyMs, false);
      if (!changed && !pace.signal.aborted) await pause(pace.idleMs, true);
    }
  } finally {
    stop();
  }
}
