import { z } from 'zod';
import { bundleSummarySchema } from '../../app/offline/selection.ts';
import type { BundleSelection } from '../../app/offline/selection.ts';
import { answer, route } from '../route.ts';
import { caip2Schema } from '../schemas/basic.ts';

// Public: a bundle holds what anyone may read from the chain, nothing about people, and what it costs the chain does not
// grow with the askers (docs/adr/0406).

const list = (item: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${item}(?:,${item}){0,49}$`))
    .optional()
    .meta({ description: 'Separated by commas; without it all.', examples: [example] });
const number = (description: string) =>
  z
    .string()
    .regex(/^[0-9]{1,12}$/)
    .optional()
    .meta({ description });

const query = z.strictObject({
  chain: caip2Schema.optional().meta({ description: 'Home when absent; or a partner, whose own service is asked.' }),
  department: list('[0-9A-HJ-NPQRTUWXY]{18}', '1137050099990002XA'),
  type: list('[a-z0-9-]{1,64}/[0-9]{1,4}', 'professional-title/1'),
  from: number('Batches anchored then or later (Unix seconds).'),
  through: number('Batches anchored then or earlier (Unix seconds).'),
  newest: number('So many of the newest batches.'),
});

function selectionOf({ department, type, from, through, newest }: z.output<typeof query>): BundleSelection {
  const whole = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    departments: department?.split(','),
    types: type?.split(','),
    from: whole(from),
    through: whole(through),
    newest: whole(newest),
  };
}

const problems = [
  'bundle.notOffered',
  'bundle.busy',
  'chain.unknown',
  'chain.unreachable',
  'chain.behind',
  'partner.unreachable',
] as const;

export const describeOfflineBundle = route({
  method: 'GET',
  path: '/v1/offline-bundles',
  operationId: 'describeOfflineBundle',
  roles: 'public',
  summary: { zh: '离线包内容与大小（下载前查看）', en: 'What an offline bundle would hold, and its size' },
  query,
  answers: { 200: { description: 'What would be downloaded.', body: bundleSummarySchema } },
  problems,
  async handler({ query: asked, gone }, services) {
    return answer(200, await services.offlineBundles.describe(asked.chain, selectionOf(asked), gone));
  },
});

export const readOfflineBundle = route({
  method: 'GET',
  path: '/v1/offline-bundles/newest',
  operationId: 'readOfflineBundle',
  roles: 'public',
  summary: { zh: '下载离线包', en: 'An offline bundle: chain evidence to verify with, without a network' },
  description: 'Header, votes, state nodes and the region’s signed maximum age; unproven until the engine opens it.',
  query,
  answers: {
    200: {
      description: 'The bundle, in canonical JSON.',
      body: z.string(),
      bytes: true,
      media: 'application/json',
      headers: { ETag: 'Of these bytes; If-None-Match is answered with 304.' },
    },
    304: { description: 'As the client has it.' },
  },
  problems,
  async handler({ query: asked, gone }, services) {
    const { bytes, etag } = await services.offlineBundles.read(asked.chain, selectionOf(asked), gone);
    return answer(200, bytes, { ETag: etag });
  },
});
