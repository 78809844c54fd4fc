import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgram } from '../../../scripts/start/program.ts';
import type { ProgramSpec } from '../../../scripts/start/program.ts';
import { startPrograms } from '../../../scripts/start/programs.ts';
import type { Programs } from '../../../scripts/start/programs.ts';
import { checkPorts, freePorts } from '../../../scripts/start/ports.ts';
import { planRegions } from '../../../scripts/start/regions.ts';
import type { RegionPlan } from '../../../scripts/start/regions.ts';
import { eventually, rpc, temporaryData } from './harness.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The plan of both regions on free ports. */
async function plan(validators: readonly string[] = ['0,1,2,3']): Promise<RegionPlan[]> {
  const regions = planRegions(3705);
  const ports = await freePorts(regions.length * (2 + validators.length));
  const take = (): number => ports.pop() as number;
  return regions.map((region) => ({
    ...region,
    servicePort: take(),
    chainPort: take(),
    attesters: validators.map((one) => ({ port: take(), validators: one })),
  }));
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('The supervisor', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let programs: Programs | undefined;
  const said: string[] = [];
  const startIn = (regions: readonly RegionPlan[]): Programs =>
    (programs = startPrograms({
      regions,
      data: folder.data,
      keys: join(folder.data, 'keys'),
      withoutServices: true,
      report: (label, line) => said.push(`${label} ${line}`),
    }));
  beforeEach(async () => {
    said.length = 0;
    folder = await temporaryData();
  });
  afterEach(async () => {
    await programs?.killAll();
    programs = undefined;
    await folder.remove();
  });

  it('starts both regions’ chains and attesters, which attest their own chain', async () => {
    const regions = await plan();
    const { ready, list } = startIn(regions);
    await ready;
    expect(list.map(({ label }) => label)).to.deep.equal([
      'dongying/attesters',
      'jinan/attesters',
      'dongying/chain',
      'jinan/chain',
    ]);
    for (const { id, chainId, attesters } of regions) {
      const head = await eventually(async () => {
        const response = await fetch(`http://127.0.0.1:${attesters[0]?.port}/v1/head`);
        return response.status === 200 ? ((await response.json()) as { caip2: string }) : undefined;
      });
      expect(head.caip2, id).to.equal(`eip155:${chainId}`);
    }
    expect(said).to.deep.equal([]);
  });

  it('starts a program again that was killed, and says so', async () => {
    const { ready, program } = startIn(await plan());
    await ready;
    const chain = program('dongying', 'chain');
    const before = chain.pid;
    chain.kill('SIGKILL');
    await chain.exited();
    expect(await chain.ready()).to.equal(chain.url);
    expect(chain.pid).to.not.equal(before);
    expect((await rpc(chain.url as string, 'eth_blockNumber')).result).to.equal('0x0');
    expect(said.join('\n')).to.match(/dongying\/chain ended \(SIGKILL\); starting it again/);
  });

  it('can run a region’s validators as several processes', async () => {
    const { ready, program } = startIn((await plan(['0,1', '2,3'])).slice(0, 1));
    await ready;
    const second = program('dongying', 'attesters', 1);
    const { kids } = (await (await fetch(`${second.url}/health`)).json()) as { kids: string[] };
    expect(kids).to.have.length(2);
    await second.stop();
    expect(second.pid).to.equal(undefined);
    expect(program('dongying', 'attesters').pid).to.be.a('number');
  });

  it('stops all programs', async () => {
    const { ready, list, stop } = startIn(await plan());
    await ready;
    const pids = list.map(({ pid }) => pid as number);
    await stop();
    expect(pids.filter(isAlive)).to.deep.equal([]);
  });

  it('does not start a program again that says why it cannot run', async () => {
    const regions = await plan();
    const first = startIn(regions);
    await first.ready;
    const second = startPrograms({ regions, data: folder.data, keys: folder.data, withoutServices: true });
    expect(await second.failed).to.include({ code: 'chain.folderInUse' });
    await second.killAll();
  });

  it('gives up on a program that keeps dying', async () => {
    const failed = Promise.withResolvers<Error>();
    const spec: ProgramSpec = {
      label: 'test/dying',
      script: '--eval',
      args: ['process.kill(process.pid, "SIGKILL")'],
      logFile: join(folder.data, 'dying.log'),
      report: (line) => said.push(line),
      restart: true,
      onFailed: failed.resolve,
    };
    const program = createProgram(spec);
    const start = program.start().catch((error: { code: string }) => error.code);
    expect(await failed.promise).to.include({ code: 'endedTooOften' });
    expect(await start).to.equal('endedTooOften');
    expect(said).to.have.length(5);
  });

  it('takes its programs with it when it is killed', async () => {
    const [region] = (await plan()) as [RegionPlan];
    const regions = JSON.stringify([region]);
    const supervisor = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { startPrograms } from ${JSON.stringify(join(root, 'scripts/start/programs.ts'))};
         const data = ${JSON.stringify(folder.data)};
         const programs = startPrograms({ regions: ${regions}, data, keys: data, withoutServices: true });
         await programs.ready;
         console.log(JSON.stringify(programs.list.map(({ pid }) => pid)));`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pids = JSON.parse(
      await new Promise<string>((resolve) =>
        supervisor.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
      ),
    ) as number[];
    expect(pids.map(isAlive)).to.deep.equal([true, true]);
    supervisor.kill('SIGKILL');
    await eventually(async () => (pids.some(isAlive) ? undefined : true));
  });

  it('names a port in use and the option that changes it', async () => {
    const regions = await plan();
    await startIn(regions).ready;
    const port = regions[1]?.chainPort as number;
    const error = await checkPorts([port]).catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'portInUse' });
    expect((error as Error).message)
      .to.include(String(port))
      .and.include('--port');
  });
});
