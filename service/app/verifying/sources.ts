import type {
  EvidenceBundle,
  EvidenceSummary,
  EvidenceUnavailable,
  Plan,
  SlotRef,
  TrustedPoint,
} from '../../verify/types.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import type { Regions } from './regions.ts';
import { shareAnswers } from './share-answers.ts';
import type { StatusListSource } from './status-list-source.ts';

export type Evidence = EvidenceBundle | EvidenceUnavailable;

/**
 * What a verification asks for that does not stand in its artefact. Questions and answers are plain data, so that they can
 * be asked from a thread.
 */
export type Sources = {
  /** What to believe of the region whose chain has that CAIP-2 name; undefined when it is unknown. */
  trustedPoint(chain: string): Promise<TrustedPoint | undefined>;
  /** Evidence from the plan's chain, unproven; or, as a value, why there is none. */
  gather(plan: Plan): Promise<Evidence>;
  /** See `StatusListSource`. */
  statusList(chain: string, uri: string, fresh: boolean): Promise<string | undefined>;
  /** See `EvidenceCache.put`. */
  keep(
    genesisHash: string,
    slots: readonly SlotRef[],
    bundle: EvidenceBundle,
    proven: Pick<EvidenceSummary, 'height' | 'blockHash' | 'statementTime'>,
  ): Promise<void>;
  /** See `EvidenceCache.find`. */
  kept(genesisHash: string, plan: Plan): Promise<EvidenceBundle | undefined>;
};

/** The known regions' own chains and services. */
export function regionSources(deps: {
  regions: Regions;
  evidence: EvidenceCache;
  statusLists: StatusListSource;
}): Sources {
  const { regions, evidence, statusLists } = deps;
  return {
    trustedPoint: async (chain) => (await regions.find(chain))?.trustedPoint,
    async gather(plan) {
      const region = await regions.find(plan.chain);
      return region === undefined
        ? { unavailable: 'chain.unreachable', detail: 'the region is not known any more' }
        : fetchEvidence(region, plan);
    },
    async statusList(chain, uri, fresh) {
      const region = await regions.find(chain);
      return region && statusLists.find(region, uri, { fresh });
    },
    keep: async (...put) => evidence.put(...put),
    kept: async (...asked) => evidence.find(...asked),
  };
}

/**
 * The same sources for many verifications, as of one set: a question is asked once in five seconds, and everybody gets
 * the same bundle, whose proofs the engine then checks once. A verdict of a set is of some second of its request.
 */
export function shareSources(sources: Sources, monotonicMs: () => number): Sources {
  const listOf = shareAnswers(sources.statusList, monotonicMs);
  const keptAlready = new WeakSet<EvidenceBundle>();
  return {
    ...sources,
    trustedPoint: shareAnswers(sources.trustedPoint, monotonicMs, (point) => point === undefined),
    gather: shareAnswers(sources.gather, monotonicMs, (evidence) => 'unavailable' in evidence),
    // Who asks for a fresh one found a contradiction in what was shared.
    statusList: (chain, uri, fresh) => (fresh ? sources.statusList : listOf)(chain, uri, fresh),
    async keep(genesisHash, slots, bundle, proven) {
      if (keptAlready.has(bundle)) return;
      keptAlready.add(bundle);
      await sources.keep(genesisHash, slots, bundle, proven);
    },
  };
}
