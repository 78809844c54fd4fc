import { z } from 'zod';
import { RELIERS } from '../../app/reliance/relier.ts';
import { answer, route } from '../route.ts';
import { uuidSchema } from '../schemas/basic.ts';
import {
  inboxSchema,
  jwksSchema,
  noticesSchema,
  noticesSeenSchema,
  webhookRequestSchema,
  webhookSchema,
} from '../schemas/notice.ts';

const DEFAULT_LIMIT = 100;
const limitSchema = z
  .string()
  .regex(/^(?:[1-9][0-9]{0,2}|1000)$/)
  .optional()
  .meta({ description: `Default ${DEFAULT_LIMIT}, at most 1000.` });

export const notices = route({
  method: 'GET',
  path: '/v1/notices',
  operationId: 'listNotices',
  roles: RELIERS,
  summary: { zh: '收件箱：所依据证照的状态变化', en: 'The inbox: changes of certificates that one’s cases rest on' },
  query: z.strictObject({
    after: uuidSchema.optional().meta({ description: 'Id of the last notice of the page before.' }),
    order: z.enum(['oldest', 'newest']).optional().meta({ description: 'Which come first. Default: oldest.' }),
    limit: limitSchema,
  }),
  answers: { 200: { description: 'One’s own notices.', body: inboxSchema } },
  problems: ['store.unavailable'],
  async handler({ query, caller }, services) {
    const { after, order } = query;
    const page = { after, newestFirst: order === 'newest', limit: Number(query.limit ?? DEFAULT_LIMIT) };
    const [found, seen] = await Promise.all([services.notices.inbox(caller, page), services.notices.seen(caller)]);
    return answer(200, { notices: found, seen });
  },
});

export const markNoticesSeen = route({
  method: 'PUT',
  path: '/v1/notices/seen',
  operationId: 'markNoticesSeen',
  roles: RELIERS,
  summary: { zh: '标记收件箱已读至某一条', en: 'Marks the inbox as seen up to a notice' },
  body: noticesSeenSchema,
  answers: { 204: { description: 'Kept.' } },
  problems: ['notice.unknown', 'store.unavailable'],
  async handler({ body, caller }, services) {
    await services.notices.markSeen(caller, body.through);
    return answer(204);
  },
});

export const deadNotices = route({
  method: 'GET',
  path: '/v1/notice-failures',
  operationId: 'listNoticeFailures',
  roles: ['operator'],
  summary: { zh: '无法送达的通知', en: 'Notices whose webhook was given up' },
  query: z.strictObject({ limit: limitSchema }),
  answers: { 200: { description: 'Oldest first; their inboxes have them.', body: noticesSchema } },
  problems: ['store.unavailable'],
  handler: async ({ query }, services) =>
    answer(200, { notices: await services.notices.failures(Number(query.limit ?? DEFAULT_LIMIT)) }),
});

export const readWebhook = route({
  method: 'GET',
  path: '/v1/webhook',
  operationId: 'getWebhook',
  roles: RELIERS,
  summary: { zh: '我的通知回调地址', en: 'Where one’s notices are sent' },
  answers: { 200: { description: 'null: nowhere, the inbox alone has them.', body: webhookSchema } },
  problems: ['store.unavailable'],
  handler: async ({ caller }, services) => answer(200, { url: await services.notices.webhook(caller) }),
});

export const setWebhook = route({
  method: 'PUT',
  path: '/v1/webhook',
  operationId: 'setWebhook',
  roles: RELIERS,
  summary: { zh: '设置通知回调地址', en: 'Says where one’s notices are sent from now on' },
  description:
    'Notices are pushed as Security Event Tokens (RFC 8417, RFC 8935), signed by the key of /.well-known/jwks.json.',
  body: webhookRequestSchema,
  answers: { 204: { description: 'Kept.' } },
  problems: ['webhook.unusable', 'store.unavailable'],
  async handler({ body, caller }, services) {
    await services.notices.setWebhook(caller, body.url);
    return answer(204);
  },
});

export const serviceKeys = route({
  method: 'GET',
  path: '/.well-known/jwks.json',
  operationId: 'getServiceKeys',
  roles: 'public',
  summary: { zh: '服务公钥（用于验证通知）', en: 'The service’s public keys, for checking notices' },
  answers: { 200: { description: 'A JWK Set.', body: jwksSchema } },
  handler: (_request, services) => answer(200, { keys: [services.notices.key] }),
});
