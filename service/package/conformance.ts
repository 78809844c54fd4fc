import type { Primitives } from '../proof/primitives.ts';
import { readArtefact, verifyArchive, verifyArtefact } from '../verify/index.ts';
import type {
  ArchiveTrust,
  Check,
  CheckName,
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Policy,
  TrustedPoint,
  Verdict,
  VerdictWord,
} from '../verify/index.ts';

/**
 * One case of the conformance kit: what goes into an engine, and what has to come out. Plain JSON; `null` stands for what
 * is not given.
 */
export type ConformanceCase = ArtefactCase | ArchiveCase;

/** A certificate, presentation or record answer. */
export type ArtefactCase = {
  title: string;
  given: {
    artefact: string;
    trustedPoint: TrustedPoint | null;
    evidence: EvidenceBundle | EvidenceUnavailable | null;
    policy: Policy;
    /** Unix seconds, like `asOf`. */
    now: number;
    asOf?: number;
    holder?: HolderDemand;
  };
  /**
   * `code` stands among the verdict's codes, or among its checks when it is one that does not decide (`*.unproven`).
   * `checks` is what this project's engine says of every check; an engine that runs its checks in another order may stop
   * at another place and says less.
   */
  expected: { verdict: VerdictWord; code: string; checks: Record<CheckName, string> };
};

/** An archived verification, to be done again. */
export type ArchiveCase = {
  title: string;
  given: { archive: string; trust: ArchiveTrust; now: number };
  /** `code` is that of the finding about the receipt. */
  expected: { verdict: VerdictWord; code: string };
};

/** What came out; `differs` says in what the engine departs from what the case expects, and is empty when it does not. */
export type ConformanceResult = { title: string; verdict: VerdictWord; codes: string[]; differs: string[] };

/** The code of every check of a verdict. */
export const checkCodes = (checks: readonly Check[]): Record<CheckName, string> =>
  Object.fromEntries(checks.map(({ check, code }) => [check, code])) as Record<CheckName, string>;

async function answerOf(primitives: Primitives, one: ConformanceCase): Promise<{ verdict: Verdict; codes: string[] }> {
  if ('archive' in one.given) {
    const { verdict, receipt } = await verifyArchive({ primitives, ...one.given });
    return { verdict, codes: [receipt.code] };
  }
  const { artefact, trustedPoint, evidence, ...rest } = one.given;
  const verdict = await verifyArtefact({
    ...{ primitives, artefact: readArtefact(artefact), ...rest },
    trustedPoint: trustedPoint ?? undefined,
    evidence: evidence ?? undefined,
  });
  return { verdict, codes: [...verdict.codes, ...verdict.checks.map(({ code }) => code)] };
}

/** Runs one case of the kit against this engine on the primitives given. */
export async function runConformanceCase(primitives: Primitives, one: ConformanceCase): Promise<ConformanceResult> {
  const { title, expected } = one;
  const { verdict, codes } = await answerOf(primitives, one);
  const differs: string[] = [];
  if (verdict.verdict !== expected.verdict) differs.push(`${verdict.verdict} instead of ${expected.verdict}`);
  if (!codes.includes(expected.code)) differs.push(`no ${expected.code}`);
  const said = checkCodes(verdict.checks);
  for (const [check, code] of Object.entries('checks' in expected ? expected.checks : {})) {
    const found = said[check as CheckName];
    if (found !== code) differs.push(`${found} instead of ${code}`);
  }
  return { title, verdict: verdict.verdict, codes: verdict.codes, differs };
}
