import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { answer, route } from '../../../service/http/route.ts';
import type { Route } from '../../../service/http/route.ts';
import { createApplication } from '../../../service/http/server/application.ts';
import type { HttpSettings, ReportBug } from '../../../service/http/server/application.ts';
import type { Services } from '../../../service/http/services.ts';
import { StoreUnavailable } from '../../../service/ports/store.ts';
import { TokenExpired, TokenInvalid } from '../../../service/ports/tokens.ts';
import { serve } from '../../support/http-server.ts';

/** A small table of routes that uses every feature of the framework once. */
export const sampleRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v1/things/{id}',
    operationId: 'getThing',
    roles: 'public',
    summary: { zh: '事物', en: 'A thing' },
    params: z.strictObject({ id: z.string().regex(/^[a-z]{1,8}$/) }),
    query: z.strictObject({
      limit: z
        .string()
        .regex(/^[0-9]+$/)
        .optional(),
    }),
    answers: { 200: { description: 'It.', body: z.object({ id: z.string(), limit: z.string().optional() }) } },
    handler: ({ params, query }) => answer(200, { id: params.id, limit: query.limit }),
  }),
  route({
    method: 'POST',
    path: '/v1/things',
    operationId: 'makeThing',
    roles: ['department'],
    summary: { zh: '新建', en: 'Makes one' },
    idempotent: true,
    body: z.strictObject({ name: z.string().max(20), inner: z.unknown().optional() }),
    answers: { 201: { description: 'Made.', body: z.object({ name: z.string(), by: z.string(), key: z.string() }) } },
    handler: ({ body, caller, idempotencyKey }) =>
      answer(201, { name: body.name, by: caller.department ?? '', key: idempotencyKey }),
  }),
  route({
    method: 'POST',
    path: '/v1/failures',
    operationId: 'fail',
    roles: 'public',
    summary: { zh: '失败', en: 'Fails' },
    body: z.strictObject({ how: z.enum(['bug', 'store', 'wrongAnswer']) }),
    answers: { 200: { description: 'Never.', body: z.object({ ok: z.boolean() }) } },
    problems: ['store.unavailable'],
    handler({ body }) {
      if (body.how === 'bug') throw new Error('secret: 99010119900101001X');
      if (body.how === 'store') throw new StoreUnavailable('disk full');
      return answer(200, { ok: 'yes' as unknown as boolean });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/once',
    operationId: 'takeOnce',
    roles: 'public',
    summary: { zh: '一次', en: 'Once' },
    refuseHead: true,
    answers: { 204: { description: 'Taken.' } },
    handler: () => answer(204),
  }),
  route({
    method: 'GET',
    path: '/v1/development/toys',
    operationId: 'listToys',
    roles: 'public',
    developmentOnly: true,
    summary: { zh: '玩具', en: 'Toys' },
    answers: { 204: { description: 'None.' } },
    handler: () => answer(204),
  }),
];

/** A route whose handler waits for its client to go, for a second at most, and what it then knows. */
export function awaitsLeaving() {
  const seen: boolean[] = [];
  const leaving = route({
    method: 'GET',
    path: '/v1/leavings',
    operationId: 'awaitLeaving',
    roles: ['department'],
    summary: { zh: '离开', en: 'Leaving' },
    answers: { 204: { description: 'Gone.' } },
    async handler({ gone }) {
      if (!gone.aborted) await Promise.race([once(gone, 'abort'), setTimeout(1_000)]);
      seen.push(gone.aborted);
      return answer(204);
    },
  });
  return { leaving, seen };
}

const NOW = 1_800_000_000;

/** Serves the sample routes; tokens are the texts `department`, `slow` (a department, checked slowly), `citizen` and `expired`. */
export async function serveSample(
  settings: Partial<HttpSettings> = {},
  reportBug: ReportBug = () => {},
  more: Route[] = [],
) {
  const services = {
    version: '1.2.3',
    clock: { now: () => NOW },
    tokens: {
      async check(token: string) {
        if (token === 'slow') await setTimeout(100);
        if (token === 'department' || token === 'slow')
          return { role: 'department', subject: 'd', department: '12370500999900011F' };
        if (token === 'citizen') return { role: 'citizen', subject: 'c' };
        if (token === 'expired') throw new TokenExpired('expired');
        throw new TokenInvalid('not ours');
      },
    },
  } as unknown as Services;
  const app = createApplication({
    routes: [...sampleRoutes, ...more],
    services,
    settings: {
      production: false,
      checkAnswers: true,
      maxBodyBytes: 256 * 1024,
      maxBodyDepth: 32,
      rateLimit: { perMinute: 0, burst: 1 },
      trustedProxies: 0,
      idleMs: 30_000,
      pages: join(tmpdir(), 'zhenglian-no-pages'),
      ...settings,
    },
    reportBug,
  });
  return serve(app);
}
