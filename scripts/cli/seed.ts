import { setInterval } from 'node:timers';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { regionOf } from '../start/region-data.ts';
import { localUrl, planRegions } from '../start/regions.ts';
import { createSeedClient, SeedFailed } from './seed/client.ts';
import type { SeedClient } from './seed/client.ts';
import { writeExamples } from './seed/examples.ts';
import { seedPeople, workOf } from './seed/seed-region.ts';
import type { RegionJob, Specials } from './seed/seed-region.ts';
import { openSeedState } from './seed/seed-state.ts';
import type { RegionSeed, SeedState } from './seed/seed-state.ts';
import { tokenLines } from './seed/tokens.ts';

export type SeedOptions = {
  regions: readonly { id: string; serviceUrl: string }[];
  data: string;
  keys: string;
  examples: string;
  /** People of each region; those that are there already are left alone. */
  citizens: number;
  report(line: string): void;
};

const REPORT_EVERY_MS = 2000;

/** Whether the service still holds what the state says was seeded; another store means another seed. */
async function isThere(client: SeedClient, department: string, seed: RegionSeed): Promise<boolean> {
  try {
    const token = await client.token('department', { department });
    const { state } = await client.get<{ state: string }>(`/v1/certificates/${seed.certificates['valid']}`, token);
    return state === 'issued';
  } catch (error) {
    if (error instanceof SeedFailed && error.problem === 'certificate.unknown') return false;
    throw error;
  }
}

/** Says how far it is every few seconds, with the rate. */
function watch(job: RegionJob, total: { records: number; certificates: number }, report: (line: string) => void) {
  const began = performance.now();
  const { progress, region } = job;
  const line = (): string => {
    const seconds = (performance.now() - began) / 1000;
    const rate = ((progress.records + progress.certificates) / seconds).toFixed(0);
    const { records, certificates } = progress;
    return `${region.id}: 记录 records ${records}/${total.records}, 证照 certificates ${certificates}/${total.certificates}, ${rate}/s`;
  };
  const timer = setInterval(() => report(line()), REPORT_EVERY_MS);
  return {
    stop: () => clearInterval(timer),
    summary: () => `${line()} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  };
}

/** Seeds one region up to `citizens` people. Returns its job, and whether anything was done. */
async function seedRegion(
  options: SeedOptions,
  state: SeedState,
  { id, serviceUrl }: SeedOptions['regions'][number],
): Promise<{ job: RegionJob; seed: RegionSeed; changed: boolean; specials: Specials | undefined }> {
  const { citizens, report } = options;
  const region = regionOf(id);
  const client = createSeedClient(serviceUrl);
  const fund = region.departments.find(({ kind }) => kind === 'housing-fund')?.uscc ?? '';
  let seed = state.of(id);
  if (seed !== undefined && seed.done > 0 && !(await isThere(client, fund, seed))) seed = undefined;
  seed ??= { startedAt: Math.floor(Date.now() / 1000), target: citizens, done: 0, certificates: {} };
  const job: RegionJob = { region, client, startedAt: seed.startedAt, progress: { records: 0, certificates: 0 } };
  let specials: Specials | undefined;
  let changed = false;
  // An interrupted seed is finished at its own size first; a larger one then adds the rest.
  for (let goal = seed.done < seed.target ? seed.target : citizens; seed.done < goal; goal = citizens) {
    seed = { ...seed, target: goal };
    state.keep(id, seed);
    job.progress = { records: 0, certificates: 0 };
    const watching = watch(job, workOf(job, seed.done, goal), report);
    const made: Specials | undefined = await seedPeople(job, seed.done, goal).finally(watching.stop);
    report(watching.summary());
    specials ??= made;
    const certificates: RegionSeed['certificates'] | undefined =
      made && Object.fromEntries(Object.entries(made).map(([name, one]) => [name, one.id]));
    seed = { ...seed, done: goal, certificates: certificates ?? seed.certificates };
    state.keep(id, seed);
    changed = true;
  }
  return { job, seed, changed, specials };
}

/**
 * Fills running regions with synthetic people, certificates and two years of records, over HTTP alone; writes the example
 * files. Done already: asks each service once and does nothing. Interrupted: goes on with the same people, identifiers
 * and dates.
 *
 * @throws SeedFailed
 */
export async function seedRegions(options: SeedOptions): Promise<void> {
  const { data, keys, examples, report } = options;
  const state = openSeedState(data);
  const seeded = await Promise.all(options.regions.map((region) => seedRegion(options, state, region)));
  for (const { job, seed, changed, specials } of seeded) {
    const { region, client } = job;
    const written = await writeExamples(
      {
        region,
        client,
        folders: { examples, data, keys },
        now: Math.floor(Date.now() / 1000),
        async certificateOf(name) {
          const known = specials?.[name].certificate;
          if (known !== undefined) return known;
          return readCertificate(client, region.departments, seed.certificates[name] ?? '');
        },
      },
      changed,
    );
    if (written.length > 0) report(`${region.id}: 示例 examples ${written.join(', ')}`);
    if (changed) for (const line of await tokenLines(region, client)) report(line);
  }
}

/** A certificate's text, asked for as each department in turn, because only its own may see it. */
async function readCertificate(client: SeedClient, departments: { uscc: string }[], id: string): Promise<string> {
  for (const { uscc } of departments) {
    try {
      const token = await client.token('department', { department: uscc });
      const { certificate } = await client.get<{ certificate?: string }>(`/v1/certificates/${id}`, token);
      if (certificate !== undefined) return certificate;
    } catch (error) {
      if (!(error instanceof SeedFailed) || error.problem !== 'certificate.unknown') throw error;
    }
  }
  throw new SeedFailed(`no department has certificate ${id}`);
}

const USAGE = `npm run seed -- [--citizens N] [--region ID]… [--port P] [--data DIR] [--keys DIR] [--examples DIR]
  --citizens N    people of each region; those that are there already are left alone (200)
  --region ID     dongying or jinan; both when absent
  --port P        as given to npm start (3705)`;

async function main(): Promise<number> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        citizens: { type: 'string', default: '200' },
        region: { type: 'string', multiple: true },
        port: { type: 'string', default: '3705' },
        data: { type: 'string', default: '.zhenglian/data' },
        keys: { type: 'string', default: '.zhenglian/keys' },
        examples: { type: 'string', default: 'examples' },
        help: { type: 'boolean', default: false },
      },
    }));
    if (!/^[1-9]\d{0,6}$/.test(values.citizens)) throw new Error('--citizens takes a number from 1');
    if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port takes a number');
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 3;
  }
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const planned = planRegions(Number(values.port));
  const wanted = values.region ?? planned.map(({ id }) => id);
  const unknown = wanted.find((id) => !planned.some((region) => region.id === id));
  if (unknown !== undefined) {
    console.error(`没有地区 no region ${unknown}\n\n${USAGE}`);
    return 3;
  }
  const chosen = planned.filter(({ id }) => wanted.includes(id));
  for (const { name, servicePort } of chosen) {
    const url = localUrl(servicePort);
    if (await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)) continue;
    console.error(
      `${name.zh} ${url} 没有应答，请先运行 npm start\n${name.en} does not answer at ${url}: npm start first`,
    );
    return 1;
  }
  const at = (folder: string): string => resolve(root, folder);
  try {
    await seedRegions({
      regions: chosen.map(({ id, servicePort }) => ({ id, serviceUrl: localUrl(servicePort) })),
      data: at(values.data),
      keys: at(values.keys),
      examples: at(values.examples),
      citizens: Number(values.citizens),
      report: (line) => console.log(line),
    });
    return 0;
  } catch (error) {
    if (!(error instanceof SeedFailed)) throw error;
    console.error(`写入未完成 not seeded: ${error.message}\n再次运行将从中断处继续 run it again to go on`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main();
