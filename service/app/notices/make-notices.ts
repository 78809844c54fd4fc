import { uuidv7, uuidv7Time } from '../../domain/uuid.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import type { NewEvent, Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { RelianceRow } from '../reliance/register-reliance.ts';
import { relierGroup } from '../reliance/relier.ts';
import { agingPut } from '../use-records/aging.ts';
import { deliveryKey, noticeKey, webhookKey } from './rows.ts';
import type { DeliveryRow, NoticeRow, WebhookRow } from './rows.ts';

export type NoticeDeps = { store: Store; clock: Clock; random: Random; sha256: Sha256 };

/** What happened to a certificate, for whoever relied on it. */
export type NoticeContent = Pick<
  NoticeRow,
  'licence' | 'action' | 'from' | 'to' | 'reason' | 'height' | 'supersededBy'
>;

/** Everyone who relied on a leaf. */
export async function reliancesOn(deps: Pick<NoticeDeps, 'store'>, leaf: Hex): Promise<RelianceRow[]> {
  const reliances: RelianceRow[] = [];
  for await (const [, row] of deps.store.range<RelianceRow>([tables.reliances, hexToBytes(leaf)])) reliances.push(row);
  return reliances;
}

/**
 * Gives ids that stand behind every earlier one of the inbox, also within one second: a reader goes on from the last id
 * they saw, so one that sorted before it would never be read (RFC 9562 section 6.2).
 */
function idsInOrder(deps: NoticeDeps, at: number): (group: Uint8Array) => Promise<string> {
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

/** The writes that tell several reliances: into the inbox, and into the queue of webhooks where there is one. */
export async function makeNotices(
  deps: NoticeDeps,
  told: readonly { reliance: RelianceRow; content: NoticeContent; facts?: Record<string, unknown> }[],
): Promise<{ put: [StoreKey, StoreValue][]; events: NewEvent[] }> {
  const at = deps.clock.now();
  const nextId = idsInOrder(deps, at);
  const put: [StoreKey, StoreValue][] = [];
  const events: NewEvent[] = [];
  for (const { reliance, content, facts = {} } of told) {
    const { relier } = reliance;
    const group = relierGroup(deps.sha256, relier);
    const webhook = await deps.store.get<WebhookRow>(webhookKey(group));
    const id = await nextId(group);
    const notice: NoticeRow = {
      ...{ id, relier, case: reliance.case, reliance: reliance.id, at },
      ...content,
      ...(webhook && { delivery: { state: 'pending', attempts: 0, nextAt: at } }),
    };
    put.push([noticeKey(group, id), notice]);
    put.push(agingPut(at, id, { notice: { group: Buffer.from(group).toString('base64url'), id } }));
    if (webhook) put.push([deliveryKey(at, id), { relier, notice: id } satisfies DeliveryRow]);
    const all = { notice: id, reliance: reliance.id, ...facts };
    events.push({ type: 'notice.made', v: 1, subject: id, actor: 'system', case: reliance.case, facts: all });
  }
  return { put, events };
}
