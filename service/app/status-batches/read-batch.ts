import { isUuid, uuidToBytes } from '../../domain/uuid.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { statusChangeKey } from '../status/rows.ts';
import type { StatusChangeRow } from '../status/rows.ts';
import { StatusBatchUnknown } from './errors.ts';
import { statusBatchKey } from './rows.ts';
import type { StatusBatchItem, StatusBatchRow } from './rows.ts';

/** How far a batch is: every certificate is pending, changed or refused. */
export type StatusBatchView = Omit<StatusBatchRow, 'ordered'> & {
  changed: number;
  pending: number;
  refused: { certificate: string; code: string }[];
};

/**
 * A batch as its department or an auditor sees it.
 *
 * @param department undefined for an auditor
 * @throws StatusBatchUnknown
 */
export async function readStatusBatch(
  deps: { store: Store },
  id: string,
  department: string | undefined,
): Promise<StatusBatchView> {
  const row = isUuid(id) ? await deps.store.get<StatusBatchRow>(statusBatchKey(id)) : undefined;
  if (!row || (department !== undefined && row.department !== department)) {
    throw new StatusBatchUnknown('no such batch');
  }
  let [changed, pending] = [0, 0];
  const refused: StatusBatchView['refused'] = [];
  for await (const [, item] of deps.store.range<StatusBatchItem>([tables.statusBatchItems, uuidToBytes(id)])) {
    const { certificate, change } = item;
    const found = change && (await deps.store.get<StatusChangeRow>(statusChangeKey(certificate, change)));
    if (item.refusal !== undefined) refused.push({ certificate, code: item.refusal });
    else if (found && found.state === 'final') changed += 1;
    else if (found && found.state === 'refused') refused.push({ certificate, code: 'status.refused' });
    else pending += 1;
  }
  const { ordered: _, ...view } = row;
  return { ...view, changed, pending, refused };
}
