import { z } from 'zod';
import { answer, route } from '../route.ts';
import {
  presentationContentSchema,
  presentationIdSchema,
  presentationOpenedSchema,
  presentationRequestSchema,
  presentationSchema,
} from '../schemas/others.ts';

const params = z.strictObject({ id: presentationIdSchema });

export const openPresentation = route({
  method: 'POST',
  path: '/v1/presentations',
  operationId: 'openPresentation',
  roles: ['citizen'],
  summary: { zh: '开始一次出示', en: 'Opens a slot for showing something to a window' },
  body: presentationRequestSchema,
  answers: { 201: { description: 'A nonce to sign; the slot lives 60 seconds.', body: presentationOpenedSchema } },
  problems: ['presentation.full'],
  handler: ({ body, caller }, services) => answer(201, services.presentations.open(caller.subject, body.audience)),
});

export const fillPresentation = route({
  method: 'PUT',
  path: '/v1/presentations/{id}',
  operationId: 'fillPresentation',
  roles: ['citizen'],
  summary: { zh: '放入加密的出示内容', en: 'Puts the encrypted presentation into its slot' },
  params,
  body: presentationContentSchema,
  answers: { 204: { description: 'Kept until it is taken or expires.' } },
  problems: ['presentation.unknown', 'presentation.gone', 'auth.notYours'],
  handler({ params: { id }, body, caller }, services) {
    services.presentations.fill(caller.subject, id, body.ciphertext);
    return answer(204);
  },
});

export const takePresentation = route({
  method: 'GET',
  path: '/v1/presentations/{id}',
  operationId: 'takePresentation',
  roles: 'public',
  summary: { zh: '读取一次出示（仅一次）', en: 'Takes a presentation, once' },
  refuseHead: true,
  description: 'An id of a partner region is asked of its service. Only the key in the link opens the ciphertext.',
  params,
  answers: { 200: { description: 'Ciphertext, nonce and audience.', body: presentationSchema } },
  problems: ['presentation.unknown', 'presentation.gone', 'partner.unreachable'],
  handler: async ({ params: { id } }, services) => answer(200, await services.presentations.take(id)),
});
