import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startCity } from '../../support/two-cities.ts';
import type { TwoCities } from '../../support/two-cities.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Step = { command: string; shows: string | undefined };

/** The lines of the README's sh blocks in their order, each with the text that the comment after it promises. */
async function tourOf(file: string): Promise<Step[]> {
  const text = await readFile(join(root, file), 'utf8');
  const steps: Step[] = [];
  for (const [, block] of text.matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
    for (const line of (block as string).trimEnd().split('\n')) {
      const promise = /^# shows (.+)$/.exec(line)?.[1];
      if (promise === undefined) steps.push({ command: line, shows: undefined });
      else (steps.at(-1) as Step).shows = promise;
    }
  }
  return steps;
}

/** Runs a line in a shell as a reader would, with `curl` there even where none is installed. */
async function shell(command: string, cwd: string, bin: string): Promise<string> {
  const child = spawn('sh', ['-c', command], {
    cwd,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${command}\nended with ${String(code)}:\n${output}`);
  return output;
}

describe("The README's tour", () => {
  let cities: TwoCities;
  let folder: string;

  before(async function () {
    this.timeout(150_000);
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-tour-'));
    cities = await startCity(folder, { citizens: 12 });
    await mkdir(join(folder, 'bin'));
    const shim = fileURLToPath(new URL('../../support/curl.mjs', import.meta.url));
    await chmod(shim, 0o755).catch(() => undefined);
    await symlink(shim, join(folder, 'bin', 'curl'));
  });

  after(async () => {
    await cities?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is the same in both languages', async () => {
    expect(await tourOf('README.zh.md')).to.deep.equal(await tourOf('README.md'));
  });

  it('does, line by line, what it says', async function () {
    this.timeout(120_000);
    const steps = await tourOf('README.md');
    expect(steps.length).to.be.greaterThan(8);
    const verify = `node ${join(root, 'scripts/cli/verify.ts')} --networks ${join(cities.data, 'networks')}`;
    for (const { command, shows } of steps) {
      const here = command
        .replaceAll('http://127.0.0.1:3705', cities.dongying)
        .replaceAll('http://127.0.0.1:3706', cities.jinan)
        .replaceAll('npm run --silent verify --', verify);
      const output = await shell(here, folder, join(folder, 'bin'));
      if (shows !== undefined) expect(output, command).to.include(shows);
    }
  });
});
