import type { ParsedChain } from './checks/issuer-chain.ts';
import type { ProvenHeader } from './evidence/prove-header.ts';
import type { ProvenSlots } from './evidence/prove-slots.ts';
import type { EvidenceBundle, TrustedPoint } from './types.ts';

/** Evidence that was proven once, and the slots read from it so far. */
export type CachedEvidence = { header: ProvenHeader; slots: ProvenSlots };

/**
 * What a caller may keep between verifications, so that a department's certificate chain and a bundle of evidence are
 * proven once. Evidence is kept by object identity: hand in the same bundle object again, and never change it. Ages are
 * judged anew every time; no verdict is kept.
 */
export type EngineCache = {
  /** By the text of x5c, oldest first. */
  readonly chains: Map<string, ParsedChain>;
  readonly evidence: WeakMap<TrustedPoint, WeakMap<EvidenceBundle, CachedEvidence>>;
};

const MAX_CHAINS = 256;

/** An empty cache; share one between verifications that use the same primitives. */
export function createEngineCache(): EngineCache {
  return { chains: new Map(), evidence: new WeakMap() };
}

/** Keeps a chain; the one put in first goes when there are too many. */
export function rememberChain(cache: EngineCache | undefined, key: string, chain: ParsedChain): void {
  if (cache === undefined) return;
  if (cache.chains.size >= MAX_CHAINS) cache.chains.delete(cache.chains.keys().next().value as string);
  cache.chains.set(key, chain);
}
