import { createThreadPool, defaultThreads } from '../adapters/workshop/thread-pool.ts';
import type { Sources } from '../app/verifying/sources.ts';
import type { VerifyingDeps, VerifyingRequest } from '../app/verifying/verify-artefact.ts';
import { createVerifier } from '../app/verifying/verify-wanted.ts';
import type { BriefVerdict, Found, WantedRequest } from '../app/verifying/verify-wanted.ts';
import type { Verified } from '../verify/receipt/receipt.ts';
import type { Verdict } from '../verify/types.ts';

/** What goes to a thread: `{id, message: Batch}`, answered by a text of {@link Findings}, whole or in parts. */
export type Batch = { time: Time; requests: WantedRequest[] };
export type Findings = [place: number, found: Found][];
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

type Waiting = { request: WantedRequest; resolve(found: Found): void; reject(error: unknown): void };

/** `verifyAnArtefact`, of which many may be called for at the same time. */
export type VerifyThreads = {
  /** Asks for everything anew, and gives what the verdict rests on. */
  verify(request: VerifyingRequest): Promise<Verified>;
  /** For one of many, which share what was asked for in the last five seconds. */
  verifyOfMany(request: VerifyingRequest): Promise<Verdict>;
  /** The same for who only counts and names the verdict. */
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
 * Verifications on threads. A thread does the whole of each and asks this one only for what comes from outside. One that
 * comes alone is done here; so is what comes before the threads have started, and whatever a thread leaves unanswered:
 * nothing is lost with a thread, and an error is the one that there is without it.
 *
 * Threads start when several come together for the first time, and do not keep the process alive.
 */
export function createVerifyThreads(
  deps: VerifyingDeps & { monotonicMs(): number },
  threads = defaultThreads(),
): VerifyThreads {
  const { clock, sources, monotonicMs } = deps;
  const verifyHere = createVerifier(deps);
  const timeNow = (): Time => ({ now: clock.now(), monotonicMs: monotonicMs() });
  const pool = createThreadPool(new URL('verify-thread.ts', import.meta.url), undefined, {
    ...{ threads, limits: LIMITS },
    async answer(question) {
      const { number, name, args } = question as Question;
      const given = await (sources[name] as (...args: unknown[]) => Promise<unknown>)(...args).then(
        (value) => ({ value }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
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
    verifyHere(request).then(resolve, reject);
  };
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    const open = new Map(batch.entries());
    const take = (text: unknown): void => {
      for (const [place, found] of JSON.parse(text as string) as Findings) {
        open.get(place)?.resolve(found);
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
  const find = (request: WantedRequest) =>
    new Promise<Found>((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });

  return {
    async verify(request) {
      const { artefact, policy, holder } = request;
      const { evidence, trustedPoint, verdict } = await find({ ...request, wanted: 'rested' });
      return { artefact, evidence, trustedPoint, policy, holder, verdict: verdict as Verdict };
    },
    verifyOfMany: async (request) => (await find({ ...request, wanted: 'verdict' })).verdict as Verdict,
    verifyBriefly: async (request) => (await find({ ...request, wanted: 'brief' })).verdict,
    close: () => pool.close(),
  };
}
