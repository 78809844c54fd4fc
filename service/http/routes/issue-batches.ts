import { z } from 'zod';
import { answer, route } from '../route.ts';
import type { Upload } from '../route.ts';
import { uuidSchema } from '../schemas/basic.ts';
import {
  dryRunSchema,
  issueBatchesQuerySchema,
  issueBatchesSchema,
  issueBatchReceivedSchema,
  issueBatchSchema,
  resultsQuerySchema,
  rowResultSchema,
  sendRowsQuerySchema,
} from '../schemas/issue-batch.ts';
import { ndjson, serverSentEvents } from '../server/stream-formats.ts';

const formats: Record<string, 'ndjson' | 'csv'> = {
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
};

const DEFAULT_PAGE = 20;

const params = z.strictObject({ id: uuidSchema });

export const sendIssueBatch = route({
  method: 'POST',
  path: '/v1/issue-batches',
  operationId: 'sendIssueBatch',
  roles: ['department'],
  summary: { zh: '批量签发：提交登记表', en: 'Issues a register of many rows' },
  description:
    'The body is read as a stream, one row a line. Rows that are durable are issued exactly once even if the connection breaks; ' +
    'the same register under the same key goes on where they end.',
  idempotent: true,
  query: sendRowsQuerySchema,
  upload: Object.keys(formats),
  answers: {
    200: { description: 'The report of a dry run.', body: dryRunSchema },
    202: {
      description: 'The whole register is durable and on its way.',
      body: issueBatchReceivedSchema,
      headers: { Location: 'Where to see what becomes of it.' },
    },
  },
  problems: [
    'certificate.typeUnknown',
    'certificate.notInCharge',
    'register.busy',
    'register.cancelled',
    'register.position',
    'register.headerInvalid',
    'register.rowEndless',
    'register.tooLong',
    'queue.full',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ query, upload, caller, idempotencyKey }, services) {
    const { mediaType, stream } = upload as Upload;
    const format = formats[mediaType] as 'ndjson' | 'csv';
    const rows = { type: query.type, format, from: Number(query.from ?? 0), stream };
    if (query.dryRun === 'true') return answer(200, await services.issueBatches.dryRun(caller, rows));
    const received = await services.issueBatches.send(caller, rows, idempotencyKey);
    return answer(202, received, { Location: `/v1/issue-batches/${received.id}` });
  },
});

export const listIssueBatches = route({
  method: 'GET',
  path: '/v1/issue-batches',
  operationId: 'listIssueBatches',
  roles: ['department'],
  summary: { zh: '本部门提交的登记表', en: 'The registers of the department' },
  query: issueBatchesQuerySchema,
  answers: { 200: { description: 'Newest first.', body: issueBatchesSchema } },
  problems: ['store.unavailable'],
  async handler({ query, caller }, services) {
    const page = { before: query.before, limit: Number(query.limit ?? DEFAULT_PAGE) };
    return answer(200, { batches: await services.issueBatches.list(caller, page) });
  },
});

export const readIssueBatch = route({
  method: 'GET',
  path: '/v1/issue-batches/{id}',
  operationId: 'getIssueBatch',
  roles: ['department'],
  summary: { zh: '批量签发的进展', en: 'How far a register is' },
  params,
  answers: { 200: { description: 'Counts of its rows.', body: issueBatchSchema } },
  problems: ['register.unknown', 'store.unavailable'],
  handler: async ({ params: { id }, caller }, services) => answer(200, await services.issueBatches.read(caller, id)),
});

export const issueBatchResults = route({
  method: 'GET',
  path: '/v1/issue-batches/{id}/results',
  operationId: 'getIssueBatchResults',
  roles: ['department'],
  summary: { zh: '批量签发的逐行结果', en: 'What became of each row' },
  params,
  query: resultsQuerySchema,
  answers: {
    200: { description: 'One result a line.', body: rowResultSchema, media: 'application/x-ndjson', stream: ndjson },
  },
  problems: ['register.unknown', 'store.unavailable'],
  async handler({ params: { id }, query, caller }, services) {
    const order = { after: Number(query.after ?? 0), withCertificates: query.certificates === 'true' };
    return answer(200, await services.issueBatches.results(caller, id, order));
  },
});

export const issueBatchProgress = route({
  method: 'GET',
  path: '/v1/issue-batches/{id}/progress',
  operationId: 'followIssueBatch',
  roles: ['department'],
  summary: { zh: '批量签发进展（服务器推送）', en: 'How far a register is, as it changes' },
  description: 'Server-sent events; ends when the register is done or cancelled.',
  refuseHead: true,
  params,
  answers: {
    200: {
      description: 'The counts, whenever they have changed.',
      body: issueBatchSchema,
      media: 'text/event-stream',
      stream: serverSentEvents,
    },
  },
  problems: ['register.unknown', 'store.unavailable'],
  handler: async ({ params: { id }, caller, gone }, services) =>
    answer(200, await services.issueBatches.follow(caller, id, gone)),
});

export const cancelIssueBatch = route({
  method: 'POST',
  path: '/v1/issue-batches/{id}/cancellation',
  operationId: 'cancelIssueBatch',
  roles: ['department'],
  summary: { zh: '撤回尚未上链的行', en: 'Takes back the rows that are not on their way to the chain' },
  params,
  answers: { 200: { description: 'The register afterwards.', body: issueBatchSchema } },
  problems: ['register.unknown', 'store.conflict', 'store.unavailable'],
  handler: async ({ params: { id }, caller }, services) => answer(200, await services.issueBatches.cancel(caller, id)),
});
