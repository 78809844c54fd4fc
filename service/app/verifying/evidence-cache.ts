import type { EvidenceBundle, EvidenceSummary, Plan, SlotRef } from '../../verify/types.ts';

/**
 * Keeps evidence that was proven, for the time in which a chain does not answer. It never says that evidence is good
 * enough: whoever takes it judges its age anew.
 */
export type EvidenceCache = {
  /** Only evidence whose proofs were checked: a liar's bundle must not replace a true one. */
  put(genesisHash: string, slots: readonly SlotRef[], bundle: EvidenceBundle, proven: ProvenAt): void;
  /** Evidence for all slots of the plan at one block, under the newest statement known of that block. */
  find(genesisHash: string, plan: Plan): EvidenceBundle | undefined;
};

type ProvenAt = Pick<EvidenceSummary, 'height' | 'blockHash' | 'statementTime'>;

type Statement = { time: number; votes: EvidenceBundle['votes'] };
type Entry = { block: string; height: number; bundle: EvidenceBundle };

/** Statements of so many blocks are kept; one block is signed again and again while a chain is idle. */
const MAX_BLOCKS = 1000;

function remember<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > limit) map.delete(map.keys().next().value as string);
}

const questionKey = (genesisHash: string, slots: readonly SlotRef[]): string =>
  `${genesisHash}/${slots
    .map(({ address, slot }) => address + slot)
    .sort()
    .join('/')}`;

/**
 * A cache in memory by (genesis hash, slots), the least recently put leaving first.
 *
 * @param maxEntries one entry holds the evidence of one verification, about 12 KB
 */
export function createEvidenceCache(maxEntries: number): EvidenceCache {
  const entries = new Map<string, Entry>();
  const statements = new Map<string, Statement>();
  return {
    put(genesisHash, slots, bundle, proven) {
      if (maxEntries === 0) return;
      const block = `${genesisHash}/${proven.blockHash}`;
      const known = statements.get(block);
      if (known === undefined || known.time <= proven.statementTime) {
        remember(statements, block, { time: proven.statementTime, votes: bundle.votes }, MAX_BLOCKS);
      }
      const key = questionKey(genesisHash, slots);
      const before = entries.get(key);
      if (before !== undefined && before.height > proven.height) return;
      remember(entries, key, { block, height: proven.height, bundle }, maxEntries);
    },
    find(genesisHash, plan) {
      const entry = entries.get(questionKey(genesisHash, plan.slots));
      if (entry === undefined || entry.height < plan.minimumBlock) return undefined;
      const votes = statements.get(entry.block)?.votes;
      return votes === undefined ? entry.bundle : { ...entry.bundle, votes };
    },
  };
}
