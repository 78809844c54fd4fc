import { z } from 'zod';
import { answer, route } from '../route.ts';
import {
  recordAnswerSchema,
  recordQuerySchema,
  recordsAcceptedSchema,
  recordsCommittedSchema,
  recordsRequestSchema,
} from '../schemas/record.ts';
import { verdictSchema } from '../schemas/verdict.ts';

export const publishRecords = route({
  method: 'POST',
  path: '/v1/records',
  operationId: 'publishRecords',
  roles: ['department'],
  summary: { zh: '提交一批数据记录', en: 'Commits a batch of records of a domain' },
  description:
    'Only the department in charge of the domain. Batches of a domain are committed in the order of acceptance.',
  idempotent: true,
  body: recordsRequestSchema,
  answers: {
    201: { description: 'Final on the chain.', body: recordsCommittedSchema },
    202: { description: 'Durably accepted; repeat the same request to learn more.', body: recordsAcceptedSchema },
  },
  problems: [
    'record.domainUnknown',
    'record.notInCharge',
    'record.timesInvalid',
    'record.fieldsInvalid',
    'record.commitRefused',
    'subject.invalid',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ body, caller, idempotencyKey }, services) {
    const row = await services.publishRecords(caller, body, idempotencyKey);
    return 'height' in row ? answer(201, row) : answer(202, row, { 'Retry-After': '1' });
  },
});

export const queryRecords = route({
  method: 'POST',
  path: '/v1/record-queries',
  operationId: 'queryRecords',
  roles: ['clerk', 'partner', 'citizen'],
  summary: { zh: '查询一个人的数据记录', en: 'Asks for a person’s record in a domain' },
  description: 'Answers with a proof of presence or absence. No case, no query; the citizen sees every one.',
  body: recordQuerySchema,
  answers: {
    200: {
      description: 'The answer, an artefact of its own, and what this region’s engine says of it.',
      body: z.object({ answer: recordAnswerSchema, verdict: verdictSchema }).meta({ id: 'VerifiedRecordAnswer' }),
    },
  },
  problems: [
    'record.domainUnknown',
    'record.fieldUnknown',
    'auth.notYours',
    'subject.invalid',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  handler: async ({ body, caller }, services) => answer(200, await services.queryRecords(caller, body)),
});
