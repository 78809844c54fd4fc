import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ordinaryOrders } from '../../../scripts/cli/seed/certificates.ts';
import { quartersBefore } from '../../../scripts/cli/seed/calendar.ts';
import type { Quarter } from '../../../scripts/cli/seed/calendar.ts';
import { createSeedClient } from '../../../scripts/cli/seed/client.ts';
import { exampleNames } from '../../../scripts/cli/seed/examples.ts';
import { checkPorts } from '../../../scripts/start/ports.ts';
import { localUrl } from '../../../scripts/start/regions.ts';
import { regionOf } from '../../../scripts/start/region-data.ts';
import { readConfig } from '../../../service/config.ts';
import { openRegion } from '../../../service/region.ts';
import type { RunningRegion } from '../../../service/region.ts';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const IDS = ['dongying', 'jinan'] as const;

/** Two neighbouring ports of 127.0.0.1 that are free. */
async function freePair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 33_000 + Math.floor(Math.random() * 4000) * 2;
    const free = await checkPorts([port, port + 1]).then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
  throw new Error('no two free ports');
}

describe('the seed, as its own command against two running services', function () {
  this.timeout(150_000);
  let chains: PreparedChains;
  let port: number;
  const services: RunningRegion[] = [];
  const reported: string[] = [];
  let folders: { data: string; keys: string; examples: string };

  before(async () => {
    chains = await openPreparedChains(IDS);
    port = await freePair();
    const { data, keys } = chains;
    folders = { data, keys, examples: join(chains.folder, 'examples') };
    const addresses = ({ rpcUrl, attestationUrl }: (typeof chains.running)[number]) => [rpcUrl, String(attestationUrl)];
    for (const [i, own] of chains.running.entries()) {
      const other = chains.running[1 - i] as typeof own;
      const partner = `${other.id}=${[...addresses(other), localUrl(port + 1 - i)].join(',')}`;
      const [chain, attesters] = addresses(own) as [string, string];
      const given = { region: own.id, port: String(port + i), data, keys, chain, attesters, partner };
      const config = readConfig(
        Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]),
        root,
        {},
      );
      services.push(await openRegion(config, { report: (line) => reported.push(line) }));
    }
  });
  after(async () => {
    for (const service of services) await service.close();
    await chains?.close();
    expect(reported).to.deep.equal([]);
  });

  function start(citizens: number, more: string[] = []) {
    const args = ['--citizens', citizens, '--port', port, '--data', folders.data, '--keys', folders.keys];
    const program = [join(root, 'scripts/cli/seed.ts'), ...args.map(String), '--examples', folders.examples, ...more];
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
    return { child, ended };
  }

  async function eventsOf(index: number): Promise<LoggedEvent[]> {
    const { listEvents } = (services[index] as RunningRegion).services;
    const events: LoggedEvent[] = [];
    for (;;) {
      const page = await listEvents(events.at(-1)?.seq ?? 0, 1000);
      if (page.events.length === 0) return events;
      events.push(...(page.events as LoggedEvent[]));
    }
  }
  const count = (events: LoggedEvent[], type: string): number => events.filter((event) => event.type === type).length;
  const quarter = quartersBefore(Math.floor(Date.now() / 1000)).at(-1) as Quarter;
  const certificatesOf = (id: string, first: number, end: number): number =>
    ordinaryOrders({ region: regionOf(id), digits: regionOf(id).caip2.slice(7), quarter, now: 0 }, first, end).length;
  async function verdictOf(index: number, name: string): Promise<[string, string | undefined]> {
    const artefact = readFileSync(join(folders.examples, name), 'utf8').trim();
    const { verify } = (services[index] as RunningRegion).services;
    const { verdict, codes } = (await verify({ artefact, policy: 'window' })).verdict;
    return [verdict, codes[0]];
  }

  it('is killed again and again, goes on, and in the end everything is there once', async () => {
    for (const delay of [900, 1800, 2700]) {
      const { child, ended } = start(12);
      await sleep(delay + Math.random() * 500);
      child.kill('SIGKILL');
      await ended;
    }
    const { code, output } = await start(12).ended;
    expect(code, output).to.equal(0);
    for (const [i, id] of IDS.entries()) {
      const events = await eventsOf(i);
      expect(count(events, 'certificate.accepted')).to.equal(certificatesOf(id, 0, 12) + 6);
      expect(count(events, 'certificate.issued')).to.equal(certificatesOf(id, 0, 12) + 6);
      expect(count(events, 'status.changed')).to.equal(3);
      expect(count(events, 'records.accepted')).to.equal(16);
      expect(count(events, 'records.committed')).to.equal(16);
    }
    expect(output).to.match(/records \d+\/\d+/);
    for (const role of ['clerk', 'department', 'partner', 'citizen', 'auditor', 'operator']) {
      expect(output).to.match(new RegExp(`  ${role} \\(.+\\)\\n    [\\w-]+\\.[\\w-]+\\.[\\w-]+`));
    }
  });

  it('writes an example of every verdict, the same from either city', async () => {
    const expected: Record<string, [string, string]> = {
      'valid.txt': ['valid', 'policy.satisfied'],
      'jinan.txt': ['valid', 'policy.satisfied'],
      'revoked.txt': ['invalid', 'status.revoked'],
      'suspended.txt': ['invalid', 'status.suspended'],
      'expired.txt': ['invalid', 'validity.expired'],
      'superseded.txt': ['invalid', 'status.superseded'],
      'tampered.txt': ['invalid', 'disclosure.unreferenced'],
      'unknown-city.txt': ['undetermined', 'issuer.unknownRegion'],
      'unreachable.txt': ['undetermined', 'chain.unreachable'],
      'record.json': ['valid', 'record.present'],
      'absent.json': ['valid', 'record.absent'],
    };
    expect(Object.keys(expected).sort()).to.deep.equal(IDS.flatMap((id) => exampleNames(id)).sort());
    for (const [name, verdict] of Object.entries(expected)) {
      for (const index of [0, 1])
        expect(await verdictOf(index, name), `${name} at ${IDS[index]}`).to.deep.equal(verdict);
    }
  });

  it('does nothing the second time, and writes lost examples again', async () => {
    const before = await Promise.all([eventsOf(0), eventsOf(1)]);
    const again = await start(12).ended;
    expect([again.code, again.output]).to.deep.equal([0, '']);
    rmSync(join(folders.examples, 'revoked.txt'));
    const { output } = await start(12).ended;
    expect(output.trim()).to.equal('dongying: 示例 examples revoked.txt');
    expect(await verdictOf(0, 'revoked.txt')).to.deep.equal(['invalid', 'status.revoked']);
    const after = await Promise.all([eventsOf(0), eventsOf(1)]);
    expect(after.map(({ length }) => length)).to.deep.equal(before.map(({ length }) => length));
  });

  it('adds people when it is run for more, in one region alone if asked', async () => {
    const { code, output } = await start(45, ['--region', 'jinan']).ended;
    expect(code, output).to.equal(0);
    const jinan = await eventsOf(1);
    expect(count(jinan, 'certificate.accepted')).to.equal(certificatesOf('jinan', 0, 45) + 6);
    expect(count(jinan, 'records.accepted')).to.equal(18);
    expect(count(await eventsOf(0), 'records.accepted')).to.equal(16);
    expect(await verdictOf(0, 'jinan.txt')).to.deep.equal(['valid', 'policy.satisfied']);
  });

  it('shows a citizen all their holdings, and who looked', async () => {
    const client = createSeedClient(localUrl(port));
    const { citizens } = await client.get<{ citizens: { person: string; name: string }[] }>('/v1/development/citizens');
    expect(citizens[0]?.name).to.equal('示例·甲子');
    const token = await client.token('citizen', { person: citizens[0]?.person ?? '' });
    const holdings = await client.get<{
      certificates: unknown[];
      records: { domain: string; verdict: { verdict: string }; answer: { leaf: { version: number } } }[];
      accesses: { case: string }[];
    }>('/v1/holdings', token);
    expect(holdings.certificates.length).to.be.at.least(10);
    expect(
      holdings.records.map(({ domain, verdict, answer }) => [domain, verdict.verdict, answer.leaf.version]),
    ).to.deep.equal([
      ['housing-fund', 'valid', 8],
      ['social-insurance', 'valid', 8],
    ]);
    expect(holdings.accesses.map((access) => access.case)).to.include('SEED-RECORD-1');
  });

  it('says what is wrong with its arguments, and when nobody serves', async () => {
    for (const wrong of [['--citizens', '0'], ['--region', 'nowhere'], ['--unknown']]) {
      const { code, output } = await start(12, wrong).ended;
      expect(code, wrong.join(' ')).to.equal(3);
      expect(output).to.include('npm run seed');
    }
    const { code, output } = await start(12, ['--port', '7']).ended;
    expect([code, output.includes('npm start')]).to.deep.equal([1, true]);
  });
});
