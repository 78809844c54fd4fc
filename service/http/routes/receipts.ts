import { z } from 'zod';
import { RELIERS } from '../../app/reliance/relier.ts';
import { answer, route } from '../route.ts';
import { uuidSchema } from '../schemas/basic.ts';
import { receiptSchema } from '../schemas/receipt.ts';

export const receipt = route({
  method: 'GET',
  path: '/v1/receipts/{id}',
  operationId: 'getReceipt',
  roles: [...RELIERS, 'auditor'],
  summary: { zh: '核验回执', en: 'A verification receipt' },
  description:
    'One’s own, or anybody’s for an auditor. The archive with what was verified was given once and is not kept here.',
  params: z.strictObject({ id: uuidSchema }),
  answers: { 200: { description: 'The receipt.', body: receiptSchema } },
  problems: ['receipt.unknown', 'store.unavailable'],
  handler: async ({ params: { id }, caller }, services) => answer(200, await services.receipts.read(caller, id)),
});
