import { batchedPrimitives } from '../../../service/adapters/crypto/batched-primitives.ts';
import type { Evidence } from '../../../service/app/verifying/sources.ts';
import { gatherEvidence } from '../../../service/package/online.ts';
import type { Region } from '../../../service/package/online.ts';
import {
  createEngineCache,
  evidenceFromBundles,
  findArtefacts,
  policyOf,
  verifyArchive,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type {
  Finding,
  FoundArtefact,
  HolderDemand,
  OpenBundles,
  Plan,
  Policy,
  Verdict,
} from '../../../service/verify/index.ts';
import { createVerifyThreads } from '../../../service/wiring/verify-threads.ts';

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
  const primitives = batchedPrimitives();
  const gather = async (plan: Plan): Promise<Evidence> => {
    if (bundles !== undefined) return evidenceFromBundles(bundles, plan);
    const region = networks.get(plan.chain);
    const evidence = region && (await gatherEvidence({ primitives, ...region, plan }));
    if (evidence === undefined) throw new TypeError('asked for no slots, or of an unknown region');
    return evidence;
  };
  const { verifyOfMany } = createVerifyThreads({
    primitives,
    engine: createEngineCache(),
    clock: { now: options.now },
    monotonicMs: () => performance.now(),
    sources: {
      trustedPoint: async (chain) => networks.get(chain)?.trustedPoint,
      gather,
      statusList: async () => undefined,
      keep: async () => undefined,
      kept: async () => undefined,
    },
  });

  const checkArtefact = async (found: FoundArtefact): Promise<Checked> => {
    const { path, text } = found;
    const asked = { policy, asOf, holder };
    const verdict =
      text === undefined
        ? await verifyArtefact({
            ...{ primitives, artefact: found.artefact, trustedPoint: undefined, now: options.now() },
            ...asked,
          })
        : await verifyOfMany({ artefact: text, ...asked });
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
    const trustedPoints = [...networks.values()].map(({ trustedPoint }) => trustedPoint);
    const trust = { trustedPoints, signers, production: policy.production };
    const { verdict, receipt, claims } = await verifyArchive({ primitives, archive, trust, now: options.now() });
    const unmet = verdict.verdict === 'valid' ? unmetBy(verdict, claims?.policy.id) : undefined;
    const answer = unmet === undefined ? verdict : { ...verdict, verdict: 'undetermined' as const, codes: [unmet] };
    return { path, verdict: answer, receipt };
  };

  return async function* (input) {
    for await (const found of findArtefacts(input)) {
      const { path, text } = found;
      // A byte order mark is white space, too.
      yield isArchive(text) ? () => checkArchive(path, text.trim()) : () => checkArtefact(found);
    }
  };
}
