import { answer, route } from '../route.ts';
import { verificationRequestSchema, verificationSchema } from '../schemas/verdict.ts';
import { reasonsOf } from '../reasons.ts';

/** Every artefact gets a verdict and HTTP 200, whatever is wrong with it; only an unreadable request is a problem. */
export const verification = route({
  method: 'POST',
  path: '/v1/verifications',
  operationId: 'verifyArtefact',
  roles: 'public',
  summary: { zh: '核验证照或数据应答', en: 'Verifies a certificate, a presentation or a record answer' },
  body: verificationRequestSchema,
  answers: { 200: { description: 'valid, invalid or undetermined, with the reasons.', body: verificationSchema } },
  async handler({ body, now }, services) {
    const { artefact, policy = 'window', holder } = body;
    const verdict = await services.verify({ artefact, policy, ...(holder === undefined ? {} : { holder }) }, now);
    return answer(200, { ...verdict, reasons: reasonsOf([...verdict.codes, ...verdict.notices]) });
  },
});
