import { StoreConflict } from '../../ports/store.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { newId } from '../issuing/new-instance.ts';
import { PreviewChanged } from './errors.ts';
import { previewBatch } from './preview-batch.ts';
import type { StatusBatchOrder } from './preview-batch.ts';
import { openStatusBatchKey, statusBatchItemKey, statusBatchKey } from './rows.ts';
import type { StatusBatchItem, StatusBatchRow } from './rows.ts';

const MAX_ATTEMPTS = 4;

export type StatusBatchConfirmation = StatusBatchOrder & { actor: string; idempotencyKey: string; digest: string };

async function confirm(deps: IssuingDeps, given: StatusBatchConfirmation): Promise<string> {
  const { department, actor, idempotencyKey, digest, action, reason, selection } = given;
  const body = { action, reason, case: given.case, selection, digest };
  const request = await requestKey(deps.vault, `status-batches/${department}`, idempotencyKey, body);
  const earlier = await earlierResult(deps.store, request);
  if (earlier !== undefined) return earlier;
  const preview = await previewBatch(deps, given);
  if (preview.digest !== digest) throw new PreviewChanged('the digest is of another preview');
  if (preview.certificates.length === 0) throw new PreviewChanged('nothing would be changed');
  const id = newId(deps);
  const total = preview.certificates.length;
  const row: StatusBatchRow = {
    ...{ id, department, actor, action, reason, digest, total, createdAt: deps.clock.now(), ordered: 0 },
    ...(given.case !== undefined && { case: given.case }),
  };
  const items = preview.certificates.map((certificate, place): [StoreKey, StoreValue] => [
    statusBatchItemKey(id, place),
    { certificate } satisfies StatusBatchItem,
  ]);
  await deps.store.commit({
    expect: [{ key: request.key, value: undefined }],
    events: [
      {
        type: 'status.batchConfirmed',
        v: 1,
        subject: id,
        actor,
        ...(given.case !== undefined && { case: given.case }),
        facts: { batch: id, department, action, reason, digest, total },
      },
    ],
    put: [
      [request.key, { digest: request.digest, id } satisfies RequestRow],
      [statusBatchKey(id), row],
      [openStatusBatchKey(id), {}],
      ...items,
    ],
  });
  return id;
}

/**
 * Confirms a change of many that was previewed: durable when it returns, and then every certificate of the preview is
 * changed as if it had been asked for alone, with the reason, actor and case of the batch.
 *
 * @returns the batch's id
 * @throws PreviewChanged when a certificate was added, or taken out, or changed since the preview
 * @throws StatusReasonUnknown, SelectionTooLarge, IdempotencyMismatch
 * @throws StoreUnavailable: nothing was accepted, try again with the same key
 */
export async function confirmBatch(deps: IssuingDeps, given: StatusBatchConfirmation): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await confirm(deps, given);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
