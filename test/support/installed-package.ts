import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPackage } from '../../scripts/build/build-package.ts';
import { untar } from './untar.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program with the machine's environment; its output, also when it fails. */
export const execute = promisify(execFile);

/** What `npm pack --json` says of a tarball; sizes in bytes. */
export type Packed = { filename: string; size: number; unpackedSize: number; files: { path: string; mode: number }[] };

export type InstalledPackage = {
  /** A project of someone else with the package in its node_modules, and nothing else of ours. */
  folder: string;
  packed: Packed;
  cases: number;
  remove(): Promise<void>;
};

/**
 * Builds and packs the verification package and unpacks the tarball where `npm install` would, beside the dependencies
 * that its package.json names; these come from here, since a test has no registry.
 */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-package-'));
  const built = join(folder, 'built');
  const { cases } = await buildPackage(built);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await execute(npm, ['pack', '--json', '--pack-destination', folder], { cwd: built });
  const [packed] = JSON.parse(stdout) as [Packed];
  await rm(built, { recursive: true });

  const installed = join(folder, 'node_modules', 'zhenglian-verify');
  await mkdir(installed, { recursive: true });
  await untar(await readFile(join(folder, packed.filename)), installed);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(root, 'node_modules', name), place, 'junction');
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return { folder, packed, cases, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The code of the README's block that is marked with this word. */
export async function readmeExample(folder: string, word: string): Promise<string> {
  const readme = await readFile(join(folder, 'node_modules/zhenglian-verify/README.md'), 'utf8');
  const found = new RegExp(`^\`\`\`js ${word}\\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1];
  if (found === undefined) throw new Error(`the README has no example “${word}”`);
  return found;
}
