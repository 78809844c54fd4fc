import { RELIERS } from '../../app/reliance/relier.ts';
import { answer, route } from '../route.ts';
import type { Upload } from '../route.ts';
import { setLineSchema, setQuerySchema } from '../schemas/verification-set.ts';
import { ndjsonAtOnce } from '../server/stream-formats.ts';
import { timeNotLaterThan } from './as-of.ts';

const LINES = ['application/x-ndjson', 'application/jsonl'];
const WHOLE = ['application/zip', 'application/json', 'application/pdf', 'text/plain', 'application/octet-stream'];

export const verificationSet = route({
  method: 'POST',
  path: '/v1/verification-sets',
  operationId: 'verifySet',
  roles: [...RELIERS, 'auditor'],
  summary: { zh: '一次核验多份材料', en: 'Verifies many artefacts in one request' },
  description:
    'The body is lines of {name?, artefact}, read as they come, or a ZIP archive, a JSON bundle or a PDF, read as a whole and recognised by content. ' +
    'The answer begins while lines are still being sent: read it at the same time. A verdict an item, in order; one bad item never sinks the others; the last line says what they come to.',
  query: setQuerySchema,
  upload: [...LINES, ...WHOLE],
  answers: {
    200: {
      description: 'One JSON value a line.',
      body: setLineSchema,
      media: 'application/x-ndjson',
      stream: ndjsonAtOnce,
    },
  },
  problems: ['request.invalid', 'set.busy', 'set.tooLarge', 'store.unavailable'],
  async handler({ query, upload, gone, now }, services) {
    const { mediaType, stream } = upload as Upload;
    const { policy = 'window', full } = query;
    const asOf = timeNotLaterThan(now, query.asOf === undefined ? undefined : Number(query.asOf), 'query/asOf');
    const order = { policy, asOf, full: full === 'true', lines: LINES.includes(mediaType), stream, gone };
    return answer(200, await services.verifySet(order));
  },
});
