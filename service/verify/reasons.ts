import data from '../data/reasons.json' with { type: 'json' };
import type { VerdictWord } from './types.ts';

/** What a code means and what to do next; `verdict` is what it leads to when it decides. */
export type Reason = {
  code: string;
  verdict: VerdictWord;
  zh: { meaning: string; next: string };
  en: { meaning: string; next: string };
  /** The section of the standard, or of docs/, that the code stands for. */
  reference: string;
};

/** Every code there is, in the table's order. Append-only: a code is never removed, nor its verdict changed. */
export const reasons: readonly Reason[] = data as Reason[];

const byCode = new Map(reasons.map((reason) => [reason.code, reason]));

/** The table's entry of a code; undefined for a code that this version does not know (of a newer receipt, say). */
export function reasonOf(code: string): Reason | undefined {
  return byCode.get(code);
}
