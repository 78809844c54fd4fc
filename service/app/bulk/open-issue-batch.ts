import type { RowFormat } from '../../domain/bulk/split-rows.ts';
import { isUuid } from '../../domain/uuid.ts';
import { StoreConflict } from '../../ports/store.ts';
import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import { typeInCharge } from '../issuing/accept-certificate.ts';
import { newId } from '../issuing/new-instance.ts';
import type { BulkDeps } from './deps.ts';
import { IssueBatchUnknown } from './errors.ts';
import { issueBatchKey, issueBatchOfKey } from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

export type IssueBatchOrder = {
  department: string;
  actor: string;
  case?: string | undefined;
  type: string;
  format: RowFormat;
  idempotencyKey: string;
};

/**
 * The register of a request: a new one, or the one that the same key began.
 *
 * @throws CertificateTypeUnknown, NotInCharge, IdempotencyMismatch: correct the request
 * @throws StoreUnavailable, StoreConflict: try again with the same key
 */
export async function openIssueBatch(deps: BulkDeps, order: IssueBatchOrder): Promise<IssueBatchRow> {
  const { department, actor, type: code, format } = order;
  const type = typeInCharge(deps, department, code);
  const request = await requestKey(deps.vault, `issue-batches/${department}`, order.idempotencyKey, { code, format });
  const earlier = await earlierResult(deps.store, request);
  if (earlier !== undefined) return issueBatch(deps, earlier, department);
  const row: IssueBatchRow = {
    ...{ id: newId(deps), department, actor, format, createdAt: deps.clock.now() },
    ...(order.case !== undefined && { case: order.case }),
    type: { code, major: type.major },
    ...{ received: 0, accepted: 0, rejected: 0, duplicates: 0, complete: false, cancelled: false },
  };
  try {
    await deps.store.commit({
      expect: [{ key: request.key, value: undefined }],
      put: [
        [request.key, { digest: request.digest, id: row.id } satisfies RequestRow],
        [issueBatchKey(row.id), row],
        [issueBatchOfKey(department, row.id), row.id],
      ],
      events: [
        {
          ...{ type: 'issueBatch.opened', v: 1, subject: row.id, actor },
          ...(order.case !== undefined && { case: order.case }),
          facts: { department, type: code, format },
        },
      ],
    });
    return row;
  } catch (error) {
    const winner = error instanceof StoreConflict ? await earlierResult(deps.store, request) : undefined;
    if (winner === undefined) throw error;
    return issueBatch(deps, winner, department);
  }
}

/** A department's register. @throws IssueBatchUnknown */
export async function issueBatch(
  deps: Pick<BulkDeps, 'store'>,
  id: string,
  department: string,
): Promise<IssueBatchRow> {
  const row = isUuid(id) ? await deps.store.get<IssueBatchRow>(issueBatchKey(id)) : undefined;
  if (row?.department !== department) throw new IssueBatchUnknown('no such register of this department');
  return row;
}
