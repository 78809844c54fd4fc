import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import type { Waiters } from '../issuing/waiters.ts';
import { StoreConflict } from '../../ports/store.ts';
import { acceptRecords } from './accept-records.ts';
import type { RecordBatch } from './accept-records.ts';
import type { RecordDependencies } from './dependencies.ts';
import { commitKey } from './rows.ts';
import type { CommitRow } from './rows.ts';

/** The contract refused the commit for good; its message says why. Nothing of the batch is in the map. */
export class RecordCommitRefused extends Error {
  override readonly name = 'RecordCommitRefused';
  readonly code = 'record.commitRefused';
}

export type PublishDependencies = RecordDependencies & {
  /** Told of a commit's id when it is final or refused. */
  waiters: Waiters;
};

const ATTEMPTS = 5;

/** The commit of this request: the one it made before, or a new one. */
async function commitOf(
  deps: PublishDependencies,
  request: { department: string; batch: RecordBatch; idempotencyKey: string },
): Promise<string> {
  const { department, batch, idempotencyKey } = request;
  const key = await requestKey(deps.vault, `records/${department}`, idempotencyKey, batch);
  for (let attempt = 1; ; attempt++) {
    const earlier = await earlierResult(deps.store, key);
    if (earlier !== undefined) return earlier;
    try {
      const row = await acceptRecords(deps, department, batch, ({ id }) => {
        const remembered: RequestRow = { digest: key.digest, id };
        return { expect: [{ key: key.key, value: undefined }], put: [[key.key, remembered]] };
      });
      return row.id;
    } catch (error) {
      // The same request came twice at once, another batch was faster, or one of the people was just made known.
      if (!(error instanceof StoreConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * Takes a batch of records into a domain's map and waits a while for its commit to be final. The same request with the
 * same idempotency key gives the same commit.
 *
 * @param request waitMs: how long to wait; afterwards the row's state says how far it is
 * @throws IdempotencyMismatch, RecordCommitRefused, and the errors of {@link acceptRecords}
 */
export async function publishRecords(
  deps: PublishDependencies,
  request: { department: string; batch: RecordBatch; idempotencyKey: string; waitMs: number },
): Promise<CommitRow> {
  const id = await commitOf(deps, request);
  const current = async (): Promise<CommitRow> => (await deps.store.get<CommitRow>(commitKey(id))) as CommitRow;
  // Waiting begins before looking, so that no settlement falls between.
  const settled = deps.waiters.wait(id, request.waitMs);
  const { state } = await current();
  if (state === 'final' || state === 'refused') deps.waiters.settled(id);
  await settled;
  const row = await current();
  if (row.state === 'refused') throw new RecordCommitRefused(`the contract refused commit ${id}: ${row.refusal}`);
  return row;
}
