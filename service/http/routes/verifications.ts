import { reasonOf } from '../../verify/index.ts';
import { RELIERS } from '../../app/reliance/relier.ts';
import { answer, route } from '../route.ts';
import {
  supersessionParamsSchema,
  supersessionQuerySchema,
  supersessionSchema,
  verificationRequestSchema,
  verificationSchema,
} from '../schemas/verdict.ts';
import { timeNotLaterThan } from './as-of.ts';

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
  description:
    'With a case and a token it is kept that the case rests on it, and its later changes are told. The artefact itself is never kept.',
  body: verificationRequestSchema,
  answers: { 200: { description: 'valid, invalid or undetermined, with the reasons.', body: verificationSchema } },
  problems: ['auth.missing', 'auth.invalid', 'auth.expired', 'auth.role', 'store.unavailable'],
  async handler({ body, identify, now }, services) {
    const { artefact, policy = 'window', holder, asOf, statusList, receipt, case: matter } = body;
    timeNotLaterThan(now, asOf, '/asOf');
    const relier = matter === undefined ? undefined : await identify(RELIERS);
    const verified = await services.verify({ artefact, policy, holder, asOf, statusList });
    const { verdict } = verified;
    const superseded = verdict.codes.includes('status.superseded');
    const supersededBy = superseded ? await services.copySupersededBy(artefact) : undefined;
    const reliance =
      relier && matter !== undefined
        ? await services.registerReliance(relier, { case: matter, artefact, verdict })
        : undefined;
    const kept = relier && matter !== undefined ? { caller: relier, case: matter } : undefined;
    const made = receipt === true ? await services.receipts.make(verified, kept) : {};
    const reasons = reasonsOf([...verdict.codes, ...verdict.notices]);
    return answer(200, { ...verdict, reasons, supersededBy, reliance, ...made });
  },
});

/** For who verified by themselves, as the pages do: the leaf is salted, so it tells the service nothing and cannot be guessed. */
export const supersession = route({
  method: 'GET',
  path: '/v1/supersessions/{leaf}',
  operationId: 'getSupersession',
  roles: 'public',
  summary: { zh: '被替换的证照由哪一份接替', en: 'What replaced a superseded certificate' },
  description:
    'Asked by the digest of the certificate’s leaf, which only who holds a copy can compute. Of a partner’s certificate its own service is asked. ' +
    'It is the word of the service that issued it: the chain proves that a certificate is superseded, not by what.',
  params: supersessionParamsSchema,
  query: supersessionQuerySchema,
  answers: { 200: { description: 'null: nothing did, as far as this region knows.', body: supersessionSchema } },
  problems: ['chain.unknown', 'partner.unreachable', 'store.unavailable'],
  handler: async ({ params: { leaf }, query: { chain } }, services) =>
    answer(200, { supersededBy: (await services.supersededBy(leaf, chain)) ?? null }),
});
