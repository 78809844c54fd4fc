import type { RelayRequest } from '../../app/verifying/relay-evidence.ts';
import { answer, route } from '../route.ts';
import { chainsSchema, evidenceBundleSchema, evidenceRequestSchema, trustedPointsSchema } from '../schemas/chain.ts';

export const trustedPoint = route({
  method: 'GET',
  path: '/v1/trusted-point',
  operationId: 'getTrustedPoint',
  roles: 'public',
  summary: { zh: '本地区及协作地区的信任点', en: 'The trusted points of this region and its partners' },
  description:
    'Partners are those of the home PartnerRegistry, each proven by a storage proof. A verifier that must not believe this service pins its own.',
  answers: { 200: { description: 'Home and partners.', body: trustedPointsSchema } },
  handler(_request, services) {
    const { home, partners } = services.trustedPoints();
    return answer(200, { trustedPoint: home, partners });
  },
});

export const chains = route({
  method: 'GET',
  path: '/v1/chains',
  operationId: 'listChains',
  roles: 'public',
  summary: { zh: '各地区的链：区块、链头、批次', en: 'The chains of home and partners: blocks, heads, anchors' },
  description: 'For people to look at; nothing in it is proof.',
  answers: { 200: { description: 'A chain that does not answer is there with reachable false.', body: chainsSchema } },
  handler: async (_request, services) => answer(200, await services.chains()),
});

export const evidence = route({
  method: 'POST',
  path: '/v1/evidence',
  operationId: 'relayEvidence',
  roles: 'public',
  summary: { zh: '转取链上证据', en: 'Fetches chain evidence for an engine that cannot reach the chain' },
  description: 'The caller checks every byte. Evidence kept from earlier is given while the chain does not answer.',
  body: evidenceRequestSchema,
  answers: { 200: { description: 'Header, votes and proofs of the slots at one block.', body: evidenceBundleSchema } },
  problems: ['chain.unreachable', 'chain.behind', 'chain.unknown'],
  handler: async ({ body }, services) => answer(200, await services.relayEvidence(body as RelayRequest)),
});
