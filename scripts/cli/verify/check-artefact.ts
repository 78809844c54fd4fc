import { threadedPrimitives } from '../../../service/adapters/crypto/threaded-primitives.ts';
import { shareAnswers } from '../../../service/app/verifying/share-evidence.ts';
import { gatherEvidence, verifyOnline } from '../../../service/package/online.ts';
import type { Gather, Region } from '../../../service/package/online.ts';
import {
  createEngineCache,
  findArtefacts,
  policyOf,
  verifyArchive,
  verifyOffline,
} from '../../../service/verify/index.ts';
import type {
  Artefact,
  Finding,
  HolderDemand,
  OpenBundles,
  Plan,
  Policy,
  Verdict,
} from '../../../service/verify/index.ts';

/** The verdict on one artefact. `path`: where in its file it was; `receipt`: of an archived verification done again. */
export type Checked = { path: string; verdict: Verdict; receipt?: Finding };

export type Checker = (input: Uint8Array) => AsyncGenerator<() => Promise<Checked>>;

/** An archived verification is done again with what it holds, and asks no chain. */
const isArchive = (text: string | undefined): text is string =>
  text !== undefined && /^\s*\{/.test(text) && text.includes('"verification-archive"');

/**
 * Checks what a file holds with the regions' own chains, or with bundles of them and without a network. Yields one piece of work for each artefact, so that the caller
 * decides how many are done at once.
 */
export function createChecker(options: {
  networks: ReadonlyMap<string, Region>;
  bundles: OpenBundles | undefined;
  policy: Policy;
  holder: HolderDemand | undefined;
  /** The time the verdicts are to speak of, if not of now. */
  asOf: number | undefined;
  /** Thumbprints of keys whose receipts count. Without any, an archive can show what was wrong and no more. */
  signers: readonly string[];
  now(): number;
}): Checker {
  const { networks, bundles, policy, holder, asOf, signers } = options;
  const primitives = threadedPrimitives();
  const cache = createEngineCache();
  const share = ({ chain, trustedPoint }: Region): ((plan: Plan) => ReturnType<Gather>) =>
    shareAnswers(
      (plan) => gatherEvidence({ primitives, chain, trustedPoint, plan }),
      () => performance.now(),
      (answer) => answer === undefined || 'unavailable' in answer,
    );
  const sharing = new Map([...networks].map(([caip2, region]) => [caip2, share(region)]));
  // Certificates of a register share their slots: the chain is asked once in five seconds, the answer proven once.
  const gather: Gather = async ({ chain, plan }) => sharing.get(chain.caip2)?.(plan);
  const trustedPoints = [...networks.values()].map(({ trustedPoint }) => trustedPoint);

  const checkArtefact = async (path: string, artefact: Artefact): Promise<Checked> => {
    const given = { primitives, artefact, policy, asOf, holder, cache };
    const verdict =
      bundles === undefined
        ? await verifyOnline({ ...given, regions: networks, now: options.now, gather })
        : await verifyOffline({ ...given, trustedPoints, bundles, now: options.now() });
    return { path, verdict };
  };
  /** What was asked for here and an earlier verification, under a policy and of a time of its own, does not answer. */
  const unmetBy = (verdict: Verdict, archivedPolicy: string | undefined): string | undefined => {
    if (holder !== undefined) return 'holder.missing';
    const archived = policyOf(archivedPolicy ?? '', policy)?.required ?? [];
    const covered = policy.required.every((check) => archived.includes(check));
    return covered && (asOf === undefined || asOf === verdict.asOf) ? undefined : 'policy.requirementUnmet';
  };
  const checkArchive = async (path: string, archive: string): Promise<Checked> => {
    const trust = { trustedPoints, signers, production: policy.production };
    const { verdict, receipt, claims } = await verifyArchive({ primitives, archive, trust, now: options.now() });
    const unmet = verdict.verdict === 'valid' ? unmetBy(verdict, claims?.policy.id) : undefined;
    const answer = unmet === undefined ? verdict : { ...verdict, verdict: 'undetermined' as const, codes: [unmet] };
    return { path, verdict: answer, receipt };
  };

  return async function* (input) {
    for await (const { path, artefact, text } of findArtefacts(input, cache)) {
      yield isArchive(text) ? () => checkArchive(path, text) : () => checkArtefact(path, artefact);
    }
  };
}
