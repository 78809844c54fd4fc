import { openAsBlob, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForHealth } from '../../start/health.ts';
import { freePorts } from '../../start/ports.ts';
import { prepareRegions } from '../../start/prepare.ts';
import { startPrograms } from '../../start/programs.ts';
import { ALL_VALIDATORS, localUrl, planRegions } from '../../start/regions.ts';
import type { RegionPlan } from '../../start/regions.ts';
import { BENCH_TYPE } from './register-file.ts';

/** The department of Dongying that issues the type measured. */
const DEPARTMENT = '1137050099990002XA';
const MB = 1024 * 1024;

export type Issued = { perSecond: number; rssMegabytes: number };

/** A city's programs as `npm start` runs them, on free ports and in folders of their own. */
export type City = {
  folder: string;
  /** Hands a register over and waits until every row is issued; rows a second, and the programs' memory together. */
  issue(path: string, rows: number): Promise<Issued>;
  close(): Promise<void>;
};

/** Memory of the processes now, bytes. */
function memoryOf(pids: readonly (number | undefined)[]): number {
  let sum = 0;
  for (const pid of pids) {
    if (pid === undefined) continue;
    try {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      sum += Number(kilobytes ?? 0) * 1024;
    } catch {
      // Not Linux, or gone.
    }
  }
  return sum;
}

async function call(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

export async function openCity(): Promise<City> {
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-bench-'));
  const [servicePort, chainPort, attesterPort] = (await freePorts(3)) as [number, number, number];
  const [first] = planRegions(1) as [RegionPlan];
  const region = { ...first, servicePort, chainPort, attesters: [{ port: attesterPort, validators: ALL_VALIDATORS }] };
  const [rpcUrl, serviceUrl, attestationUrl] = [chainPort, servicePort, attesterPort].map(localUrl) as [
    string,
    string,
    string,
  ];
  const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
  const programs = startPrograms({
    ...{ regions: [region], data, keys, restart: false },
    beforeServices: async () => {
      const addresses = { id: region.id, rpcUrl, attestationUrl, serviceUrl };
      await prepareRegions({ regions: [addresses], data, keys, report: () => {} });
    },
  });
  await programs.ready;
  await waitForHealth(serviceUrl);
  const { token } = await call(`${serviceUrl}/v1/development/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'department', department: DEPARTMENT }),
  });
  const authorization = `Bearer ${String(token)}`;

  async function untilDone(id: string): Promise<number> {
    const progress = await fetch(`${serviceUrl}/v1/issue-batches/${id}/progress`, { headers: { authorization } });
    const text = await progress.text();
    const last = text.trim().split('\n\n').at(-1) ?? '';
    return Number((JSON.parse(last.replace(/^data: /, '')) as { issued: number }).issued);
  }

  return {
    folder,
    async issue(path, rows) {
      let memory = 0;
      const sampler = setInterval(() => {
        memory = Math.max(memory, memoryOf(programs.list.map(({ pid }) => pid)));
      }, 100);
      const began = performance.now();
      const { id } = await call(`${serviceUrl}/v1/issue-batches?type=${BENCH_TYPE}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-ndjson', 'idempotency-key': `bench-${path}` },
        body: await openAsBlob(path),
      });
      const issued = await untilDone(String(id));
      const seconds = (performance.now() - began) / 1000;
      clearInterval(sampler);
      if (issued !== rows) throw new Error(`${issued} of ${rows} rows were issued`);
      return { perSecond: rows / seconds, rssMegabytes: memory / MB };
    },
    async close() {
      await programs.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
