import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defaultThreads } from '../../service/adapters/workshop/thread-pool.ts';
import { installPeers } from './peers.ts';
import type { Row } from './row.ts';
import { engine, floor, joseOnly } from './verify/candidates.ts';
import { openEndpoint } from './verify/http.ts';
import { makeItems } from './verify/items.ts';
import { openAttestation, PEERS, sdJwtVc } from './verify/peers.ts';
import { AT_ONCE, contestant, rates } from './verify/rates.ts';

const COUNT = 10_000;

type Rates = { one: number; threads: number };

/** One thread and all of them in a process of their own: what others leave to the garbage collector keeps a core busy. */
function threadRates(): Rates {
  const script = fileURLToPath(new URL('verify/threads-process.ts', import.meta.url));
  const options = { encoding: 'utf8' as const };
  return JSON.parse(execFileSync(process.execPath, [script, String(COUNT)], options)) as Rates;
}

/**
 * Full verification of presentations: 12 claims, 8 disclosable, key binding, issuer chain, inclusion, status, schema;
 * 10,000 distinct certificates and holder keys, evidence at hand, no verdict kept. Floor: two bare ES256 checks, the import
 * of the holder's key, the hashes; the row of threads compares with one. Peers do a part of it (candidates.ts,
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
      jose: contestant(joseOnly(items)),
      sdJwtVc: contestant(await sdJwtVc(items)),
      openAttestation: contestant(await openAttestation(COUNT)),
      service: service.perSecond,
      bare: bare.perSecond,
    },
    items,
  );
  await Promise.all([service.close(), bare.close()]);
  const { one, threads } = threadRates();
  const { ours } = rate;
  const unit = 'verifications/s';
  return [
    { row: 'verify-1-thread', ours, peer: rate.jose, floor: rate.floor, unit: `${unit}, jose` },
    { row: 'verify-1-thread', ours, peer: rate.sdJwtVc, floor: rate.floor, unit: `${unit}, @sd-jwt/sd-jwt-vc` },
    { row: 'verify-1-thread', ours, peer: rate.openAttestation, floor: rate.floor, unit: `${unit}, OpenAttestation` },
    { row: `verify-${defaultThreads()}-threads`, ours: threads, peer: null, floor: one, unit },
    { row: 'verify-http', ours: rate.service, peer: null, floor: rate.bare, unit },
  ];
}
