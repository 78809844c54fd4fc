import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { StoreKey } from '../../ports/store.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { createStage } from '../issuing/stage.ts';
import { makeNotices, reliancesOn } from '../notices/make-notices.ts';
import type { NoticeDeps } from '../notices/make-notices.ts';
import { proveStatusWords } from '../verifying/prove-status-words.ts';
import type { ProvenStatus } from '../verifying/prove-status-words.ts';
import type { KnownRegion, Regions } from '../verifying/regions.ts';
import { actionTo, REASON_OF_PARTNERS, statusName, watchedKey, watchedPrefix } from './watched.ts';
import type { WatchedRow } from './watched.ts';

export type WatchDeps = NoticeDeps & {
  primitives: Primitives;
  regions: Regions;
  report(error: unknown): void;
};

/** Rows read and asked for together; they share status words when they share a batch. */
const ROWS_TOGETHER = 64;

/** A change is told and kept in one commit; nobody watches what is final or what nobody relies on any more. */
async function settle(deps: WatchDeps, chain: string, before: WatchedRow, now: ProvenStatus<WatchedRow>) {
  const key = watchedKey(deps.sha256, chain, before.leaf);
  const reliances = await reliancesOn(deps, before.leaf);
  const [from, to] = [statusName(before.status), statusName(now.status)];
  const over = to === 'revoked' || to === 'superseded' || reliances.length === 0;
  if (from === to && !over) return;
  const { licence } = before;
  const content = { licence, action: actionTo[to], from, to, reason: REASON_OF_PARTNERS, height: now.provenAt };
  const told = from === to ? [] : reliances.map((reliance) => ({ reliance, content, facts: { chain } }));
  const { put, events } = await makeNotices(deps, told);
  const kept: WatchedRow = { ...before, status: now.status };
  await deps.store.commit({
    expect: [{ key, value: before }],
    events,
    ...(over ? { put, del: [key] } : { put: [...put, [key, kept]] }),
  });
}

async function watchRegion(deps: WatchDeps, { trustedPoint, reader }: KnownRegion): Promise<void> {
  if (reader === undefined) return;
  const { caip2 } = trustedPoint;
  const prefix = watchedPrefix(deps.sha256, caip2);
  let from: StoreKey | undefined;
  for (;;) {
    const rows: WatchedRow[] = [];
    let last: StoreKey | undefined;
    const next = deps.store.range<WatchedRow>(prefix, { limit: ROWS_TOGETHER, ...(from && { from }) });
    for await (const [key, row] of next) {
      rows.push(row);
      last = key;
    }
    if (rows.length === 0) return;
    const byLeaf = new Map(rows.map((row) => [row.leaf, row]));
    for await (const answer of proveStatusWords({ ...deps, reader, trustedPoint }, rows)) {
      for (const now of answer.rows) await settle(deps, caip2, byLeaf.get(now.leaf) as WatchedRow, now);
    }
    if (rows.length < ROWS_TOGETHER) return;
    from = last;
  }
}

/**
 * Looks at what partners' chains say, by proof, of every certificate that somebody here relied on, and tells them of
 * changes. A chain that does not answer is asked again the next time.
 *
 * @throws StoreConflict, StoreUnavailable: what was not told is told the next time
 */
export async function watchPartners(deps: WatchDeps): Promise<void> {
  for (const region of deps.regions.all()) {
    if (region.home) continue;
    try {
      await watchRegion(deps, region);
    } catch (error) {
      if (!(error instanceof ChainUnreachable || error instanceof ChainBehind)) throw error;
    }
  }
}

/** Watches again and again. */
export function startWatchingPartners(deps: WatchDeps, everySeconds: number): { stop(): Promise<void> } {
  const stage = createStage({
    failed(error) {
      if (!(error instanceof StoreUnavailable || error instanceof StoreConflict)) deps.report(error);
    },
    async work() {
      await watchPartners(deps);
      stage.wake(everySeconds * 1000);
    },
  });
  stage.wake();
  return stage;
}
