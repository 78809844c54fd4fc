import type { Clock } from '../../ports/clock.ts';
import type { PostNotice, SignNotice } from '../../ports/notices.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { createStage } from '../issuing/stage.ts';
import type { Stage } from '../issuing/stage.ts';
import { relierGroup } from '../reliance/relier.ts';
import { deadNoticeKey, deliveryKey, noticeKey, webhookKey } from './rows.ts';
import type { Delivery, DeliveryRow, NoticeRow, WebhookRow } from './rows.ts';

export type DeliveryDeps = {
  store: Store;
  clock: Clock;
  sha256: Sha256;
  sign: SignNotice;
  post: PostNotice;
  /** Seconds until the second attempt; each further one waits twice as long, at most an hour. */
  retrySeconds: number;
  /** After so many a notice is given up. */
  attempts: number;
  report(error: unknown): void;
};

export const STATUS_CHANGED_EVENT = 'urn:zhenglian:event:status-changed';
const LONGEST_WAIT = 3600;
const SIDE_BY_SIDE = 16;

async function attempt(deps: DeliveryDeps, notice: NoticeRow, webhook: WebhookRow): Promise<string | undefined> {
  const { id, relier, delivery: _, ...event } = notice;
  const token = await deps.sign({
    ...{ audience: relier, id, issuedAt: deps.clock.now() },
    events: { [STATUS_CHANGED_EVENT]: event },
  });
  const answer = await deps.post(webhook.url, token);
  return answer.taken ? undefined : answer.trouble;
}

function outcome(deps: DeliveryDeps, before: Extract<Delivery, { state: 'pending' }>, trouble?: string): Delivery {
  const at = deps.clock.now();
  const attempts = before.attempts + 1;
  if (trouble === undefined) return { state: 'delivered', attempts, at };
  if (attempts >= deps.attempts) return { state: 'dead', attempts, at, trouble };
  const wait = Math.min(LONGEST_WAIT, deps.retrySeconds * 2 ** before.attempts);
  return { state: 'pending', attempts, nextAt: at + wait, trouble };
}

async function deliver(deps: DeliveryDeps, { relier, notice: id }: DeliveryRow, nextAt: number): Promise<void> {
  const group = relierGroup(deps.sha256, relier);
  const key = noticeKey(group, id);
  const queueKey = deliveryKey(nextAt, id);
  const notice = await deps.store.get<NoticeRow>(key);
  if (notice?.delivery?.state !== 'pending') throw new TypeError(`notice ${id} is not waiting for delivery`);
  const webhook = await deps.store.get<WebhookRow>(webhookKey(group));
  if (!webhook) {
    // The relier took its webhook back; the inbox has the notice.
    const { delivery: _, ...kept } = notice;
    await deps.store.commit({ expect: [{ key, value: notice }], put: [[key, kept]], del: [queueKey] });
    return;
  }
  const delivery = outcome(deps, notice.delivery, await attempt(deps, notice, webhook));
  const row: DeliveryRow = { relier, notice: id };
  const put: [StoreKey, unknown][] = [[key, { ...notice, delivery } satisfies NoticeRow]];
  if (delivery.state === 'pending') put.push([deliveryKey(delivery.nextAt, id), row]);
  if (delivery.state === 'dead') put.push([deadNoticeKey(id), row]);
  const { state, attempts } = delivery;
  await deps.store.commit({
    expect: [{ key, value: notice }],
    put,
    del: [queueKey],
    ...(state !== 'pending' && {
      events: [{ type: `notice.${state}`, v: 1, subject: id, actor: 'system', facts: { notice: id, attempts } }],
    }),
  });
}

/** Deliveries whose time has come, and when the next one's comes. */
async function look(deps: DeliveryDeps): Promise<{ due: [DeliveryRow, number][]; next: number | undefined }> {
  const due: [DeliveryRow, number][] = [];
  const queue = deps.store.range<DeliveryRow>([tables.noticeDeliveries], { limit: SIDE_BY_SIDE });
  for await (const [key, row] of queue) {
    const bytes = key[1] as Uint8Array;
    const nextAt = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    if (nextAt > deps.clock.now()) return { due, next: nextAt };
    due.push([row, nextAt]);
  }
  return { due, next: undefined };
}

/**
 * Brings notices to webhooks, each at least once: the receiver tells repetitions by `jti`. What fails is tried again with
 * growing patience, also after a restart, and at last given up and listed.
 */
export function startDeliveries(deps: DeliveryDeps): { stop(): Promise<void> } {
  let stopped = false;
  const stage: Stage = createStage({
    failed(error) {
      const trouble = error instanceof StoreUnavailable || error instanceof StoreConflict;
      if (!trouble && !stopped) deps.report(error);
    },
    async work() {
      const { due, next } = await look(deps);
      await Promise.all(due.map(([row, nextAt]) => deliver(deps, row, nextAt)));
      if (next !== undefined) stage.wake(Math.max(1, next - deps.clock.now()) * 1000);
      // What failed just now is in the queue again, with a time of its own.
      return due.length > 0 && !stopped;
    },
  });
  const unsubscribe = deps.store.onCommit(({ events }) => {
    if (events.some(({ type }) => type === 'notice.made')) stage.wake();
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
