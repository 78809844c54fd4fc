import { inOrder } from '../../../service/app/verifying/in-order.ts';
import type { Candidate } from './candidates.ts';
import type { Items } from './items.ts';

const REPETITIONS = 5;
/**
 * Of each contestant before it is measured: threads start meanwhile, and V8 compiles its code; ours gets quicker by a
 * tenth over the first ten thousand, two seconds of a service.
 */
const WARM_UP = 10_000;
/** As many as a set's verifications are under way at a time. */
export const AT_ONCE = 64;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

export type Contestant = (texts: readonly string[]) => Promise<number>;

/** Verifications a second, `atOnce` of them under way. */
export const contestant =
  (candidate: Candidate, atOnce = 1): Contestant =>
  async (texts) => {
    async function* pieces(): AsyncGenerator<() => Promise<void>> {
      for (const text of texts) yield () => candidate(text);
    }
    const began = performance.now();
    for await (const _ of inOrder(pieces(), atOnce));
    return texts.length / ((performance.now() - began) / 1000);
  };

/** Median rates, every item once, interleaved in parts of the items so that the machine's moods fall on all alike. */
export async function rates<Name extends string>(
  contestants: Record<Name, Contestant>,
  { texts }: Items,
): Promise<Record<Name, number>> {
  const all = Object.entries<Contestant>(contestants);
  const part = texts.length / REPETITIONS;
  const measured = new Map(all.map(([name]) => [name, [] as number[]]));
  for (const [, run] of all) await run(texts.slice(0, WARM_UP));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const slice = texts.slice(repetition * part, (repetition + 1) * part);
    for (const [name, run] of all) measured.get(name)!.push(await run(slice));
  }
  return Object.fromEntries([...measured].map(([name, values]) => [name, Math.round(median(values))])) as Record<
    Name,
    number
  >;
}
