import type { LoggedEvent, Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Hex } from '../../proof/bytes.ts';
import { batchKey } from '../issuing/rows.ts';
import type { BatchRow } from '../issuing/rows.ts';

/** An anchored batch: `height` is its block, `time` when this service saw it final (Unix seconds), `type` its vct. */
export type AnchorView = { id: Hex; department: string; type: string; size: number; height: number; time: number };

/** Events looked through at the start; one batch of records alone is five hundred. */
const MAX_LOOK_BACK = 20_000;

/**
 * The region's newest anchors, newest first: a projection of the log that follows every commit.
 *
 * @param count how many are kept
 */
export async function openNewestAnchors(
  store: Store,
  count: number,
): Promise<{ list(): Promise<AnchorView[]>; stop(): void }> {
  const newest: LoggedEvent[] = [];
  const early: LoggedEvent[] = [];
  let loaded = false;
  const add = (event: LoggedEvent) => {
    newest.unshift(event);
    newest.length = Math.min(newest.length, count);
  };
  const stop = store.onCommit(({ events }) => {
    const anchored = events.filter(({ type }) => type === 'batch.anchored');
    if (loaded) anchored.forEach(add);
    else early.push(...anchored);
  });
  const older: LoggedEvent[] = [];
  const range = store.range<LoggedEvent>([tables.events], { reverse: true, limit: MAX_LOOK_BACK });
  for await (const [, event] of range) {
    if (event.type === 'batch.anchored' && older.push(event) === count) break;
  }
  const known = new Set(older.map(({ seq }) => seq));
  [...older.reverse(), ...early.filter(({ seq }) => !known.has(seq))].forEach(add);
  loaded = true;

  return {
    stop,
    async list() {
      const views = newest.map(async ({ subject, at }): Promise<AnchorView[]> => {
        const batch = await store.get<BatchRow>(batchKey(subject as Hex));
        if (batch?.block === undefined) return [];
        const { id, department, vct, size, block } = batch;
        return [{ id, department, type: vct, size, height: block, time: at }];
      });
      return (await Promise.all(views)).flat();
    },
  };
}
