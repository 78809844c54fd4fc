import type { Clock } from '../../ports/clock.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { createStage } from '../issuing/stage.ts';
import { deadNoticeKey, noticeKey } from '../notices/rows.ts';
import type { NoticeRow } from '../notices/rows.ts';
import { relianceKeyOf } from '../reliance/register-reliance.ts';
import type { AgingRow } from './aging.ts';

const TOGETHER = 500;
const DAY_MS = 86_400_000;

export type Pruned = { reliances: number; notices: number };

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));

/** What goes with a use record; undefined while a notice is still on its way to a webhook. */
async function rowsOf(store: Store, row: AgingRow): Promise<StoreKey[] | undefined> {
  if ('reliance' in row) return [relianceKeyOf(row.reliance.leaf, bytes(row.reliance.who))];
  const { group, id } = row.notice;
  const key = noticeKey(bytes(group), id);
  if ((await store.get<NoticeRow>(key))?.delivery?.state === 'pending') return undefined;
  return [key, deadNoticeKey(id)];
}

/**
 * Removes reliances and notices made before a time: who relied on what is kept no longer than the region says. What the
 * append-only log says of them stays, by the salted leaf alone.
 *
 * @param before Unix seconds
 * @throws StoreUnavailable: what was not removed is the next time
 */
export async function pruneUseRecords({ store }: { store: Store }, before: number): Promise<Pruned> {
  const pruned: Pruned = { reliances: 0, notices: 0 };
  let from: StoreKey | undefined;
  for (;;) {
    const del: StoreKey[] = [];
    let [found, last]: [number, StoreKey | undefined] = [0, undefined];
    const oldest = store.range<AgingRow>([tables.agingUseRecords], { limit: TOGETHER, ...(from && { from }) });
    for await (const [key, row] of oldest) {
      const at = key[1] as Uint8Array;
      if (Number(new DataView(at.buffer, at.byteOffset).getBigUint64(0)) >= before) break;
      found += 1;
      last = key;
      const rows = await rowsOf(store, row);
      if (rows === undefined) continue;
      del.push(key, ...rows);
      pruned['reliance' in row ? 'reliances' : 'notices'] += 1;
    }
    if (del.length > 0) await store.commit({ del });
    // Those that are not old enough yet lie before the last one looked at.
    if (found < TOGETHER || last === undefined) break;
    from = last;
  }
  if (pruned.reliances + pruned.notices > 0) {
    const facts = { ...pruned, before };
    await store.commit({
      events: [{ type: 'useRecords.pruned', v: 1, subject: 'use-records', actor: 'system', facts }],
    });
  }
  return pruned;
}

/** Prunes at the start and once a day. @param days how long use records are kept */
export function startPruning(
  deps: { store: Store; clock: Clock; report(error: unknown): void },
  days: number,
): { stop(): Promise<void> } {
  const stage = createStage({
    failed(error) {
      if (!(error instanceof StoreUnavailable || error instanceof StoreConflict)) deps.report(error);
    },
    async work() {
      await pruneUseRecords(deps, deps.clock.now() - (days * DAY_MS) / 1000);
      stage.wake(DAY_MS);
    },
  });
  stage.wake();
  return stage;
}
