import type { Sha256 } from '../../proof/primitives.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { relierGroup } from '../reliance/relier.ts';
import { noticeKey } from './rows.ts';
import type { DeliveryRow, NoticeRow } from './rows.ts';

type Deps = { store: Store; sha256: Sha256 };

/**
 * A relier's inbox, oldest first or newest first.
 *
 * @param page.after id of the last notice of the page before, in the same order
 */
export async function readNotices(
  deps: Deps,
  relier: string,
  page: { after?: string | undefined; newestFirst?: boolean; limit: number },
): Promise<NoticeRow[]> {
  const group = relierGroup(deps.sha256, relier);
  const from = page.after === undefined ? {} : { from: noticeKey(group, page.after) };
  const notices: NoticeRow[] = [];
  for await (const [, row] of deps.store.range<NoticeRow>([tables.notices, group], {
    ...from,
    reverse: page.newestFirst === true,
    limit: page.limit + 1,
  })) {
    if (row.id !== page.after && notices.length < page.limit) notices.push(row);
  }
  return notices;
}

/** Notices whose webhook was given up, oldest first. */
export async function readDeadNotices(deps: Deps, limit: number): Promise<NoticeRow[]> {
  const notices: NoticeRow[] = [];
  for await (const [, row] of deps.store.range<DeliveryRow>([tables.deadNotices], { limit })) {
    const notice = await deps.store.get<NoticeRow>(noticeKey(relierGroup(deps.sha256, row.relier), row.notice));
    if (notice) notices.push(notice);
  }
  return notices;
}
