import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { createStage } from '../issuing/stage.ts';
import { instanceKey } from '../issuing/rows.ts';
import type { InstanceRow } from '../issuing/rows.ts';
import type { RelianceRow } from '../reliance/register-reliance.ts';
import { queuedNoticeKey, statusChangeKey } from '../status/rows.ts';
import type { StatusChangeRow } from '../status/rows.ts';
import { makeNotices, reliancesOn } from './make-notices.ts';
import type { NoticeContent } from './make-notices.ts';

type Queued = { certificate: string; change: string };

async function reliancesOnAll(deps: IssuingDeps, change: StatusChangeRow): Promise<RelianceRow[]> {
  const reliances: RelianceRow[] = [];
  for (const id of change.instances ?? []) {
    const instance = await deps.store.get<InstanceRow>(instanceKey(change.certificate, id));
    if (instance) reliances.push(...(await reliancesOn(deps, instance.leaf)));
  }
  return reliances;
}

async function tell(deps: IssuingDeps, queued: Queued): Promise<void> {
  const change = await deps.store.get<StatusChangeRow>(statusChangeKey(queued.certificate, queued.change));
  const licence = (await certificateRows(deps, queued.certificate))?.row.licence;
  if (!change || licence === undefined) throw new TypeError(`status change ${queued.change} has no rows`);
  const supersededBy = change.replacement && (await certificateRows(deps, change.replacement))?.row.licence;
  const { action, from, to, reason, height = 0 } = change;
  const content: NoticeContent = { licence, action, from, to, reason, height, ...(supersededBy && { supersededBy }) };
  const facts = { change: change.id };
  const reliances = await reliancesOnAll(deps, change);
  const { put, events } = await makeNotices(
    deps,
    reliances.map((reliance) => ({ reliance, content, facts })),
  );
  const key = queuedNoticeKey(queued.change);
  await deps.store.commit({ expect: [{ key, value: queued }], put, events, del: [key] });
}

/**
 * Makes a notice for everyone who relied on a certificate whose status changed: in their inbox at once, and in the queue of
 * webhooks when they have one. Each change is told once, whatever happens to the process.
 */
export function startTellingReliers(deps: IssuingDeps): { stop(): Promise<void> } {
  let stopped = false;
  const stage = createStage({
    failed(error) {
      const trouble = error instanceof StoreUnavailable || error instanceof StoreConflict;
      if (!trouble && !stopped) deps.report(error);
    },
    async work() {
      for await (const [, queued] of deps.store.range<Queued>([tables.queuedNotices])) {
        if (stopped) return;
        await tell(deps, queued);
      }
    },
  });
  const unsubscribe = deps.store.onCommit(({ events }) => {
    if (events.some(({ type }) => type === 'status.changed')) stage.wake();
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
