import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Row } from './row.ts';
import { engine, floor, joseOnly } from './verify/candidates.ts';
import type { Candidate } from './verify/candidates.ts';
import { makeItems } from './verify/items.ts';
import type { Items } from './verify/items.ts';

const COUNT = 10_000;
const REPETITIONS = 5;
const THREADS = 2;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Verifications a second over every item once. */
async function rate(candidate: Candidate, texts: readonly string[]): Promise<number> {
  const began = performance.now();
  for (const text of texts) await candidate(text);
  return texts.length / ((performance.now() - began) / 1000);
}

/** Rates of all candidates, interleaved in slices of the items so that the machine's moods fall on all alike. */
async function rates(candidates: Candidate[], { texts }: Items): Promise<number[]> {
  const measured = candidates.map((): number[] => []);
  const slice = texts.length / REPETITIONS;
  for (const candidate of candidates) await rate(candidate, texts.slice(0, 500));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const part = texts.slice(repetition * slice, (repetition + 1) * slice);
    for (const [i, candidate] of candidates.entries()) measured[i]!.push(await rate(candidate, part));
  }
  return measured.map(median);
}

/** Verifications a second by worker threads that share the items; each has an engine and a cache of its own. */
async function threaded(items: Items, threads: number): Promise<number> {
  const share = Math.ceil(items.texts.length / threads);
  const workers = Array.from({ length: threads }, (_, i) => {
    const workerData = { ...items, texts: items.texts.slice(i * share, (i + 1) * share) };
    return new Worker(new URL('./verify/worker.ts', import.meta.url), { workerData });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const measured: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const began = performance.now();
    const done = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('go');
    await Promise.all(done);
    measured.push(items.texts.length / ((performance.now() - began) / 1000));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return median(measured);
}

/**
 * Full verification of presentations: 12 claims, 8 disclosable, key binding, issuer chain, inclusion, status, schema;
 * 10,000 distinct certificates and holder keys, evidence at hand, no verdict kept. Peer: jose, which does the signatures and
 * the disclosures alone. Floor: two bare ES256 checks, the import of the holder's key, the hashes. The row of two threads
 * compares with one thread as its floor.
 */
export async function run(): Promise<Row[]> {
  const items = makeItems(COUNT);
  const [ours = 0, peer = 0, bare = 0] = await rates([engine(items), joseOnly(items), floor()], items);
  const one = await threaded(items, 1);
  const two = await threaded(items, THREADS);
  const unit = 'verifications/s';
  return [
    { row: 'verify-1-thread', ours: Math.round(ours), peer: Math.round(peer), floor: Math.round(bare), unit },
    { row: 'verify-2-threads', ours: Math.round(two), peer: null, floor: Math.round(one), unit },
  ];
}
