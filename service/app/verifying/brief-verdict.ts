import type { Verdict } from '../../verify/types.ts';

/** A verdict for who only counts and names it: what each check found and what was disclosed are left out. */
export type BriefVerdict = Omit<Verdict, 'checks' | 'claims'>;

export function briefOf({ checks, claims, ...brief }: Verdict): BriefVerdict {
  return brief;
}
