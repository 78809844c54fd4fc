import { issue } from '../certificates.ts';
import type { IssueOptions } from '../certificates.ts';
import { createRegion } from '../region.ts';
import type { TestRegion } from '../region.ts';
import type { Change } from '../verify.ts';

/** An artefact in its circumstances. */
export type Situation = { region: TestRegion; text: string; change?: Change };

/**
 * One way to a reason code. `given(true)` has the fault and nothing else that is wrong; `given(false)` is the same without
 * it, and valid.
 */
export type Case = {
  code: string;
  title: string;
  /** The rule that is broken, where it is another than the code's own reference. */
  rule?: string;
  given(fault: boolean): Situation | Promise<Situation>;
  /** How the command meets it, when not by asking the region's node and attesters. */
  reach?: Reach;
};

/**
 * `archive`: in the evidence of an archived verification, since no node or attester could cause it; `engine`: not at all,
 * since it takes a policy that the command does not offer.
 */
export type Reach = 'archive' | 'engine';

/** A certificate issued with a fault. */
export function issued(code: string, title: string, fault: (region: TestRegion) => IssueOptions, rule?: string): Case {
  return {
    ...{ code, title, ...(rule === undefined ? {} : { rule }) },
    given(faulty) {
      const region = createRegion();
      const options = fault(region);
      return { region, text: issue(region, faulty ? options : {}).text };
    },
  };
}

/** A genuine certificate whose text is changed afterwards. */
export function altered(code: string, title: string, alter: (text: string) => string): Case {
  return {
    code,
    title,
    given(faulty) {
      const region = createRegion();
      const { text } = issue(region);
      return { region, text: faulty ? alter(text) : text };
    },
  };
}

/** A genuine certificate under circumstances that are at fault. */
export function circumstance(code: string, title: string, change: (region: TestRegion) => Change, reach?: Reach): Case {
  return {
    ...{ code, title, ...(reach === undefined ? {} : { reach }) },
    given(faulty) {
      const region = createRegion();
      const { text } = issue(region);
      return { region, text, change: faulty ? change(region) : {} };
    },
  };
}
