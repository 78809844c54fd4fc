import { z } from 'zod';
import { answer, route } from '../route.ts';

const documentSchema = z.record(z.string(), z.unknown()).meta({ description: 'OpenAPI 3.1' });

export const apiDocument = route({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  roles: 'public',
  summary: { zh: '接口描述（OpenAPI 3.1）', en: 'This document (OpenAPI 3.1)' },
  answers: { 200: { description: 'The document; for people at /docs.', body: documentSchema } },
  handler(_request, services) {
    return answer(200, { ...services.apiDocument() });
  },
});
