import { parentPort } from 'node:worker_threads';
import { batchedPrimitives } from '../adapters/crypto/batched-primitives.ts';
import type { Sources } from '../app/verifying/sources.ts';
import { createVerifier } from '../app/verifying/verify-wanted.ts';
import { createEngineCache } from '../verify/index.ts';
import type { Answer, Batch, Findings, Question, Time } from './verify-threads.ts';

const port = parentPort!;

/** By their numbers; the thread that reaches chains, partners and caches answers them. */
const questions = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let asked = 0;
const ask =
  <Name extends keyof Sources>(name: Name) =>
  (...args: Parameters<Sources[Name]>): ReturnType<Sources[Name]> =>
    new Promise((resolve, reject) => {
      questions.set(++asked, { resolve, reject });
      port.postMessage({ question: { number: asked, name, args } satisfies Question });
    }) as ReturnType<Sources[Name]>;

/** As the other thread last said: it has the clocks, and nothing to be judged here is of a later time. */
let time: Time = { now: 0, monotonicMs: 0 };

const verify = createVerifier({
  primitives: batchedPrimitives(),
  engine: createEngineCache(),
  clock: { now: () => time.now },
  monotonicMs: () => time.monotonicMs,
  sources: {
    trustedPoint: ask('trustedPoint'),
    gather: ask('gather'),
    statusList: ask('statusList'),
    keep: ask('keep'),
    kept: ask('kept'),
  },
});

/** Findings that are ready in the same turn of the event loop leave together. What failed is left out, to be done by who gave it. */
function verifyAll(id: number, requests: Batch['requests']): void {
  let open = requests.length;
  let ready: Findings = [];
  const tell = (): void => {
    // A text costs less on either side than a copy of the objects.
    const findings = JSON.stringify(ready);
    ready = [];
    port.postMessage(open === 0 ? { id, value: findings } : { id, part: findings });
  };
  const verifyOne = async (place: number, request: Batch['requests'][number]): Promise<void> => {
    try {
      const found = await verify(request);
      ready.push([place, found]);
    } catch {
      // It is done again there, and throws there.
    }
    open -= 1;
    if (open === 0) tell();
    else if (ready.length === 1) setImmediate(() => ready.length > 0 && tell());
  };
  for (const [place, request] of requests.entries()) void verifyOne(place, request);
  if (open === 0) tell();
}

port.on('message', (said: { id: number; message: Batch } | { answer: Answer }) => {
  if ('message' in said) {
    time = said.message.time;
    verifyAll(said.id, said.message.requests);
    return;
  }
  const { number, value, error } = said.answer;
  time = said.answer.time;
  const question = questions.get(number);
  questions.delete(number);
  if (error === undefined) question?.resolve(value);
  else question?.reject(new Error(error));
});
