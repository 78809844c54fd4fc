import { z } from 'zod';
import { answer, route } from '../route.ts';
import { usccSchema } from '../schemas/basic.ts';
import type { SharedText } from '../services.ts';

// What certificates themselves lead wallets and verifiers anywhere to: their `vct` and their `status`. The region's base
// names these addresses, so they stand outside /v1.

const typeSchema = z.string().regex(/^[a-z0-9-]{1,64}$/);
const count = (digits: number) => z.string().regex(new RegExp(`^(?:0|[1-9][0-9]{0,${digits - 1}})$`));
const typeParams = z.strictObject({ type: typeSchema, major: count(4) });

const caching = {
  ETag: 'Of these bytes; If-None-Match is answered with 304.',
  'Cache-Control': 'For how long it may be kept.',
  'Access-Control-Allow-Origin': 'Any: it is public, and pages of others may read it.',
};
const unchanged = { description: 'As the client has it.' };

/** Public bytes that anybody's page may read; pages of other origins must not be kept out by this service's headers. */
const shared = ({ text, etag, maxAgeSeconds }: SharedText) =>
  answer(200, text, {
    ETag: etag,
    'Cache-Control': `public, max-age=${maxAgeSeconds}`,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });

export const typeMetadata = route({
  method: 'GET',
  path: '/types/{type}/{major}',
  operationId: 'getTypeMetadata',
  roles: 'public',
  summary: { zh: '证照类型元数据（供钱包使用）', en: 'The type metadata a certificate’s vct leads to' },
  description: 'SD-JWT VC type metadata in canonical JSON; its digest is the certificates’ vct#integrity.',
  params: typeParams,
  answers: {
    200: {
      description: 'The metadata.',
      body: z.string(),
      text: true,
      media: 'application/json',
      headers: caching,
    },
    304: unchanged,
  },
  problems: ['type.unknown'],
  handler({ params: { type, major } }, services) {
    const { metadata } = services.wallets.type(type, Number(major));
    return shared(metadata);
  },
});

export const typeTemplate = route({
  method: 'GET',
  path: '/types/{type}/{major}/template.svg',
  operationId: 'getTypeTemplate',
  roles: 'public',
  summary: { zh: '证照显示模板', en: 'How a certificate of the type is drawn' },
  description: 'SVG with a placeholder for every claim; the type metadata carry its digest.',
  params: typeParams,
  answers: {
    200: { description: 'The template.', body: z.string(), text: true, media: 'image/svg+xml', headers: caching },
    304: unchanged,
  },
  problems: ['type.unknown'],
  handler({ params: { type, major } }, services) {
    const { template } = services.wallets.type(type, Number(major));
    return shared(template);
  },
});

export const statusList = route({
  method: 'GET',
  path: '/status-lists/{department}/{type}/{major}/{range}',
  operationId: 'getStatusList',
  roles: 'public',
  summary: { zh: '证照状态列表', en: 'The status list that a certificate’s status claim leads to' },
  description: 'Token Status List (statuslist+jwt) of 131,072 entries of two bits, signed by the department.',
  params: z.strictObject({ department: usccSchema, type: typeSchema, major: count(4), range: count(9) }),
  answers: {
    200: {
      description: 'The list as it was proven on the chain at its iat.',
      body: z.string(),
      text: true,
      media: 'application/statuslist+jwt',
      headers: caching,
    },
    304: unchanged,
  },
  problems: [
    'status.listUnknown',
    'chain.unreachable',
    'chain.behind',
    'signer.unavailable',
    'signer.refused',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ params: { department, type, major, range } }, services) {
    const path = { department, type, major: Number(major), range: Number(range) };
    return shared(await services.wallets.statusList(path));
  },
});
