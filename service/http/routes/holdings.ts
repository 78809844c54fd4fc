import { answer, route } from '../route.ts';
import { holdingsSchema } from '../schemas/others.ts';

export const holdings = route({
  method: 'GET',
  path: '/v1/holdings',
  operationId: 'getHoldings',
  roles: ['citizen'],
  summary: { zh: '我的证照、记录和被查阅情况', en: 'My certificates, my records and who looked at them' },
  answers: { 200: { description: 'Everything the region holds of the citizen who asks.', body: holdingsSchema } },
  problems: ['person.unknown', 'signer.unavailable', 'store.unavailable'],
  handler: async ({ caller }, services) => answer(200, await services.holdings(caller.subject)),
});
