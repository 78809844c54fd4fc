import type { Sha256 } from '../../proof/primitives.ts';
import type { Store } from '../../ports/store.ts';
import { relierGroup } from '../reliance/relier.ts';
import { noticeKey, noticesSeenKey } from './rows.ts';
import type { NoticesSeenRow } from './rows.ts';

/** There is no such notice in the relier's inbox. */
export class NoticeUnknown extends Error {
  override readonly name = 'NoticeUnknown';
  readonly code = 'notice.unknown';
}

type Deps = { store: Store; sha256: Sha256 };

/**
 * Keeps that a relier has seen their inbox up to a notice; an earlier one than before makes those after it new again.
 *
 * @throws NoticeUnknown
 */
export async function markNoticesSeen(deps: Deps, relier: string, through: string): Promise<void> {
  const group = relierGroup(deps.sha256, relier);
  if ((await deps.store.get(noticeKey(group, through))) === undefined) throw new NoticeUnknown('no such notice');
  await deps.store.commit({ put: [[noticesSeenKey(group), { through } satisfies NoticesSeenRow]] });
}

/** The newest notice that the relier has marked as seen, or null. */
export async function noticesSeen(deps: Deps, relier: string): Promise<string | null> {
  const row = await deps.store.get<NoticesSeenRow>(noticesSeenKey(relierGroup(deps.sha256, relier)));
  return row?.through ?? null;
}
