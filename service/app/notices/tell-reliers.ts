import { uuidv7, uuidv7Time } from '../../domain/uuid.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { createStage } from '../issuing/stage.ts';
import { instanceKey } from '../issuing/rows.ts';
import type { InstanceRow } from '../issuing/rows.ts';
import type { RelianceRow } from '../reliance/register-reliance.ts';
import { relierGroup } from '../reliance/relier.ts';
import { queuedNoticeKey, statusChangeKey } from '../status/rows.ts';
import type { StatusChangeRow } from '../status/rows.ts';
import { agingPut } from '../use-records/aging.ts';
import { deliveryKey, noticeKey, webhookKey } from './rows.ts';
import type { DeliveryRow, NoticeRow, WebhookRow } from './rows.ts';

type Queued = { certificate: string; change: string };

async function reliancesOn(
  deps: IssuingDeps,
  { certificate, instances = [] }: StatusChangeRow,
): Promise<RelianceRow[]> {
  const reliances: RelianceRow[] = [];
  for (const id of instances) {
    const instance = await deps.store.get<InstanceRow>(instanceKey(certificate, id));
    if (!instance) continue;
    for await (const [, row] of deps.store.range<RelianceRow>([tables.reliances, hexToBytes(instance.leaf)])) {
      reliances.push(row);
    }
  }
  return reliances;
}

/**
 * Gives ids that stand behind every earlier one of the inbox, also within one second: a reader goes on from the last id
 * they saw, so one that sorted before it would never be read (RFC 9562 section 6.2).
 */
function idsInOrder(deps: IssuingDeps, at: number): (group: Uint8Array) => Promise<string> {
  const newest = new Map<string, number>();
  return async (group) => {
    const inbox = bytesToHex(group);
    let last = newest.get(inbox);
    if (last === undefined) {
      last = 0;
      const newestFirst = { limit: 1, reverse: true };
      for await (const [, row] of deps.store.range<NoticeRow>([tables.notices, group], newestFirst)) {
        last = uuidv7Time(row.id);
      }
    }
    const time = Math.max(at * 1000, last + 1);
    newest.set(inbox, time);
    return uuidv7(time, deps.random(10));
  };
}

async function tell(deps: IssuingDeps, queued: Queued): Promise<void> {
  const change = await deps.store.get<StatusChangeRow>(statusChangeKey(queued.certificate, queued.change));
  const licence = (await certificateRows(deps, queued.certificate))?.row.licence;
  if (!change || licence === undefined) throw new TypeError(`status change ${queued.change} has no rows`);
  const replacement = change.replacement && (await certificateRows(deps, change.replacement))?.row.licence;
  const at = deps.clock.now();
  const nextId = idsInOrder(deps, at);
  const put: [StoreKey, StoreValue][] = [];
  const events: NewEvent[] = [];
  for (const reliance of await reliancesOn(deps, change)) {
    const { relier } = reliance;
    const group = relierGroup(deps.sha256, relier);
    const webhook = await deps.store.get<WebhookRow>(webhookKey(group));
    const { action, from, to, reason } = change;
    const id = await nextId(group);
    const notice: NoticeRow = {
      ...{ id, relier, case: reliance.case, reliance: reliance.id, licence, action, from, to, reason, at },
      height: change.height ?? 0,
      ...(replacement && { supersededBy: replacement }),
      ...(webhook && { delivery: { state: 'pending', attempts: 0, nextAt: at } }),
    };
    put.push([noticeKey(group, id), notice]);
    put.push(agingPut(at, id, { notice: { group: Buffer.from(group).toString('base64url'), id } }));
    if (webhook) put.push([deliveryKey(at, id), { relier, notice: id } satisfies DeliveryRow]);
    const facts = { notice: id, change: change.id, reliance: reliance.id };
    events.push({ type: 'notice.made', v: 1, subject: id, actor: 'system', case: reliance.case, facts });
  }
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
