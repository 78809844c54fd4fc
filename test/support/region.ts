import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../scripts/start/ports.ts';
import { prepareRegions } from '../../scripts/start/prepare.ts';
import { chainIdOf, regionOf } from '../../scripts/start/region-data.ts';
import { developmentValidators } from '../../service/chain/development-validators.ts';
import { openAttesters } from '../../service/chain/open-attesters.ts';
import type { Attesters } from '../../service/chain/open-attesters.ts';
import { openChain } from '../../service/chain/open-chain.ts';
import type { Chain } from '../../service/chain/open-chain.ts';
import { readConfig } from '../../service/config.ts';
import type { Clock } from '../../service/ports/clock.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Role } from '../../service/ports/tokens.ts';
import { openRegion } from '../../service/region.ts';
import type { RunningRegion } from '../../service/region.ts';
import { request } from './http-server.ts';
import type { Reply } from './http-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One region in this process: chain, attesters and service on free ports of 127.0.0.1. */
export type TestRegion = {
  id: string;
  caip2: string;
  /** Of the service. */
  url: string;
  chainUrl: string;
  attestersUrl: string;
  /** USCC of the department of that kind. */
  department(kind: string): string;
  /** A development token. */
  token(role: Role, options?: { department?: string; person?: string }): Promise<string>;
  call(path: string, options?: Parameters<typeof request>[1]): Promise<Reply>;
  /** Lines the service reported: bugs and lasting trouble. */
  reports: string[];
  services: RunningRegion['services'];
  stopChain(): Promise<void>;
  stopAttesters(): Promise<void>;
  stopService(): Promise<void>;
  /** Starts the service again on its port, with its data. */
  startService(options?: TestRegionOptions): Promise<void>;
};

export type TestRegionOptions = {
  /** More arguments of service/main.ts. */
  args?: string[];
  clock?: Clock;
  openStore?: (folder: string, clock: Clock) => Promise<Store>;
};

export type TestRegions = { folder: string; regions: TestRegion[]; close(): Promise<void> };

type Opened = { chain: Chain; attesters: Attesters; port: number };

/**
 * Starts whole regions that know each other as partners: embedded chains and attesters, keys and contracts as `npm start`
 * prepares them, and the services. Answers of the services are checked against what their routes declare.
 */
export async function startRegions(ids: readonly string[], options: TestRegionOptions = {}): Promise<TestRegions> {
  const folder = mkdtempSync(join(tmpdir(), 'zhenglian-region-'));
  const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
  const ports = await freePorts(ids.length);
  const opened = new Map<string, Opened>();
  const regions: TestRegion[] = [];
  const close = async () => {
    for (const region of regions) await region.stopService();
    for (const { attesters } of opened.values()) await attesters.close();
    for (const { chain } of opened.values()) await chain.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [index, id] of ids.entries()) {
      const chainId = chainIdOf(regionOf(id).caip2);
      const chain = await openChain({ region: id, chainId, port: 0, data, gatherMs: 20, intervalMs: 100 });
      const validators = developmentValidators(id);
      const attesters = await openAttesters({ region: id, validators, chainUrl: chain.url, port: 0, data, pollMs: 25 });
      opened.set(id, { chain, attesters, port: ports[index] as number });
    }
    const running = [...opened].map(([id, { chain, attesters, port }]) => ({
      id,
      rpcUrl: chain.url,
      attestationUrl: attesters.url,
      serviceUrl: `http://127.0.0.1:${port}`,
    }));
    await prepareRegions({ regions: running, data, keys, report: () => undefined });
    for (const { id } of running) regions.push(await startService({ id, running, data, keys, opened, options }));
    return { folder, regions, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startService(input: {
  id: string;
  running: { id: string; rpcUrl: string; attestationUrl: string; serviceUrl: string }[];
  data: string;
  keys: string;
  opened: Map<string, Opened>;
  options: TestRegionOptions;
}): Promise<TestRegion> {
  const { id, running, data, keys, opened } = input;
  const { chain, attesters, port } = opened.get(id) as Opened;
  const data0 = regionOf(id);
  const partners = running
    .filter((one) => one.id !== id)
    .flatMap((one) => ['--partner', `${one.id}=${one.rpcUrl},${one.attestationUrl},${one.serviceUrl}`]);
  const reports: string[] = [];
  const open = ({ args = [], clock, openStore }: TestRegionOptions) => {
    const commandLine = [
      ...['--region', id, '--port', String(port), '--data', data, '--keys', keys],
      ...['--chain', chain.url, '--attesters', attesters.url, '--examples', join(data, 'examples')],
      ...['--check-answers', ...partners, ...args],
    ];
    return openRegion(readConfig(commandLine, root, {}), {
      report: (line) => reports.push(line),
      ...(clock === undefined ? {} : { clock }),
      ...(openStore === undefined ? {} : { openStore }),
    });
  };
  let running0: RunningRegion | undefined = await open(input.options);
  const url = running0.url;
  const call: TestRegion['call'] = (path, options) => request(url + path, options);
  return {
    id,
    caip2: data0.caip2,
    url,
    chainUrl: chain.url,
    attestersUrl: attesters.url,
    call,
    reports,
    services: running0.services,
    department: (kind) => data0.departments.find((one) => one.kind === kind)?.uscc as string,
    async token(role, options = {}) {
      const { status, json, text } = await call('/v1/development/tokens', { body: { role, ...options } });
      if (status !== 200) throw new Error(`no token: ${text}`);
      return json.token as string;
    },
    stopChain: () => chain.close(),
    stopAttesters: () => attesters.close(),
    async stopService() {
      await running0?.close();
      running0 = undefined;
    },
    async startService(options = input.options) {
      running0 = await open(options);
    },
  };
}

/** One region alone. */
export async function startRegion(
  id = 'dongying',
  options: TestRegionOptions = {},
): Promise<TestRegion & { close(): Promise<void> }> {
  const { regions, close } = await startRegions([id], options);
  return { ...(regions[0] as TestRegion), close };
}

/** Dongying and Jinan, partners of each other. */
export async function twoRegions(
  options: TestRegionOptions = {},
): Promise<{ dongying: TestRegion; jinan: TestRegion; folder: string; close(): Promise<void> }> {
  const { regions, folder, close } = await startRegions(['dongying', 'jinan'], options);
  const [dongying, jinan] = regions as [TestRegion, TestRegion];
  return { dongying, jinan, folder, close };
}
