import { createThreadPool, defaultThreads } from '../adapters/workshop/thread-pool.ts';
import { briefOf } from '../app/verifying/brief-verdict.ts';
import type { BriefVerdict } from '../app/verifying/brief-verdict.ts';
import { shareSources } from '../app/verifying/sources.ts';
import type { Sources } from '../app/verifying/sources.ts';
import { verifyAnArtefact } from '../app/verifying/verify-artefact.ts';
import type { VerifyingDeps, VerifyingRequest } from '../app/verifying/verify-artefact.ts';
import type { Verdict } from '../verify/types.ts';

/** What goes to a thread: `{id, message: Batch}`, answered by a text of {@link Verdicts}, whole or in parts. */
export type Batch = { time: Time; requests: BatchRequest[] };
type BatchRequest = VerifyingRequest & { brief: boolean };
export type Verdicts = [place: number, verdict: Verdict | BriefVerdict][];
/** `now`: Unix seconds. */
export type Time = { now: number; monotonicMs: number };
/** What a thread asks, of `Sources`, and what it is told. */
export type Question = { number: number; name: keyof Sources; args: unknown[] };
export type Answer = { number: number; time: Time; value?: unknown; error?: string };

/** Artefacts that leave for a thread together: the way there and back costs as much as a fifth of a verification. */
const MAX_BATCH = 16;
/** Characters in a batch beyond which the next artefact waits for the next one, so that large ones do not add up. */
const MAX_CHARACTERS = 262_144;
/**
 * The old generation may grow as in any process: what a verification takes is bounded by limits of the artefact, and an
 * allocation beyond V8's limit can end the whole process, not only its thread.
 */
const LIMITS = { maxYoungGenerationSizeMb: 48 };

type Waiting = { request: BatchRequest; resolve(verdict: Verdict | BriefVerdict): void; reject(error: unknown): void };

/** Verifications of which many come at the same time; see `verifyAnArtefact`. */
export type VerifyThreads = {
  verify(request: VerifyingRequest): Promise<Verdict>;
  verifyBriefly(request: VerifyingRequest): Promise<BriefVerdict>;
  close(): Promise<void>;
};

/** Waiting ones in batches, so that every thread has one. */
function* batchesOf(all: readonly Waiting[], threads: number): Generator<Waiting[]> {
  const size = Math.min(MAX_BATCH, Math.ceil(all.length / threads));
  let batch: Waiting[] = [];
  let characters = 0;
  for (const one of all) {
    const { length } = one.request.artefact;
    if (batch.length > 0 && (batch.length === size || characters + length > MAX_CHARACTERS)) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(one);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Verifications on threads. A thread does the whole of each and asks this one only for what comes from outside, the same
 * question once in five seconds. One that comes alone is done here; so is what comes before the threads have started, and
 * whatever a thread leaves unanswered: nothing is lost with a thread, and an error is the one that there is without it.
 *
 * Threads start when several come together for the first time, and do not keep the process alive.
 */
export function createVerifyThreads(
  deps: VerifyingDeps & { monotonicMs(): number },
  threads = defaultThreads(),
): VerifyThreads {
  const { clock, sources, monotonicMs } = deps;
  const local = { ...deps, sources: shareSources(sources, monotonicMs) };
  const timeNow = (): Time => ({ now: clock.now(), monotonicMs: monotonicMs() });
  const pool = createThreadPool(new URL('verify-thread.ts', import.meta.url), undefined, {
    ...{ threads, limits: LIMITS },
    async answer(question) {
      const { number, name, args } = question as Question;
      const given = await (sources[name] as (...args: unknown[]) => Promise<unknown>)(...args).then(
        (value) => ({ value }),
        (error: Error) => ({ error: error.message }),
      );
      return { number, time: timeNow(), ...given } satisfies Answer;
    },
  });
  let state: 'none' | 'starting' | 'started' = 'none';
  let waiting: Waiting[] = [];
  let underWay = 0;

  const start = (): void => {
    state = 'starting';
    const started = () => void (state = 'started');
    for (let thread = 0; thread < threads; thread++) {
      pool.run({ time: timeNow(), requests: [] } satisfies Batch).then(started, () => undefined);
    }
  };
  const here = ({ request, resolve, reject }: Waiting): void => {
    const give = (verdict: Verdict): void => resolve(request.brief ? briefOf(verdict) : verdict);
    verifyAnArtefact(local, request).then(({ verdict }) => give(verdict), reject);
  };
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    const open = new Map(batch.entries());
    const take = (text: unknown): void => {
      for (const [place, verdict] of JSON.parse(text as string) as Verdicts) {
        open.get(place)?.resolve(verdict);
        open.delete(place);
      }
    };
    const requests = batch.map(({ request }) => request);
    underWay += 1;
    try {
      take(await pool.run({ time: timeNow(), requests } satisfies Batch, [], take));
    } catch {
      // The thread ended.
    }
    underWay -= 1;
    for (const one of open.values()) here(one);
  };
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    const alone = all.length === 1 && underWay === 0;
    if (!alone && threads > 1 && state === 'none') start();
    if (alone || state !== 'started') all.forEach(here);
    else for (const batch of batchesOf(all, threads)) void send(batch);
  };
  const give = (request: BatchRequest) =>
    new Promise<Verdict | BriefVerdict>((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });

  return {
    verify: (request) => give({ ...request, brief: false }) as Promise<Verdict>,
    verifyBriefly: (request) => give({ ...request, brief: true }),
    close: () => pool.close(),
  };
}
