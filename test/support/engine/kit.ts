import { checkCodes } from '../../../service/package/conformance.ts';
import type { ArchiveCase, ArtefactCase, ConformanceCase } from '../../../service/package/conformance.ts';
import { prepareArtefact, readArtefact, reasonOf } from '../../../service/verify/index.ts';
import { archiveCases } from './archives.ts';
import type { ArchiveCase as ArchiveTest } from './archives.ts';
import { allCases } from './cases/all.ts';
import type { Case, Situation } from './cases/case.ts';
import { NOW, primitives } from './region.ts';
import { policy as policyNamed, verdictOf } from './verify.ts';

/** All that the engine is given in a situation, the evidence fetched from the region as it is now. */
export async function givenOf({ region, text, change = {} }: Situation): Promise<ArtefactCase['given']> {
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

async function caseOf(title: string, code: string, situation: Situation): Promise<ArtefactCase> {
  const verdict = reasonOf(code)?.verdict ?? 'undetermined';
  const { checks } = await verdictOf(situation.region, situation.text, situation.change);
  return { title, given: await givenOf(situation), expected: { verdict, code, checks: checkCodes(checks) } };
}

async function bothOf({ code, title, given }: Case): Promise<ArtefactCase[]> {
  return [
    await caseOf(`${code}: ${title}`, code, await given(true)),
    await caseOf(`${code}: ${title}; without it, valid`, 'policy.satisfied', await given(false)),
  ];
}

async function bothOfArchive({ code, title, given }: ArchiveTest): Promise<ArchiveCase[]> {
  const verdict = reasonOf(code)?.verdict ?? 'undetermined';
  return [
    { title: `${code}: ${title}`, given: { ...(await given(true)), now: NOW }, expected: { verdict, code } },
    {
      title: `${code}: ${title}; without it, valid`,
      given: { ...(await given(false)), now: NOW },
      expected: { verdict: 'valid', code: 'receipt.passed' },
    },
  ];
}

/** Every case of the tests, with its fault and without, as plain data; keys and salts are new each time. */
export async function* conformanceKit(): AsyncGenerator<ConformanceCase> {
  for (const one of allCases) yield* await bothOf(one);
  for (const one of archiveCases) yield* await bothOfArchive(one);
}
