import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { seedRegions } from '../../../scripts/cli/seed.ts';
import { checkPorts } from '../../../scripts/start/ports.ts';
import { localUrl } from '../../../scripts/start/regions.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PEOPLE = 30;
const KILLS = 5;

async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 42_000 + Math.floor(Math.random() * 4000);
    const free = await checkPorts([port]).then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
  throw new Error('no free port');
}

describe('a service killed while records are published and certificates issued', function () {
  this.timeout(150_000);
  let chains: PreparedChains;
  let port: number;
  let child: ChildProcess | undefined;
  before(async () => {
    chains = await openPreparedChains(['dongying']);
    port = await freePort();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await chains?.close();
  });

  async function startService(): Promise<void> {
    const [own] = chains.running;
    const given = {
      region: 'dongying',
      port: String(port),
      data: chains.data,
      keys: chains.keys,
      chain: own?.rpcUrl ?? '',
      attesters: String(own?.attestationUrl),
    };
    const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    child = fork(join(root, 'service/main.ts'), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [message] = (await once(child, 'message')) as [{ ready?: boolean }];
    expect(message.ready, JSON.stringify(message)).to.equal(true);
  }

  it('loses nothing and commits nothing twice', async () => {
    await startService();
    const seeding = seedRegions({
      regions: [{ id: 'dongying', serviceUrl: localUrl(port) }],
      data: chains.data,
      keys: chains.keys,
      examples: join(chains.folder, 'examples'),
      citizens: PEOPLE,
      report: () => undefined,
    });
    seeding.catch(() => undefined); // awaited below
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(500 + Math.random() * 2000);
      child?.kill('SIGKILL');
      await once(child as ChildProcess, 'exit');
      await startService();
    }
    await seeding;

    const token = await tokenOf('auditor');
    const events: { type: string; facts?: Record<string, unknown> }[] = [];
    for (let after = 0; ; after = events.length) {
      const page = await getJson<{ events: typeof events }>(`/v1/events?after=${after}&limit=1000`, token);
      if (page.events.length === 0) break;
      events.push(...page.events);
    }
    const committed = events.filter(({ type }) => type === 'records.committed');
    for (const domain of ['housing-fund', 'social-insurance']) {
      const own = committed.filter(({ facts }) => facts?.['domain'] === domain);
      expect(own.map(({ facts }) => facts?.['epoch'])).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
      for (const [i, { facts }] of own.entries()) {
        if (i > 0) expect(facts?.['previousRoot']).to.equal(own[i - 1]?.facts?.['newRoot']);
      }
    }
    const issued = events.filter(({ type }) => type === 'certificate.issued');
    expect(new Set(issued.map(({ facts }) => facts?.['instance'])).size).to.equal(issued.length);
    expect(events.filter(({ type }) => type === 'certificate.accepted').length).to.equal(issued.length);
  });

  async function getJson<T>(path: string, token: string): Promise<T> {
    const response = await fetch(`${localUrl(port)}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return (await response.json()) as T;
  }
  async function tokenOf(role: string): Promise<string> {
    const response = await fetch(`${localUrl(port)}/v1/development/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role }),
    });
    return ((await response.json()) as { token: string }).token;
  }
});
