import { z } from 'zod';
import { answer, route } from '../route.ts';

export const listExamples = route({
  method: 'GET',
  path: '/examples',
  operationId: 'listExamples',
  roles: 'public',
  summary: { zh: '示例文件列表', en: 'The example artefacts to try' },
  answers: {
    200: {
      description: 'File names; none is no error.',
      body: z.object({ examples: z.array(z.string()) }).meta({ id: 'Examples' }),
    },
  },
  handler: async (_request, services) => answer(200, { examples: await services.examples.list() }),
});

export const readExample = route({
  method: 'GET',
  path: '/examples/{name}',
  operationId: 'readExample',
  roles: 'public',
  summary: { zh: '一个示例文件', en: 'One example artefact' },
  params: z.strictObject({ name: z.string().regex(/^[a-z0-9-]{1,60}\.(txt|json)$/) }),
  answers: { 200: { description: 'Its text.', body: z.string(), text: true } },
  problems: ['example.unknown'],
  handler: async ({ params: { name } }, services) => answer(200, await services.examples.read(name)),
});
