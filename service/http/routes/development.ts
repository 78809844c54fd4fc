import { answer, route } from '../route.ts';
import { developmentCitizensSchema, developmentTokenRequestSchema, tokenSchema } from '../schemas/others.ts';

export const developmentCitizens = route({
  method: 'GET',
  path: '/v1/development/citizens',
  operationId: 'listDevelopmentCitizens',
  roles: 'public',
  developmentOnly: true,
  summary: { zh: '演示用的虚构市民', en: 'The synthetic citizens to sign in as' },
  answers: { 200: { description: 'Numbers are masked.', body: developmentCitizensSchema } },
  problems: ['route.unknown'],
  handler: async (_request, services) => answer(200, { citizens: await services.development.citizens() }),
});

export const developmentToken = route({
  method: 'POST',
  path: '/v1/development/tokens',
  operationId: 'issueDevelopmentToken',
  roles: 'public',
  developmentOnly: true,
  summary: { zh: '签发演示令牌', en: 'A token for trying the API' },
  body: developmentTokenRequestSchema,
  answers: { 200: { description: 'A bearer token of the role.', body: tokenSchema } },
  problems: ['route.unknown', 'development.department', 'development.person'],
  handler: async ({ body, now }, services) => answer(200, await services.development.issueToken(body, now)),
});
