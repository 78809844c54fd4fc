import { reasonOf } from '../../verify/index.ts';
import { answer, route } from '../route.ts';
import { verificationRequestSchema, verificationSchema } from '../schemas/verdict.ts';

/** What the codes of a verdict mean, in the order given, each once. */
function reasonsOf(codes: readonly string[]): { code: string; zh: string; en: string }[] {
  return [...new Set(codes)].flatMap((code) => {
    const reason = reasonOf(code);
    return reason === undefined ? [] : [{ code, zh: reason.zh.meaning, en: reason.en.meaning }];
  });
}

/** Every artefact gets a verdict and HTTP 200, whatever is wrong with it; only an unreadable request is a problem. */
export const verification = route({
  method: 'POST',
  path: '/v1/verifications',
  operationId: 'verifyArtefact',
  roles: 'public',
  summary: { zh: '核验证照或数据应答', en: 'Verifies a certificate, a presentation or a record answer' },
  body: verificationRequestSchema,
  answers: { 200: { description: 'valid, invalid or undetermined, with the reasons.', body: verificationSchema } },
  async handler({ body }, services) {
    const { artefact, policy = 'window', holder } = body;
    const verdict = await services.verify({ artefact, policy, holder });
    return answer(200, { ...verdict, reasons: reasonsOf([...verdict.codes, ...verdict.notices]) });
  },
});
