import { prepareArtefact, readArtefact } from '../../../service/verify/index.ts';
import type {
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Policy,
  TrustedPoint,
  VerdictWord,
} from '../../../service/verify/index.ts';
import { reasonOf } from '../../../service/verify/index.ts';
import { allCases } from './cases/all.ts';
import type { Case, Situation } from './cases/case.ts';
import { NOW, primitives } from './region.ts';
import { policy as policyNamed } from './verify.ts';

/** One case for whoever builds an engine of their own: what goes in, and what has to come out. Plain JSON. */
export type KitCase = {
  title: string;
  given: {
    artefact: string;
    trustedPoint: TrustedPoint | null;
    evidence: EvidenceBundle | EvidenceUnavailable | null;
    policy: Policy;
    now: number;
    asOf?: number;
    holder?: HolderDemand;
  };
  /** `code` stands among the codes, or among the checks when it is one that does not decide (`*.unproven`). */
  expected: { verdict: VerdictWord; code: string };
};

async function givenOf({ region, text, change = {} }: Situation): Promise<KitCase['given']> {
  const { evidence, height, time, asOf, holder, policy = policyNamed() } = change;
  const trustedPoint = 'trustedPoint' in change ? change.trustedPoint : region.trustedPoint;
  const { plan } = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint, asOf });
  const at = { ...(height === undefined ? {} : { height }), ...(time === undefined ? {} : { time }) };
  const fetched = plan.slots.length === 0 ? undefined : region.evidence(plan.slots, at);
  const brought = typeof evidence === 'function' ? fetched && evidence(fetched) : (evidence ?? fetched);
  return {
    ...{ artefact: text, trustedPoint: trustedPoint ?? null, evidence: brought ?? null, policy, now: NOW },
    ...(asOf === undefined ? {} : { asOf }),
    ...(holder === undefined ? {} : { holder }),
  };
}

async function bothOf({ code, title, given }: Case): Promise<KitCase[]> {
  const verdict = reasonOf(code)?.verdict ?? 'undetermined';
  return [
    { title: `${code}: ${title}`, given: await givenOf(await given(true)), expected: { verdict, code } },
    {
      title: `${code}: ${title}; without it, valid`,
      given: await givenOf(await given(false)),
      expected: { verdict: 'valid', code: 'policy.satisfied' },
    },
  ];
}

/** Every case of the tests, with its fault and without, as plain data; keys and salts are new each time. */
export async function* conformanceKit(): AsyncGenerator<KitCase> {
  for (const one of allCases) yield* await bothOf(one);
}
