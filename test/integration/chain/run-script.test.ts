import { expect } from 'chai';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('A script of package.json', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-run-'));
    await writeFile(
      join(folder, 'script.ts'),
      `const [code, ...rest]: string[] = process.argv.slice(2);
       process.on('SIGTERM', () => process.exit(9));
       console.log(JSON.stringify([process.version, rest, process.env['PATH']]));
       if (code === 'wait') setInterval(() => {}, 1000);
       else process.exit(Number(code));`,
    );
  });
  after(() => rm(folder, { recursive: true }));

  const run = (...args: string[]): ChildProcess => {
    const script = relative(root, join(folder, 'script.ts'));
    return spawn(process.execPath, ['scripts/setup/run.mjs', script, ...args], { cwd: root });
  };
  const output = async (child: ChildProcess): Promise<[string, string[], string]> =>
    JSON.parse(
      await new Promise((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))),
    );
  const exitCode = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once('close', (code) => resolve(code)));

  it('runs under the project’s own Node, with its tools first on the path, and passes arguments and exit code on', async () => {
    const child = run('5', 'a b', '--c');
    const code = exitCode(child);
    const [version, args, path] = await output(child);
    expect(version).to.match(/^v24\./);
    expect(args).to.deep.equal(['a b', '--c']);
    expect(path.startsWith(join(root, 'node_modules', '.bin'))).to.equal(true);
    expect(await code).to.equal(5);
  });

  it('gets the signals that are meant for it', async () => {
    const child = run('wait');
    const code = exitCode(child);
    await output(child);
    child.kill('SIGTERM');
    expect(await code).to.equal(9);
  });

  it('has to be named', async () => {
    const child = spawn(process.execPath, ['scripts/setup/run.mjs'], { cwd: root });
    expect(await exitCode(child)).to.equal(3);
  });
});
