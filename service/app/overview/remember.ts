import type { Clock } from '../../ports/clock.ts';

/**
 * Gives an answer again for a second, and one answer to all who ask meanwhile: probes and open pages then cost the chain
 * the same however many they are. A failure is not remembered.
 */
export function rememberForASecond<T>(clock: Clock, work: (now: number) => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    if (last?.at === now) return last.answer;
    const asked = { at: now, answer: work(now) };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
