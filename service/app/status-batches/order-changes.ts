import { StatusTransitionIllegal } from '../../domain/certificate-status.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { CertificateUnderWay, CertificateUnknown, StatusChangePending } from '../issuing/errors.ts';
import { createStage } from '../issuing/stage.ts';
import { changeStatus } from '../status/change-status.ts';
import { openStatusBatchKey, statusBatchItemKey, statusBatchKey } from './rows.ts';
import type { StatusBatchItem, StatusBatchRow } from './rows.ts';

/** Items ordered side by side: their commits share a sync. */
const SIDE_BY_SIDE = 128;

/** Something happened to the certificate between preview and now; the others go on. */
function refusalOf(error: unknown): string {
  for (const kind of [StatusTransitionIllegal, CertificateUnknown, StatusChangePending, CertificateUnderWay]) {
    if (error instanceof kind) return error.code;
  }
  throw error;
}

async function orderItem(deps: IssuingDeps, batch: StatusBatchRow, place: number): Promise<[StoreKey, StoreValue]> {
  const key = statusBatchItemKey(batch.id, place);
  const item = await deps.store.get<StatusBatchItem>(key);
  if (!item) throw new TypeError(`status batch ${batch.id} has no item ${place}`);
  const { certificate } = item;
  const { department, actor, action, reason } = batch;
  const body = { action, reason, ...(batch.case !== undefined && { case: batch.case }) };
  // The same key after a crash finds the change that was ordered already.
  const idempotencyKey = `status-batch/${batch.id}/${place}`;
  try {
    const change = await changeStatus(deps, { certificate, department, actor, idempotencyKey, body });
    return [key, { certificate, change } satisfies StatusBatchItem];
  } catch (error) {
    return [key, { certificate, refusal: refusalOf(error) } satisfies StatusBatchItem];
  }
}

async function orderBatch(deps: IssuingDeps, id: string): Promise<void> {
  for (;;) {
    const batch = await deps.store.get<StatusBatchRow>(statusBatchKey(id));
    if (!batch) throw new TypeError(`no status batch ${id}`);
    const end = Math.min(batch.ordered + SIDE_BY_SIDE, batch.total);
    const places = Array.from({ length: end - batch.ordered }, (_, i) => batch.ordered + i);
    const put = await Promise.all(places.map((place) => orderItem(deps, batch, place)));
    put.push([statusBatchKey(id), { ...batch, ordered: end } satisfies StatusBatchRow]);
    const done = end === batch.total;
    await deps.store.commit({ put, ...(done && { del: [openStatusBatchKey(id)] }) });
    if (done) return;
  }
}

/** Orders the changes of confirmed batches; goes on where an earlier run stopped. */
export function startStatusBatches(deps: IssuingDeps): { stop(): Promise<void> } {
  let stopped = false;
  const stage = createStage({
    failed(error) {
      const trouble = error instanceof StoreUnavailable || error instanceof StoreConflict;
      if (!trouble && !stopped) deps.report(error);
    },
    async work() {
      const open: StatusBatchRow[] = [];
      for await (const [key] of deps.store.range([tables.openStatusBatches])) {
        const row = await deps.store.get<StatusBatchRow>([tables.statusBatches, key[1] as Uint8Array]);
        if (row) open.push(row);
      }
      for (const { id } of open) if (!stopped) await orderBatch(deps, id);
    },
  });
  const unsubscribe = deps.store.onCommit(({ events }) => {
    if (events.some(({ type }) => type === 'status.batchConfirmed')) stage.wake();
  });
  stage.wake();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      await stage.stop();
    },
  };
}
