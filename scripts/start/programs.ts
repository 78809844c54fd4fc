import { join } from 'node:path';
import { createProgram } from './program.ts';
import type { Program } from './program.ts';
import { localUrl } from './regions.ts';
import type { RegionPlan } from './regions.ts';

export type ProgramName = 'chain' | 'attesters' | 'service';

export type ProgramsOptions = {
  readonly regions: readonly RegionPlan[];
  readonly data: string;
  readonly keys: string;
  /** Runs when chains and attesters are up, before the services start: key ceremony and deployment. */
  readonly beforeServices?: () => Promise<void>;
  /** Leaves the services out. */
  readonly withoutServices?: boolean;
  /** Start programs again that die without a word. Off in tests that kill and start by themselves. */
  readonly restart?: boolean;
  /** Seconds; `maxAgeSeconds` of the trusted point, of which the attesters renew after a third. */
  readonly maxAge?: number;
  /** More arguments for every service. */
  readonly serviceArgs?: readonly string[];
  readonly report?: (label: string, line: string) => void;
};

export type Programs = {
  /** Every program, in the order they are stopped: services, attesters, chains. */
  readonly list: readonly Program[];
  /** `index` counts a region's attester processes. */
  program(region: string, name: ProgramName, index?: number): Program;
  /** Resolves when all are ready; rejects if one cannot start. */
  readonly ready: Promise<void>;
  /** Resolves with the cause if one stays down although nobody stopped it. */
  readonly failed: Promise<Error>;
  /** Stops services, then attesters, then chains, and waits. */
  stop(): Promise<void>;
  /** SIGKILL to all of them at once; none is started again. */
  killAll(): Promise<void>;
};

function partnersOf(region: RegionPlan, regions: readonly RegionPlan[]): string[] {
  return regions
    .filter((other) => other.id !== region.id)
    .flatMap(({ id, chainPort, attesters, servicePort }) => {
      const first = attesters[0]?.port ?? 0;
      return ['--partner', `${id}=${localUrl(chainPort)},${localUrl(first)},${localUrl(servicePort)}`];
    });
}

/** Starts the programs of the regions as processes: chains and attesters at once, then the services. */
export function startPrograms(options: ProgramsOptions): Programs {
  const { regions, data, keys, restart = true, report = () => {} } = options;
  const failure = Promise.withResolvers<Error>();
  const programs = new Map<string, Program>();
  let stopped = false;

  function add(region: RegionPlan, name: string, script: string, args: string[]): void {
    const label = `${region.id}/${name}`;
    const program = createProgram({
      label,
      script,
      args: ['--region', region.id, '--data', data, ...args],
      logFile: join(data, region.id, 'logs', `${name}.log`),
      report: (line) => report(label, line),
      restart,
      onFailed: failure.resolve,
    });
    programs.set(label, program);
  }

  const nameOf = (name: ProgramName, index = 0): string => (index === 0 ? name : `${name}-${index + 1}`);
  const group = (name: ProgramName): Program[] =>
    [...programs.values()].filter(({ label }) => label.split('/')[1]?.replace(/-\d+$/, '') === name);

  for (const region of regions) {
    if (options.withoutServices === true) break;
    const { servicePort, chainPort, attesters } = region;
    const attesterUrls = attesters.map(({ port }) => localUrl(port)).join(',');
    const urls = ['--chain', localUrl(chainPort), '--attesters', attesterUrls];
    const own = ['--port', String(servicePort), '--keys', keys, ...urls];
    add(region, 'service', 'service/main.ts', [...own, ...partnersOf(region, regions), ...(options.serviceArgs ?? [])]);
  }
  for (const region of regions) {
    region.attesters.forEach(({ port, validators }, index) => {
      const args = ['--port', String(port), '--chain', localUrl(region.chainPort), '--validators', validators];
      if (options.maxAge !== undefined) args.push('--max-age', String(options.maxAge));
      add(region, nameOf('attesters', index), 'service/chain/attesters.ts', args);
    });
  }
  for (const region of regions) {
    const args = ['--port', String(region.chainPort), '--chain-id', String(region.chainId)];
    add(region, 'chain', 'service/chain/main.ts', args);
  }

  const startAll = (list: readonly Program[]): Promise<unknown> => Promise.all(list.map((program) => program.start()));
  async function bringUp(): Promise<void> {
    await startAll([...group('chain'), ...group('attesters')]);
    await options.beforeServices?.();
    if (stopped) return;
    await startAll(group('service'));
  }
  const ready = bringUp();
  ready.catch(() => undefined); // heard by whoever awaits it

  return {
    list: [...programs.values()],
    program(region, name, index) {
      const label = `${region}/${nameOf(name, index)}`;
      const program = programs.get(label);
      if (program === undefined) throw new RangeError(`there is no program ${label}`);
      return program;
    },
    ready,
    failed: failure.promise,
    async stop() {
      stopped = true;
      for (const name of ['service', 'attesters', 'chain'] as const) {
        await Promise.all(group(name).map((program) => program.stop()));
      }
    },
    async killAll() {
      stopped = true;
      const ends = [...programs.values()].map((program) => program.stop());
      for (const program of programs.values()) program.kill('SIGKILL');
      await Promise.all(ends);
    },
  };
}
