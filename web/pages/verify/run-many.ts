import { crossCheck, findArtefacts, policyOf, verifyArtefact } from '../../../service/verify/index.ts';
import type { FoundArtefact, Policy, SetFinding, Verdict, VerdictWord } from '../../../service/verify/index.ts';
import type { Bilingual } from '../../api/answers.ts';
import { nowSeconds } from '../../shell/time.ts';
import { sharedEvidence } from './fetch-evidence.ts';
import { runVerification } from './run-verification.ts';
import type { Circumstances } from './run-verification.ts';
import { subjectOf } from './subject.ts';

/** One of many as it is shown: where it was, and the verdict in short. */
export type ManyRow = { path: string; text: string | undefined; word: VerdictWord; code: string; title?: Bilingual };

const AT_ONCE = 6;
/** Items come together because they are of one matter; beyond this many they are a register. */
const MAX_MATTER = 100;

/** Everything in files that were handed in, recognised by content: ZIP archives, bundles, PDFs, single artefacts. */
export async function* readFiles(files: readonly File[]): AsyncGenerator<FoundArtefact> {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    for await (const found of findArtefacts(bytes)) {
      yield {
        path: found.path === '' ? file.name : `${file.name}!${found.path}`,
        text: found.text,
        // Read from the text when it is asked for.
        get artefact() {
          return found.artefact;
        },
      };
    }
  }
}

async function verdictOn(item: FoundArtefact, circumstances: Circumstances, signal: AbortSignal): Promise<Verdict> {
  if (item.text !== undefined) return (await runVerification(item.text, circumstances, signal)).verdict;
  const { engine, region } = circumstances;
  const policy = policyOf('window', { production: !region.home.development }) as Policy;
  const { artefact } = item;
  return verifyArtefact({
    primitives: engine.primitives,
    artefact,
    trustedPoint: undefined,
    policy,
    now: nowSeconds(),
  });
}

/**
 * Verifies many, a few at a time; one bad item never sinks the others.
 *
 * @param show called with each row, in whatever order they are done
 * @returns what does not fit between them; nothing for more than one matter has
 */
export async function runMany(
  items: readonly FoundArtefact[],
  given: Circumstances,
  signal: AbortSignal,
  show: (index: number, row: ManyRow) => void,
): Promise<SetFinding[]> {
  const circumstances = { ...given, evidence: sharedEvidence() };
  const matter: Verdict[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length && !signal.aborted; index = next++) {
      const item = items[index] as FoundArtefact;
      const verdict = await verdictOn(item, circumstances, signal);
      const title = verdict.claims && subjectOf(verdict, verdict.claims, given.region).title;
      const { path, text } = item;
      const row = { path, text, word: verdict.verdict, code: verdict.codes[0] ?? '' };
      show(index, title === undefined ? row : { ...row, title });
      if (items.length <= MAX_MATTER) matter[index] = verdict;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return signal.aborted ? [] : crossCheck(matter);
}
