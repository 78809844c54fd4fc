import { MAX_CACHED_HEADER } from './artefact/limits.ts';
import type { HeaderCache } from './artefact/read-sd-jwt.ts';
import { decodeUtf8 } from './artefact/strict-json.ts';
import { fleetingUtf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { ChainCache } from './x509/parsed-chain.ts';
import type { OfflineStatement } from './evidence/offline-statement.ts';
import type { ProvenHeader } from './evidence/prove-header.ts';
import type { ProvenSlots } from './evidence/prove-slots.ts';
import type { EvidenceBundle, TrustedPoint } from './types.ts';

/** Evidence that was proven once, and the slots read from it so far. */
export type CachedEvidence = {
  header: ProvenHeader;
  slots: ProvenSlots;
  /** By the region's offline statement, where the evidence has one. */
  offline: OfflineStatement | undefined;
};

/**
 * What a caller may keep between verifications, so that a department's certificate chain and a bundle of evidence are
 * proven once. Evidence is kept by object identity: hand in the same bundle object again, and never change it. Ages are
 * judged anew every time; no verdict is kept.
 */
export type EngineCache = {
  /** By the encoded text of a certificate's header. */
  readonly headers: HeaderCache;
  /** The same of key bindings: apart, so that the one header that comes many times in a row is found without hashing it. */
  readonly bindings: HeaderCache;
  /** By the same, since the header holds the chain. */
  readonly chains: ChainCache;
  /** Slots of a batch's anchor and of a status word, by anchor id and word number. */
  readonly slots: Bounded<{ readonly anchor: Hex; readonly status: Hex }>;
  readonly evidence: WeakMap<TrustedPoint, WeakMap<EvidenceBundle, CachedEvidence | Promise<CachedEvidence>>>;
};

type Bounded<T> = { get(key: string): T | undefined; set(key: string, value: T): void };

/** A region has some hundred departments, and the entry of one is some ten kilobytes. */
const MAX_ENTRIES = 512;

type Entry<T> = { readonly key: string; readonly value: T };

/** A text with memory of its own: a part of a text keeps all of it, and the artefact around a header may be large. */
const detached = (text: string): string => decodeUtf8(fleetingUtf8(text)) as string;

/**
 * The entry put in first goes when there are too many. An endless header of a stranger is not kept: it must not fill the
 * memory that departments' are kept in.
 */
function bounded<T>(): Bounded<T> {
  const entries = new Map<string, Entry<T>>();
  // What comes many at once is often of one kind, and comparing a long text is cheaper than hashing it.
  let last: Entry<T> | undefined;
  return {
    get(key) {
      if (last?.key === key) return last.value;
      const entry = entries.get(key);
      if (entry !== undefined) last = entry;
      return entry?.value;
    },
    set(key, value) {
      if (key.length > MAX_CACHED_HEADER || entries.has(key)) return;
      if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value as string);
      const own = detached(key);
      entries.set(own, { key: own, value });
    },
  };
}

/** An empty cache; share one between verifications that use the same primitives. */
export function createEngineCache(): EngineCache {
  return { headers: bounded(), bindings: bounded(), chains: bounded(), slots: bounded(), evidence: new WeakMap() };
}
