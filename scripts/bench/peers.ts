import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Installs what the benchmarks compare with, when one of the packages is missing. */
export function installPeers(...packages: string[]): void {
  if (packages.every((name) => existsSync(`${folder}node_modules/${name}`))) return;
  // Releases of code to measure: no install scripts.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Loads a package installed for the benchmarks. */
export async function peer<T>(name: string): Promise<T> {
  const path = createRequire(`${folder}package.json`).resolve(name);
  return (await import(pathToFileURL(path).href)) as T;
}
