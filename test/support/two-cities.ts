import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPorts } from '../../scripts/start/ports.ts';
import { localUrl, planRegions, portsOf } from '../../scripts/start/regions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type TwoCities = {
  dongying: string;
  jinan: string;
  data: string;
  examples: string;
  /** What `npm start` has printed so far. */
  output(): string;
  /** Ctrl-C, and waits for the end. */
  stop(): Promise<number>;
  process: ChildProcess;
};

/** A port P such that all that `npm start` takes beside it is free. */
async function freeBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(Math.random() * 400) * 30;
    const free = await checkPorts(portsOf(planRegions(base))).then(
      () => true,
      () => false,
    );
    if (free) return base;
  }
  throw new Error('no free ports for two cities');
}

/** `npm start` as a person runs it, in a folder of its own on free ports; resolves when it says it is ready. */
export async function startCity(
  folder: string,
  options: { citizens: number; port?: number; limitMs?: number },
): Promise<TwoCities> {
  const port = options.port ?? (await freeBase());
  const [data, keys, examples] = ['data', 'keys', 'examples'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const args = ['--port', String(port), '--data', data, '--keys', keys, '--examples', examples];
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/start/start.ts'), ...args, '--citizens', String(options.citizens)],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const exited = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const ready = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not ready in time:\n${output}`));
    }, options.limitMs ?? 140_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (!output.includes('Zhenglian is ready')) return;
        clearTimeout(limit);
        resolve();
      });
    }
    void exited.then((code) => {
      clearTimeout(limit);
      reject(new Error(`ended with ${code}:\n${output}`));
    });
  });
  await ready;
  return {
    dongying: localUrl(port),
    jinan: localUrl(port + 1),
    data,
    examples,
    output: () => output,
    process: child,
    async stop() {
      child.kill('SIGINT');
      return exited;
    },
  };
}
