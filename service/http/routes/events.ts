import { z } from 'zod';
import { answer, route } from '../route.ts';
import { eventsSchema } from '../schemas/others.ts';

const MAX_EVENTS = 1000;

const count = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .refine((text) => Number(text) >= minimum && Number(text) <= maximum, `from ${minimum} to ${maximum}`);

export const events = route({
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  roles: ['auditor', 'operator'],
  summary: { zh: '事件日志', en: 'The event log, without what is sealed in it' },
  query: z.strictObject({
    after: count(0, Number.MAX_SAFE_INTEGER - 1)
      .optional()
      .meta({ description: 'Sequence number of the last event seen.' }),
    limit: count(1, MAX_EVENTS)
      .optional()
      .meta({ description: `Default 100, at most ${MAX_EVENTS}.` }),
  }),
  answers: { 200: { description: 'Events in order, and the head of the log.', body: eventsSchema } },
  async handler({ query }, services) {
    return answer(200, await services.listEvents(Number(query.after ?? 0), Number(query.limit ?? 100)));
  },
});
