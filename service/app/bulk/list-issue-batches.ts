import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { viewOfBatch } from './read-issue-batch.ts';
import type { IssueBatchView } from './read-issue-batch.ts';
import { issueBatchKey } from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

/**
 * A department's registers, newest first; those of others are passed over.
 *
 * @param page.before id of the oldest one seen
 */
export async function listIssueBatches(
  deps: { store: Store },
  department: string,
  page: { before?: string | undefined; limit: number },
): Promise<IssueBatchView[]> {
  const from = page.before === undefined ? {} : { from: issueBatchKey(page.before) };
  const views: IssueBatchView[] = [];
  const newestFirst = deps.store.range<IssueBatchRow>([tables.issueBatches], { ...from, reverse: true });
  for await (const [, row] of newestFirst) {
    if (row.department !== department || row.id === page.before) continue;
    views.push(await viewOfBatch(deps, row));
    if (views.length === page.limit) break;
  }
  return views;
}
