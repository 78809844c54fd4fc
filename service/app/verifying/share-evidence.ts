import type { KnownRegion, Regions } from './regions.ts';

type Reader = NonNullable<KnownRegion['reader']>;
type Asked = { answer: ReturnType<Reader['evidence']>; until: number };

/** Items of a set that share their slots, as a register's do, ask the chain once in this time. */
const KEPT_MS = 5_000;
const MAX_QUESTIONS = 500;

function shareReader(reader: Reader, monotonicMs: () => number): Reader {
  const asked = new Map<string, Asked>();
  return {
    ...reader,
    evidence(request) {
      const key = JSON.stringify(request);
      const known = asked.get(key);
      if (known !== undefined && monotonicMs() < known.until) return known.answer;
      const entry = { answer: reader.evidence(request), until: monotonicMs() + KEPT_MS };
      // An answer is kept, a trouble is not: the next item asks for itself.
      entry.answer.catch(() => asked.get(key) === entry && asked.delete(key));
      asked.delete(key);
      asked.set(key, entry);
      if (asked.size > MAX_QUESTIONS) asked.delete(asked.keys().next().value as string);
      return entry.answer;
    },
  };
}

/**
 * The same regions for the verifications of one set: a question to a chain is asked once in five seconds, and everybody
 * gets the same bundle, whose proofs the engine then checks once. A verdict of a set is of some second of its request.
 */
export function shareEvidence(regions: Regions, monotonicMs: () => number): Regions {
  const shared = new WeakMap<Reader, Reader>();
  const share = (region: KnownRegion): KnownRegion => {
    const { reader } = region;
    if (reader === undefined) return region;
    const known = shared.get(reader) ?? shareReader(reader, monotonicMs);
    shared.set(reader, known);
    return { ...region, reader: known };
  };
  return {
    async find(caip2) {
      const region = await regions.find(caip2);
      return region && share(region);
    },
    all: () => regions.all().map(share),
  };
}
