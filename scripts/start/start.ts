import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.ts';
import { waitForHealth } from './health.ts';
import { prefixed, welcome } from './output.ts';
import { checkPorts } from './ports.ts';
import { prepareRegions } from './prepare.ts';
import { startPrograms } from './programs.ts';
import type { Programs } from './programs.ts';
import { localUrl, planRegions, portsOf } from './regions.ts';
import { planSigners, writeSigners } from './signers.ts';
import { watchSources } from './watch.ts';

const USAGE = `npm start -- [--port P] [--data DIR] [--keys DIR] [--examples DIR] [--citizens N] [--signers WHICH]
  --port P        Dongying on P, Jinan on P+1, chains P+10 and P+11, attesters P+20 and P+21 (3705)
  --data DIR      chains, stores and logs (.zhenglian/data)
  --keys DIR      development keys, kept apart from the data (.zhenglian/keys)
  --examples DIR  example files to try (examples)
  --citizens N    synthetic citizens a city, at the first start (200)
  --signers WHICH departments whose Signers run as programs of their own: all, or kinds such as
                  public-security,housing-fund (none: the services sign with development keys)`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const began = performance.now();
const say = (line: string): void => console.log(line);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3705' },
        data: { type: 'string', default: join(root, '.zhenglian', 'data') },
        keys: { type: 'string', default: join(root, '.zhenglian', 'keys') },
        examples: { type: 'string', default: join(root, 'examples') },
        citizens: { type: 'string', default: '200' },
        signers: { type: 'string' },
        watch: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    const citizens = Number(values.citizens);
    if (!/^\d+$/.test(values.port) || port < 1 || port > 65_514) throw new Error('--port takes 1 to 65514');
    if (!/^\d+$/.test(values.citizens) || citizens < 1) throw new Error('--citizens takes a number from 1');
    const folders = { data: resolve(values.data), keys: resolve(values.keys), examples: resolve(values.examples) };
    return { ...values, ...folders, port, citizens };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(3);
  }
}

const options = readOptions();
if (options.help) {
  say(USAGE);
  process.exit(0);
}
const regions = planRegions(options.port);
const aborted = new AbortController();
let programs: Programs | undefined;
let watcher: { close(): void } | undefined;
let stopping = false;
let askedAt = 0;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  watcher?.close();
  aborted.abort();
  await programs?.stop();
  process.exit(code);
}

/** The terminal and npm both pass one Ctrl-C on, so only a second one half a second later counts as a second. */
function onSignal(): void {
  const now = performance.now();
  if (!stopping) {
    askedAt = now;
    say('\n正在停止 · stopping …');
    void stop(0);
  } else if (askedAt > 0 && now - askedAt > 500) {
    void (programs?.killAll() ?? Promise.resolve()).then(() => process.exit(130));
  }
}

async function fail(error: unknown): Promise<void> {
  if (stopping) return;
  const known = error instanceof Error && typeof (error as { code?: unknown }).code === 'string';
  console.error(known ? error.message : error);
  await stop(1);
}

async function seed(): Promise<void> {
  // Loaded only now: it is not needed for a region to be up, and brings a lot with it.
  const { seedRegions } = await import('../cli/seed.ts');
  await seedRegions({
    regions: regions.map(({ id, servicePort }) => ({ id, serviceUrl: localUrl(servicePort) })),
    data: options.data,
    keys: options.keys,
    examples: options.examples,
    citizens: options.citizens,
    report: say,
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
try {
  await checkPorts(portsOf(regions));
  const built = Promise.all((['contracts', 'web'] as const).map((name) => ensureBuilt(name, say, aborted.signal)));
  built.catch(() => undefined); // awaited below, when the chains are up
  const signers =
    options.signers === undefined ? [] : planSigners({ regions, keys: options.keys, which: options.signers });
  programs = startPrograms({
    regions,
    signers,
    data: options.data,
    keys: options.keys,
    serviceArgs: ['--examples', options.examples],
    report: (label, line) => console.error(prefixed(label, line)),
    async beforeServices() {
      await built;
      const networks = await prepareRegions({
        regions: regions.map(({ id, chainPort, attesters, servicePort }) => ({
          id,
          rpcUrl: localUrl(chainPort),
          attestationUrl: localUrl(attesters[0]?.port as number),
          serviceUrl: localUrl(servicePort),
        })),
        data: options.data,
        keys: options.keys,
        report: say,
      });
      writeSigners({ plans: signers, keys: options.keys, data: options.data, networks });
    },
  });
  void programs.failed.then(fail);
  await programs.ready;
  await Promise.all(regions.map(({ servicePort }) => waitForHealth(localUrl(servicePort))));
  await seed();
  if (options.watch) watcher = watchSources(programs, say);
  say(welcome(regions, (performance.now() - began) / 1000));
} catch (error) {
  await fail(error);
}
