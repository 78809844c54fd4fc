import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { utf8 } from '../../proof/bytes.ts';
import { viewOfBatch } from './read-issue-batch.ts';
import type { IssueBatchView } from './read-issue-batch.ts';
import { issueBatchKey, issueBatchOfKey } from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

/**
 * A department's registers, newest first.
 *
 * @param page.before id of the oldest one seen
 */
export async function listIssueBatches(
  { store }: { store: Store },
  department: string,
  page: { before?: string | undefined; limit: number },
): Promise<IssueBatchView[]> {
  const from = page.before === undefined ? {} : { from: issueBatchOfKey(department, page.before) };
  const own = [tables.issueBatchesByDepartment, utf8(department)] as const;
  const views: IssueBatchView[] = [];
  for await (const [, id] of store.range<string>(own, { ...from, reverse: true })) {
    if (id === page.before) continue;
    views.push(await viewOfBatch({ store }, (await store.get<IssueBatchRow>(issueBatchKey(id))) as IssueBatchRow));
    if (views.length === page.limit) break;
  }
  return views;
}
