import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from '../../../scripts/start/durable-json.ts';
import { waitForHealth } from '../../../scripts/start/health.ts';
import { freePorts } from '../../../scripts/start/ports.ts';
import { prepareRegions } from '../../../scripts/start/prepare.ts';
import { startPrograms } from '../../../scripts/start/programs.ts';
import type { Programs } from '../../../scripts/start/programs.ts';
import { ALL_VALIDATORS, localUrl, planRegions } from '../../../scripts/start/regions.ts';
import type { RegionPlan } from '../../../scripts/start/regions.ts';
import { planSigners, writeSigners } from '../../../scripts/start/signers.ts';
import type { SignersPlan } from '../../../scripts/start/signers.ts';
import { faultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { randomOf } from './random.ts';

/** The kind of department that issues what the workload asks for. */
export const KIND = 'human-resources';

export type ProxyName = 'chain' | 'attesters' | 'signer';

export type KillRegion = {
  id: string;
  data: string;
  keys: string;
  /** What the programs told whoever operates them. */
  told: string[];
  serviceUrl: string;
  /** The chain itself, past the proxy. */
  rpcUrl: string;
  programs: Programs;
  proxies: Readonly<Record<ProxyName, FaultProxy>>;
  close(): Promise<void>;
};

async function planOne(): Promise<{ region: RegionPlan; chainProxy: number; attesterProxy: number }> {
  const ports = await freePorts(5);
  const [servicePort, chainPort, attesterPort, chainProxy, attesterProxy] = ports as [
    number,
    number,
    number,
    number,
    number,
  ];
  const plan = planRegions(1)[0] as RegionPlan;
  const attesters = [{ port: attesterPort, validators: ALL_VALIDATORS }];
  return { region: { ...plan, servicePort, chainPort, attesters }, chainProxy, attesterProxy };
}

/** The service's list of Signers with the proxy's socket in the Signer's place. */
function writeProxiedList(plan: SignersPlan, file: string, socket: string): void {
  const list = JSON.parse(readFileSync(plan.file, 'utf8')) as { signers: Record<string, { secret: string }> };
  const signers = Object.entries(list.signers).map(([uscc, { secret }]) => [
    uscc,
    { address: `unix:${socket}`, secret },
  ]);
  writeJson(file, { version: 1, signers: Object.fromEntries(signers) as unknown });
}

/**
 * One region as programs of their own, its issuing department's Signer among them. What stands between the service and chain,
 * attesters and Signer fails at random; everybody else asks them directly.
 */
export async function startKillRegion(folder: string, seed: number): Promise<KillRegion> {
  const { region, chainProxy, attesterProxy } = await planOne();
  const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
  const [rpcUrl, serviceUrl] = [localUrl(region.chainPort), localUrl(region.servicePort)];
  const attesterPort = region.attesters[0]?.port as number;
  const [plan] = planSigners({ regions: [region], keys, which: KIND }) as [SignersPlan];
  const proxied = { ...plan, file: join(folder, 'signers.json') };
  const signerSocket = plan.programs[0]?.address.slice('unix:'.length) as string;
  const proxySocket = join(folder, 'signer-proxy.sock');
  const told: string[] = [];
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  const proxy = async (options: Omit<Parameters<typeof faultProxy>[0], 'random'>): Promise<FaultProxy> => {
    const made = await faultProxy({ ...options, random: randomOf(seed + opened.length) });
    opened.push(made);
    return made;
  };
  const port = (number: number) => ({ host: '127.0.0.1', port: number });
  try {
    const proxies = {
      chain: await proxy({
        target: port(region.chainPort),
        place: { port: chainProxy },
        rate: { writes: 0.5, others: 0.06 },
        isWrite: ({ body }) => body.includes('eth_sendRawTransaction'),
      }),
      attesters: await proxy({
        target: port(attesterPort),
        place: { port: attesterProxy },
        rate: { writes: 0, others: 0.06 },
        isWrite: () => false,
      }),
      signer: await proxy({
        target: { socketPath: signerSocket },
        place: { path: proxySocket },
        rate: { writes: 0.15, others: 0.05 },
        isWrite: ({ path }) => path === '/v1/jws' || path === '/v1/transactions',
      }),
    };
    const programs = startPrograms({
      ...{ regions: [region], data, keys, restart: false, signers: [proxied] },
      report: (label, line) => void told.push(`${label}: ${line}`),
      serviceArgs: [
        ...['--chain', localUrl(chainProxy), '--attesters', localUrl(attesterProxy)],
        ...['--issue-wait-seconds', '0'],
      ],
      beforeServices: async () => {
        const addresses = { id: region.id, rpcUrl, attestationUrl: localUrl(attesterPort), serviceUrl };
        const networks = await prepareRegions({ regions: [addresses], data, keys, report: () => {} });
        writeSigners({ plans: [plan], keys, data, networks });
        writeProxiedList(plan, proxied.file, proxySocket);
      },
    });
    opened.push({ close: () => programs.killAll() });
    await programs.ready;
    await waitForHealth(serviceUrl);
    return { id: region.id, data, keys, told, serviceUrl, rpcUrl, programs, proxies, close };
  } catch (error) {
    await close();
    throw error;
  }
}
