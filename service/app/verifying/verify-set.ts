import { RowEndless } from '../../domain/bulk/split-rows.ts';
import { SenderIdle } from '../../ports/upload.ts';
import type { FoundArtefact } from '../../verify/container/find-artefacts.ts';
import { crossCheck } from '../../verify/set/cross-check.ts';
import type { SetFinding } from '../../verify/set/cross-check.ts';
import type { BriefVerdict } from './verify-wanted.ts';
import type { Verdict, VerdictWord } from '../../verify/types.ts';
import { inOrder } from './in-order.ts';

/** The verdict on one item. `path`: its name in what was handed in; `text`: undefined when it could not even be read. */
export type SetItem = { index: number; path: string; text: string | undefined; verdict: Verdict | BriefVerdict };

/**
 * What came out. `complete`: every item has its verdict; false when there were more than a set may have, a line without
 * end hid others, or their sender stood still.
 * `findings` are absent for more items than one matter has.
 */
export type SetSummary = Record<VerdictWord, number> & {
  items: number;
  complete: boolean;
  findings?: SetFinding[] | undefined;
};

export type SetLine = { item: SetItem } | { summary: SetSummary };

/** Items come together because they are of one matter; beyond this many they are a register. */
const MAX_MATTER = 100;

/**
 * Verdicts on many items, each as soon as it and those before it are known, then what they come to. One bad item never
 * sinks the others. Verdicts are forgotten as they are given, so memory does not grow with the set.
 *
 * @param verify the verdict on an item's text, or on the defect for which it has none; `inMatter`: its claims are compared
 */
export async function* verifySet(
  verify: (item: FoundArtefact, inMatter: boolean) => Promise<Verdict | BriefVerdict>,
  found: AsyncIterable<FoundArtefact>,
  limits: { atOnce: number; maxItems: number },
): AsyncGenerator<SetLine> {
  const summary: SetSummary = { items: 0, valid: 0, invalid: 0, undetermined: 0, complete: true };
  const matter: (Verdict | BriefVerdict)[] = [];
  async function* pieces(): AsyncGenerator<() => Promise<SetItem>> {
    let index = 0;
    try {
      for await (const one of found) {
        if (index === limits.maxItems) {
          summary.complete = false;
          return;
        }
        const place = index++;
        const { path, text } = one;
        yield async () => ({ index: place, path, text, verdict: await verify(one, place < MAX_MATTER) });
      }
    } catch (error) {
      if (!(error instanceof RowEndless || error instanceof SenderIdle)) throw error;
      summary.complete = false;
    }
  }
  for await (const item of inOrder(pieces(), limits.atOnce)) {
    summary.items++;
    summary[item.verdict.verdict]++;
    if (summary.items <= MAX_MATTER) matter.push(item.verdict);
    yield { item };
  }
  const findings = summary.complete && summary.items <= MAX_MATTER ? crossCheck(matter) : undefined;
  yield { summary: { ...summary, findings } };
}
