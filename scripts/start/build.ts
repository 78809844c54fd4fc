import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesHash } from './sources-hash.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A build step failed; its output is in the message. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
  readonly code = 'buildFailed';
}

type Step = {
  readonly what: { readonly zh: string; readonly en: string };
  readonly command: readonly string[];
  readonly sources: readonly string[];
  /** There after a build. */
  readonly result: string;
  /** Holds the hash of the sources it was built from. */
  readonly stamp: string;
};

const steps: Record<'contracts' | 'web', Step> = {
  contracts: {
    what: { zh: '编译合约', en: 'compiling the contracts' },
    command: ['hardhat', 'compile', '--quiet'],
    sources: ['contracts', 'test/contracts', 'hardhat.config.ts', 'package-lock.json'],
    result: 'artifacts/contracts',
    stamp: 'dist/contracts.sha256',
  },
  web: {
    what: { zh: '构建页面', en: 'building the pages' },
    command: ['vite', 'build', '--logLevel', 'warn'],
    sources: [
      'web',
      'service/proof',
      'service/verify',
      'service/data',
      'vite.config.ts',
      'tsconfig.json',
      'package-lock.json',
    ],
    result: 'dist/web/index.html',
    stamp: 'dist/web.sha256',
  },
};

/** Runs a tool of node_modules/.bin. Ends it if the signal aborts. @throws BuildFailed */
function runTool([tool, ...args]: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    const program = join(root, 'node_modules', '.bin', windows ? `${tool}.cmd` : (tool as string));
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: windows, signal });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new BuildFailed(`${tool} ${args.join(' ')} failed:\n${output.trim()}`));
    });
  });
}

/**
 * Builds the contracts' artifacts or the pages if they are missing or their sources have changed.
 *
 * @throws BuildFailed
 */
export async function ensureBuilt(
  name: keyof typeof steps,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { what, command, sources, result, stamp } = steps[name];
  const stampFile = join(root, stamp);
  const hash = sourcesHash(root, sources);
  const built = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash && existsSync(join(root, result));
  if (built) return;
  report(`${what.zh} / ${what.en} …`);
  await runTool(command, signal);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}
