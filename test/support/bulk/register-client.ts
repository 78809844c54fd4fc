import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../http-server.ts';
import { until } from '../issue.ts';
import type { TestRegion } from '../region.ts';

export const NDJSON = 'application/x-ndjson';

/** Until what was written is read on the other side, and what breaks there is put in order. */
const TRAVEL_MS = 400;

export type RowLine = {
  row: number;
  state: string;
  id?: string;
  licence?: string;
  reason?: string;
  certificate?: string;
  errors?: { code: string; path: string }[];
};

export type RegisterClient = ReturnType<typeof registerClient>;

/** A department that hands registers of 专业技术资格 over to a region. */
export function registerClient(region: Pick<TestRegion, 'url' | 'call'>, token: string) {
  const path = (more = ''): string => `/v1/issue-batches?type=professional-title${more}`;

  const sendOnce = (body: string | Uint8Array, key: string, query = ''): Promise<Reply> =>
    region.call(path(query), { body, token, headers: { 'idempotency-key': key, 'content-type': NDJSON } });

  const view = async (id: string): Promise<Record<string, unknown>> =>
    (await region.call(`/v1/issue-batches/${id}`, { token })).json;

  return {
    /** Again while the service still has to do with an upload that broke. */
    async send(...given: Parameters<typeof sendOnce>): Promise<Reply> {
      for (;;) {
        const reply = await sendOnce(...given);
        if (reply.json['code'] !== 'register.busy') return reply;
        await sleep(50);
      }
    },
    /** Begins a register that breaks off when this much of it has come. @returns its id and how many rows are durable */
    async breakOff(body: string, key: string): Promise<{ id: string; received: number }> {
      const known = new Set((await this.list()).map(({ id }) => id));
      const headers = { 'content-type': NDJSON, authorization: `Bearer ${token}`, 'idempotency-key': key };
      const sending = httpRequest(`${region.url}${path()}`, { method: 'POST', headers });
      const broken = new Promise<void>((resolve) => sending.once('close', resolve));
      sending.on('error', () => undefined); // it is we who break it
      await new Promise<void>((resolve) => sending.write(body, () => resolve()));
      await sleep(TRAVEL_MS);
      sending.destroy();
      await broken;
      let begun: { id: string; received: number } | undefined;
      let before = 0;
      await until(async () => {
        before = begun?.received ?? 0;
        await sleep(TRAVEL_MS);
        begun = (await this.list()).find(({ id }) => !known.has(id));
        return before > 0 && begun?.received === before;
      }, 'the rows that came whole are durable');
      return begun as { id: string; received: number };
    },
    async list(): Promise<{ id: string; state: string; received: number }[]> {
      const { json } = await region.call('/v1/issue-batches', { token });
      return json['batches'] as { id: string; state: string; received: number }[];
    },
    view,
    cancel: (id: string): Promise<Reply> =>
      region.call(`/v1/issue-batches/${id}/cancellation`, { token, method: 'POST' }),
    async settled(id: string): Promise<Record<string, unknown>> {
      await until(async () => ['done', 'cancelled'].includes(String((await view(id))['state'])), `register ${id}`);
      return view(id);
    },
    async results(id: string, query = ''): Promise<RowLine[]> {
      const { text } = await region.call(`/v1/issue-batches/${id}/results${query}`, { token });
      const lines = text.trim().split('\n');
      return lines.map((line) => JSON.parse(line) as RowLine);
    },
  };
}
