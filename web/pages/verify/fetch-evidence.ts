import type { EvidenceBundle, EvidenceUnavailable, Plan } from '../../../service/verify/index.ts';
import { client } from '../../api/client.ts';
import { Problem, ServiceUnreachable } from '../../api/problem.ts';

/** Brings evidence, or says why there is none; whatever keeps it away says nothing about the artefact. */
export type EvidenceSource = (plan: Plan, signal: AbortSignal) => Promise<EvidenceBundle | EvidenceUnavailable>;

/** Evidence through the city's own relay. `fresh`: with a status list of this moment. */
export async function fetchEvidence(
  plan: Plan,
  signal: AbortSignal,
  fresh = false,
): Promise<EvidenceBundle | EvidenceUnavailable> {
  try {
    return await client.evidence(plan, { signal, fresh });
  } catch (error) {
    if (error instanceof Problem && error.code === 'chain.behind') return { unavailable: 'chain.behind' };
    if (error instanceof Problem || error instanceof ServiceUnreachable) {
      return { unavailable: 'chain.unreachable', detail: error.code };
    }
    throw error;
  }
}

const KEPT_MS = 5_000;
const MAX_QUESTIONS = 500;

/** For many items at once: the same question is asked once in five seconds, and its answer proven once. */
export function sharedEvidence(): EvidenceSource {
  const asked = new Map<string, { answer: ReturnType<EvidenceSource>; until: number }>();
  return (plan, signal) => {
    const key = JSON.stringify(plan);
    const known = asked.get(key);
    if (known !== undefined && performance.now() < known.until) return known.answer;
    const answer = fetchEvidence(plan, signal);
    asked.delete(key);
    asked.set(key, { answer, until: performance.now() + KEPT_MS });
    if (asked.size > MAX_QUESTIONS) asked.delete(asked.keys().next().value as string);
    // What could not be had is asked for again by the next item.
    void answer.then(
      (evidence) => 'unavailable' in evidence && asked.delete(key),
      () => asked.delete(key),
    );
    return answer;
  };
}
