import { reasons as reasonTable } from '../../verify/index.ts';
import { answer, route } from '../route.ts';
import { typesSchema } from '../schemas/others.ts';
import { reasonsSchema } from '../schemas/verdict.ts';

export const reasons = route({
  method: 'GET',
  path: '/v1/reasons',
  operationId: 'listReasons',
  roles: 'public',
  summary: { zh: '核验原因代码表', en: 'The reason codes of verdicts' },
  answers: { 200: { description: 'Every code with its meaning and next action.', body: reasonsSchema } },
  handler: () => answer(200, { reasons: [...reasonTable] }),
});

export const types = route({
  method: 'GET',
  path: '/v1/types',
  operationId: 'listTypes',
  roles: 'public',
  summary: { zh: '证照类型、数据域和部门', en: 'Certificate types, record domains and departments' },
  answers: { 200: { description: 'What this region issues and keeps, and who.', body: typesSchema } },
  handler: (_request, services) => answer(200, services.catalogue()),
});
