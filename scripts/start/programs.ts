import { join } from 'node:path';
import { createProgram } from './program.ts';
import type { Program } from './program.ts';
import { localUrl } from './regions.ts';
import type { RegionPlan } from './regions.ts';
import type { SignersPlan } from './signers.ts';

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
  /** Departments whose Signers run as programs; `beforeServices` writes their configurations. */
  readonly signers?: readonly SignersPlan[];
  /** More arguments for every service. */
  readonly serviceArgs?: readonly string[];
  readonly report?: (label: string, line: string) => void;
};

export type Programs = {
  /** Every program, in the order they are stopped: services, Signers, attesters, chains. */
  readonly list: readonly Program[];
  /** `index` counts a region's attester processes. */
  program(region: string, name: ProgramName, index?: number): Program;
  /** The Signer of a region's department of that kind. */
  signer(region: string, kind: string): Program;
  /** Resolves when all are ready; rejects if one cannot start. */
  readonly ready: Promise<void>;
  /** Resolves with the cause if one stays down although nobody stopped it. */
  readonly failed: Promise<Error>;
  /** Stops services, then Signers, attesters and chains, and waits. */
  stop(): Promise<void>;
  /** SIGKILL to all of them at once; none is started again. */
  killAll(): Promise<void>;
};

/**
 * Marking the service's 40 MB of code and libraries again and again costs a tenth of a register's CPU: its heap may double
 * before it is marked.
 */
const SERVICE_HEAP = ['--heap-growing-percent=100'];

function partnersOf(region: RegionPlan, regions: readonly RegionPlan[]): string[] {
  return regions
    .filter((other) => other.id !== region.id)
    .flatMap(({ id, chainPort, attesters, servicePort }) => {
      const first = attesters[0]?.port ?? 0;
      return ['--partner', `${id}=${localUrl(chainPort)},${localUrl(first)},${localUrl(servicePort)}`];
    });
}

/** Starts the programs of the regions as processes: chains and attesters at once, then Signers, then the services. */
export function startPrograms(options: ProgramsOptions): Programs {
  const { regions, data, keys, restart = true, report = () => {} } = options;
  const failure = Promise.withResolvers<Error>();
  const programs = new Map<string, Program>();
  let stopped = false;

  function add(region: string, name: string, script: string, args: string[], v8: string[] = []): void {
    const label = `${region}/${name}`;
    const program = createProgram({
      label,
      ...{ v8, script, args },
      logFile: join(data, region, 'logs', `${name}.log`),
      report: (line) => report(label, line),
      restart,
      onFailed: failure.resolve,
    });
    programs.set(label, program);
  }

  const nameOf = (name: ProgramName, index = 0): string => (index === 0 ? name : `${name}-${index + 1}`);
  const group = (name: ProgramName | 'signer'): Program[] =>
    [...programs.values()].filter(({ label }) => label.split('/')[1]?.split('-', 1)[0] === name);
  const find = (label: string): Program => {
    const program = programs.get(label);
    if (program === undefined) throw new RangeError(`there is no program ${label}`);
    return program;
  };
  const common = (region: RegionPlan): string[] => ['--region', region.id, '--data', data];

  for (const region of regions) {
    if (options.withoutServices === true) break;
    const { servicePort, chainPort, attesters } = region;
    const attesterUrls = attesters.map(({ port }) => localUrl(port)).join(',');
    const urls = ['--chain', localUrl(chainPort), '--attesters', attesterUrls];
    const own = ['--port', String(servicePort), '--keys', keys, ...urls];
    const signers = options.signers?.find((plan) => plan.region === region.id);
    if (signers !== undefined) own.push('--signers', signers.file);
    const args = [...common(region), ...own, ...partnersOf(region, regions), ...(options.serviceArgs ?? [])];
    add(region.id, 'service', 'service/main.ts', args, SERVICE_HEAP);
  }
  for (const { region, programs: plans } of options.signers ?? []) {
    for (const { name, config } of plans) add(region, `signer-${name}`, 'service/signer/main.ts', ['--config', config]);
  }
  for (const region of regions) {
    region.attesters.forEach(({ port, validators }, index) => {
      const own = ['--port', String(port), '--chain', localUrl(region.chainPort), '--validators', validators];
      const args = [...common(region), ...own];
      if (options.maxAge !== undefined) args.push('--max-age', String(options.maxAge));
      add(region.id, nameOf('attesters', index), 'service/chain/attesters.ts', args);
    });
  }
  for (const region of regions) {
    const args = [...common(region), '--port', String(region.chainPort), '--chain-id', String(region.chainId)];
    add(region.id, 'chain', 'service/chain/main.ts', args);
  }

  const startAll = (list: readonly Program[]): Promise<unknown> => Promise.all(list.map((program) => program.start()));
  async function bringUp(): Promise<void> {
    await startAll([...group('chain'), ...group('attesters')]);
    await options.beforeServices?.();
    if (stopped) return;
    await startAll(group('signer'));
    if (stopped) return;
    await startAll(group('service'));
  }
  const ready = bringUp();
  ready.catch(() => undefined); // heard by whoever awaits it

  return {
    list: [...programs.values()],
    program: (region, name, index) => find(`${region}/${nameOf(name, index)}`),
    signer: (region, kind) => find(`${region}/signer-${kind}`),
    ready,
    failed: failure.promise,
    async stop() {
      stopped = true;
      for (const name of ['service', 'signer', 'attesters', 'chain'] as const) {
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
