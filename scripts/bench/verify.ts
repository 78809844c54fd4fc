import { defaultThreads } from '../../service/adapters/workshop/thread-pool.ts';
import { inOrder } from '../../service/app/verifying/in-order.ts';
import { installPeers } from './peers.ts';
import type { Row } from './row.ts';
import { engine, floor, joseOnly, threads } from './verify/candidates.ts';
import type { Candidate } from './verify/candidates.ts';
import { openEndpoint } from './verify/http.ts';
import { makeItems } from './verify/items.ts';
import type { Items } from './verify/items.ts';
import { openAttestation, PEERS, sdJwtVc } from './verify/peers.ts';

const COUNT = 10_000;
const REPETITIONS = 5;
/**
 * Of each contestant before it is measured: threads start meanwhile, and V8 compiles its code; ours gets quicker by a
 * tenth over the first ten thousand, two seconds of a service.
 */
const WARM_UP = 10_000;
/** As many as a set's verifications are under way at a time. */
const AT_ONCE = 64;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

type Contestant = (texts: readonly string[]) => Promise<number>;

/** Verifications a second, `atOnce` of them under way. */
const contestant =
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
async function rates<Name extends string>(
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

/**
 * Full verification of presentations: 12 claims, 8 disclosable, key binding, issuer chain, inclusion, status, schema;
 * 10,000 distinct certificates and holder keys, evidence at hand, no verdict kept. Floor: two bare ES256 checks, the import
 * of the holder's key, the hashes; the row of two threads compares with one. Peers do a part of it (candidates.ts,
 * peers.ts), and what they would look up is answered from memory.
 */
export async function run(): Promise<Row[]> {
  installPeers(...PEERS);
  const items = makeItems(COUNT);
  const [service, bare] = [await openEndpoint('ours', items), await openEndpoint('floor', items)];
  const rate = await rates(
    {
      ours: contestant(engine(items), AT_ONCE),
      floor: contestant(floor()),
      threads: contestant(threads(items), AT_ONCE),
      jose: contestant(joseOnly(items)),
      sdJwtVc: contestant(await sdJwtVc(items)),
      openAttestation: contestant(await openAttestation(COUNT)),
      service: service.perSecond,
      bare: bare.perSecond,
    },
    items,
  );
  await Promise.all([service.close(), bare.close()]);
  const { ours } = rate;
  const unit = 'verifications/s';
  return [
    { row: 'verify-1-thread', ours, peer: rate.jose, floor: rate.floor, unit: `${unit}, jose` },
    { row: 'verify-1-thread', ours, peer: rate.sdJwtVc, floor: rate.floor, unit: `${unit}, @sd-jwt/sd-jwt-vc` },
    { row: 'verify-1-thread', ours, peer: rate.openAttestation, floor: rate.floor, unit: `${unit}, OpenAttestation` },
    { row: `verify-${defaultThreads()}-threads`, ours: rate.threads, peer: null, floor: ours, unit },
    { row: 'verify-http', ours: rate.service, peer: null, floor: rate.bare, unit },
  ];
}
