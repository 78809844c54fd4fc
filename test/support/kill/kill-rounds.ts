import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from './audit.ts';
import type { Audit } from './audit.ts';
import { blockOf } from './chain-blocks.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { startKillRegion } from './kill-region.ts';
import type { ProxyName } from './kill-region.ts';
import { randomOf } from './random.ts';
import { createStrikes } from './strikes.ts';
import type { Strikes } from './strikes.ts';
import { startWorkload } from './workload.ts';

export type KillReport = Audit & {
  /** How often SIGKILL hit a program, or all at once. */
  killed: number;
  kills: Strikes['kills'];
  fullDisks: number;
  faults: Record<ProxyName, FaultProxy['counts']>;
  /** Times that the chain was found to have kept a block it had shown before the kills. */
  headsKept: number;
};

const sum = (numbers: Record<string, number>): number => Object.values(numbers).reduce((all, one) => all + one, 0);

const NAMES = { seed: 0, strikes: 100, workload: 200, audit: 300 } as const;

/**
 * Issues certificates, singly and by the register, and revokes some, while SIGKILL hits chain, service, Signer, attesters or all
 * of them at random moments, disks are full for a while, and connections fail; then compares what is there with its own list
 * of what was acknowledged.
 *
 * @param kills how often SIGKILL is to hit
 * @param keep leave data and logs where they are when something is wrong; the error names the folder
 */
export async function killRounds(options: {
  kills: number;
  seed: number;
  keep?: boolean;
  report?: (line: string) => void;
}): Promise<KillReport> {
  const { kills, seed, keep = false, report = () => {} } = options;
  let failed = false;
  const folder = await mkdtemp(join(tmpdir(), 'zl-kill-'));
  const region = await startKillRegion(folder, seed + NAMES.seed).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  try {
    const { rpcUrl, serviceUrl, proxies, programs } = region;
    const workload = startWorkload(serviceUrl, { lanes: 4, random: randomOf(seed + NAMES.workload) });
    const strikes = createStrikes(programs, randomOf(seed + NAMES.strikes));
    const began = performance.now();
    let headsKept = 0;
    while (sum(strikes.kills) < kills) {
      const before = await blockOf(rpcUrl, 'latest');
      await strikes.round(kills - sum(strikes.kills));
      const after = await blockOf(rpcUrl, `0x${before.height.toString(16)}`);
      if (after.hash !== before.hash) throw new Error(`block ${before.height} was ${before.hash}, is ${after.hash}`);
      headsKept++;
      const killed = sum(strikes.kills);
      const seconds = (performance.now() - began) / 1000;
      const left = Math.max(0, Math.round((seconds / killed) * (kills - killed)));
      report(`${killed}/${kills} killed, ${workload.ledger.told()}; ${Math.round(seconds)} s, about ${left} s to go`);
    }
    for (const proxy of Object.values(proxies)) await proxy.behave();
    report('all faults over: what was asked for is waited for');
    await workload.finish();
    const found = await audit(workload.ledger, { ...region, random: randomOf(seed + NAMES.audit) });
    const faults = { chain: proxies.chain.counts, attesters: proxies.attesters.counts, signer: proxies.signer.counts };
    return {
      ...found,
      ...{ killed: sum(strikes.kills), kills: strikes.kills, fullDisks: strikes.fullDisks, faults, headsKept },
    };
  } catch (error) {
    failed = true;
    throw keep ? new Error(`see ${folder}`, { cause: error }) : error;
  } finally {
    await region.close();
    if (!failed || !keep) await rm(folder, { recursive: true, force: true });
  }
}
