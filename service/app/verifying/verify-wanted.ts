import type { Verified } from '../../verify/receipt/receipt.ts';
import type { Verdict } from '../../verify/types.ts';
import { shareSources } from './sources.ts';
import { verifyAnArtefact } from './verify-artefact.ts';
import type { VerifyingDeps, VerifyingRequest } from './verify-artefact.ts';

/** A verdict for who only counts and names it: what each check found and what was disclosed are left out. */
export type BriefVerdict = Omit<Verdict, 'checks' | 'claims'>;

/** What came of a verification, as far as it was wanted and the request does not say it. */
export type Found = Partial<Pick<Verified, 'evidence' | 'trustedPoint'>> & { verdict: Verdict | BriefVerdict };

/**
 * `rested`: with what the verdict rests on, asked for anew; `verdict`: of one of many, which share what was asked for in
 * the last five seconds; `brief`: the same in brief.
 */
export type WantedRequest = VerifyingRequest & { wanted: 'rested' | 'verdict' | 'brief' };

/** `verifyAnArtefact` for requests of every kind. */
export function createVerifier(
  deps: VerifyingDeps & { monotonicMs(): number },
): (request: WantedRequest) => Promise<Found> {
  const sharing = { ...deps, sources: shareSources(deps.sources, deps.monotonicMs) };
  return async ({ wanted, ...request }) => {
    const verified = await verifyAnArtefact(wanted === 'rested' ? deps : sharing, request);
    const { evidence, trustedPoint, verdict } = verified;
    if (wanted === 'rested') return { evidence, trustedPoint, verdict };
    if (wanted === 'verdict') return { verdict };
    const { checks, claims, ...brief } = verdict;
    return { verdict: brief };
  };
}
