import { z } from 'zod';
import { answer, route } from '../route.ts';
import { uuidSchema } from '../schemas/basic.ts';
import {
  statusBatchAcceptedSchema,
  statusBatchRequestSchema,
  statusBatchSchema,
  statusPreviewRequestSchema,
  statusPreviewSchema,
} from '../schemas/status-batch.ts';

export const previewStatusBatch = route({
  method: 'POST',
  path: '/v1/status-previews',
  operationId: 'previewStatusBatch',
  roles: ['department'],
  summary: { zh: '预览批量吊销、暂停或恢复', en: 'Shows what a change of many would do' },
  description:
    'By list or by query, at most 10,000; nothing is changed. Confirm it by its digest at /v1/status-batches.',
  body: statusPreviewRequestSchema,
  answers: { 200: { description: 'How many, which, and which not and why.', body: statusPreviewSchema } },
  problems: ['status.reasonUnknown', 'status.selectionTooLarge', 'store.unavailable'],
  handler: async ({ body, caller }, services) => answer(200, await services.statusBatches.preview(caller, body)),
});

export const confirmStatusBatch = route({
  method: 'POST',
  path: '/v1/status-batches',
  operationId: 'confirmStatusBatch',
  roles: ['department'],
  summary: { zh: '确认批量变更状态', en: 'Confirms a change of many that was previewed' },
  description: 'Refused when what would be changed now is not what the digest names.',
  idempotent: true,
  body: statusBatchRequestSchema,
  answers: {
    202: {
      description: 'Durably accepted; every certificate of the preview is changed.',
      body: statusBatchAcceptedSchema,
      headers: { Location: 'Where to see how far it is.' },
    },
  },
  problems: [
    'status.previewChanged',
    'status.reasonUnknown',
    'status.selectionTooLarge',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ body, caller, idempotencyKey }, services) {
    const batch = await services.statusBatches.confirm(caller, body, idempotencyKey);
    return answer(202, batch, { Location: `/v1/status-batches/${batch.id}`, 'Retry-After': '1' });
  },
});

export const readStatusBatch = route({
  method: 'GET',
  path: '/v1/status-batches/{id}',
  operationId: 'getStatusBatch',
  roles: ['department', 'auditor'],
  summary: { zh: '批量变更的进度', en: 'How far a change of many is' },
  params: z.strictObject({ id: uuidSchema }),
  answers: { 200: { description: 'Changed, pending and refused.', body: statusBatchSchema } },
  problems: ['status.batchUnknown', 'store.unavailable'],
  handler: async ({ params: { id }, caller }, services) => answer(200, await services.statusBatches.read(caller, id)),
});
