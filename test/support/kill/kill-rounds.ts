import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitForHealth } from '../../../scripts/start/health.ts';
import { freePorts } from '../../../scripts/start/ports.ts';
import { prepareRegions } from '../../../scripts/start/prepare.ts';
import { startPrograms } from '../../../scripts/start/programs.ts';
import type { Programs } from '../../../scripts/start/programs.ts';
import { ALL_VALIDATORS, localUrl, planRegions } from '../../../scripts/start/regions.ts';
import type { RegionPlan } from '../../../scripts/start/regions.ts';
import { audit } from './audit.ts';
import type { Audit } from './audit.ts';
import { startWorkload } from './workload.ts';

export type KillReport = Audit & { rounds: number; kills: Record<string, number>; headsKept: number };

type Head = { height: number; hash: string };

/** Small and seeded, so that a run that failed can be run again (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function blockOf(rpcUrl: string, tag: string): Promise<Head | undefined> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [tag, false] }),
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined);
  if (response === undefined) return undefined;
  const { result } = (await response.json()) as { result: { number: string; hash: string } | null };
  return result === null ? undefined : { height: Number(result.number), hash: result.hash };
}

/** One region on free ports, in folders of its own. */
async function oneRegion(): Promise<RegionPlan> {
  const [servicePort, chainPort, attesterPort] = (await freePorts(3)) as [number, number, number];
  const plan = planRegions(1)[0] as RegionPlan;
  return { ...plan, servicePort, chainPort, attesters: [{ port: attesterPort, validators: ALL_VALIDATORS }] };
}

/**
 * Issues and revokes certificates while, round after round, SIGKILL hits the chain, the service, the attesters or all
 * of them at a random moment; then compares what is there with its own list of what was acknowledged.
 */
export async function killRounds(options: {
  rounds: number;
  seed: number;
  report?: (line: string) => void;
}): Promise<KillReport> {
  const { rounds, seed, report = () => {} } = options;
  const random = randomOf(seed);
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-kill-'));
  const region = await oneRegion();
  const [rpcUrl, serviceUrl] = [localUrl(region.chainPort), localUrl(region.servicePort)];
  const attestationUrl = localUrl(region.attesters[0]?.port as number);
  const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
  let programs: Programs | undefined;
  try {
    programs = startPrograms({
      regions: [region],
      data,
      keys,
      restart: false,
      beforeServices: async () => {
        const addresses = { id: region.id, rpcUrl, attestationUrl, serviceUrl };
        await prepareRegions({ regions: [addresses], data, keys, report: () => {} });
      },
    });
    await programs.ready;
    await waitForHealth(serviceUrl);
    const workload = startWorkload(serviceUrl, 4);
    const kills: Record<string, number> = { service: 0, chain: 0, attesters: 0, all: 0 };
    let headsKept = 0;
    for (let round = 1; round <= rounds; round++) {
      await sleep(100 + random() * 1900);
      const before = await blockOf(rpcUrl, 'latest');
      const draw = random();
      const target = draw < 0.4 ? 'service' : draw < 0.75 ? 'chain' : draw < 0.85 ? 'attesters' : 'all';
      kills[target] = (kills[target] ?? 0) + 1;
      const victims = target === 'all' ? programs.list : [programs.program(region.id, target)];
      await Promise.all(
        victims.map(async (victim) => {
          victim.kill('SIGKILL');
          await victim.exited();
        }),
      );
      await sleep(random() * 300);
      for (const victim of [...victims].reverse()) await victim.start();
      await waitForHealth(serviceUrl);
      if (before !== undefined) {
        const after = await blockOf(rpcUrl, `0x${before.height.toString(16)}`);
        if (after?.hash !== before.hash) {
          throw new Error(`round ${round}: block ${before.height} was ${before.hash}, is ${after?.hash ?? 'gone'}`);
        }
        headsKept++;
      }
      report(`round ${round}/${rounds}: killed ${target}; ${workload.ledger.acknowledged.length} acknowledged`);
    }
    await workload.finish();
    return {
      ...(await audit(workload.ledger, { serviceUrl, rpcUrl, data, region: region.id })),
      rounds,
      kills,
      headsKept,
    };
  } finally {
    await programs?.killAll();
    await rm(folder, { recursive: true, force: true });
  }
}
