import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { createStore } from '../../../service/adapters/level/store.ts';
import { startDeliveries } from '../../../service/app/notices/deliver-notices.ts';
import { readDeadNotices, readNotices } from '../../../service/app/notices/read-notices.ts';
import { deliveryKey, noticeKey } from '../../../service/app/notices/rows.ts';
import type { Delivery, NoticeRow } from '../../../service/app/notices/rows.ts';
import { setWebhook } from '../../../service/app/notices/webhook.ts';
import { relierGroup } from '../../../service/app/reliance/relier.ts';
import { uuidv7 } from '../../../service/domain/uuid.ts';
import type { Store } from '../../../service/ports/store.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const RELIER = 'clerk/1';
const URL = 'https://relier.example/notices';
const START = 1_795_500_000;

describe('Bringing notices to webhooks', () => {
  let store: Store;
  let now: number;
  let pushed: { url: string; token: string; at: number }[];
  let trouble: string | undefined;
  let reports: unknown[];
  let running: { stop(): Promise<void> };
  let made = 0;

  const clock = { now: () => now };
  const start = (attempts = 12) =>
    startDeliveries({
      ...{ store, clock, sha256: nodeSha256, retrySeconds: 10, attempts },
      sign: async ({ audience, id, issuedAt }) => `${audience} ${id} ${issuedAt}`,
      post: async (url, token) => {
        pushed.push({ url, token, at: now });
        return trouble === undefined ? { taken: true } : { taken: false, trouble };
      },
      report: (error) => reports.push(error),
    });
  beforeEach(async () => {
    [now, pushed, reports, trouble] = [START, [], [], undefined];
    store = await createStore(createMemoryDisk(), clock);
    await setWebhook({ store, sha256: nodeSha256, production: true }, RELIER, URL);
    running = start();
  });
  afterEach(async () => {
    await running.stop();
    expect(reports).to.deep.equal([]);
  });

  /** Wakes whoever waits, as new notices do. */
  const wake = () => store.commit({ events: [{ type: 'notice.made', v: 1, subject: 'x', actor: 'system' }] });
  const notify = async (): Promise<string> => {
    const id = uuidv7(now * 1000, new Uint8Array(10).fill((made += 1)));
    const group = relierGroup(nodeSha256, RELIER);
    const notice: Partial<NoticeRow> = { id, relier: RELIER, delivery: { state: 'pending', attempts: 0, nextAt: now } };
    const events = [{ type: 'notice.made', v: 1, subject: id, actor: 'system' }];
    await store.commit({
      put: [
        [noticeKey(group, id), notice],
        [deliveryKey(now, id), { relier: RELIER, notice: id }],
      ],
      events,
    });
    return id;
  };
  const deliveryOf = async (id: string): Promise<Delivery | undefined> =>
    (await readNotices({ store, sha256: nodeSha256 }, RELIER, { limit: 100 })).find((notice) => notice.id === id)
      ?.delivery;
  const settled = async (id: string, attempts: number): Promise<Delivery> => {
    for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(2)) {
      const delivery = await deliveryOf(id);
      if (delivery?.attempts === attempts) return delivery;
    }
    throw new Error(`no attempt ${attempts}: ${JSON.stringify(await deliveryOf(id))}`);
  };

  it('is one push when it is taken, signed for the relier at the time of the attempt', async () => {
    const id = await notify();
    expect(await settled(id, 1)).to.deep.equal({ state: 'delivered', attempts: 1, at: START });
    expect(pushed).to.deep.equal([{ url: URL, token: `${RELIER} ${id} ${START}`, at: START }]);
  });

  it('is tried again after twice the time each, at most an hour, and given up after twelve attempts', async () => {
    trouble = 'status 503';
    const id = await notify();
    const waits: number[] = [];
    for (let attempt = 1; attempt < 12; attempt++) {
      const delivery = await settled(id, attempt);
      if (delivery.state !== 'pending') throw new Error(`attempt ${attempt} is ${delivery.state}`);
      expect(delivery.trouble).to.equal('status 503');
      waits.push(delivery.nextAt - now);
      now = delivery.nextAt;
      await wake();
    }
    expect(waits).to.deep.equal([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    expect(await settled(id, 12)).to.deep.equal({ state: 'dead', attempts: 12, at: now, trouble: 'status 503' });
    const dead = await readDeadNotices({ store, sha256: nodeSha256 }, 10);
    expect(dead.map((notice) => notice.id)).to.deep.equal([id]);
    now += 100_000;
    await wake();
    await sleep(20);
    expect(pushed).to.have.length(12);
  });

  it('does not come before its time, also after a restart', async () => {
    trouble = 'not reachable';
    const id = await notify();
    await settled(id, 1);
    await running.stop();
    trouble = undefined;
    now = START + 9;
    running = start();
    await sleep(20);
    expect(pushed).to.have.length(1);
    now = START + 10;
    await wake();
    expect(await settled(id, 2)).to.include({ state: 'delivered' });
  });

  it('one that fails holds up no other', async () => {
    trouble = 'status 500';
    const first = await notify();
    await settled(first, 1);
    trouble = undefined;
    const second = await notify();
    expect(await settled(second, 1)).to.include({ state: 'delivered' });
    expect(await deliveryOf(first)).to.include({ state: 'pending', attempts: 1 });
  });

  it('ends when the webhook is taken back; the inbox has the notice', async () => {
    trouble = 'status 500';
    const id = await notify();
    await settled(id, 1);
    await setWebhook({ store, sha256: nodeSha256, production: true }, RELIER, null);
    now += 10;
    await wake();
    for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(2)) {
      if ((await deliveryOf(id)) === undefined) break;
    }
    const inbox = await readNotices({ store, sha256: nodeSha256 }, RELIER, { limit: 100 });
    expect(inbox.map((notice) => [notice.id, notice.delivery])).to.deep.equal([[id, undefined]]);
    expect(pushed).to.have.length(1);
  });
});
