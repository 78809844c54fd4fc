import { healthSchema } from '../schemas/others.ts';
import { answer, route } from '../route.ts';

/** Ready only when the store is open, the chain answers with a fresh attested head and the trusted point is loaded. */
export const health = route({
  method: 'GET',
  path: '/health',
  operationId: 'getHealth',
  roles: 'public',
  summary: { zh: '运行状态', en: 'Whether the service is ready' },
  answers: {
    200: { description: 'Ready.', body: healthSchema },
    503: { description: 'Starting, or degraded: the body says what is missing.', body: healthSchema },
  },
  async handler(_request, services) {
    const body = await services.health();
    return body.status === 'ready' ? answer(200, body) : answer(503, body, { 'Retry-After': '2' });
  },
});
