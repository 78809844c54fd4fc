import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeKit } from './write-kit.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const run = promisify(execFile);

/** What whoever builds an engine of their own must read. */
const documents = { 'docs/formats.md': 'docs/formats.md', 'docs/reasons.md': 'docs/reasons.md' };

type RootPackage = { version: string; license: string; dependencies: Record<string, string> };

const door = (path: string) => ({ types: `./lib/${path}.d.ts`, default: `./lib/${path}.js` });

/** The packages that the compiled modules import; their versions are the project's own. */
async function dependenciesOf(lib: string, known: Record<string, string>): Promise<Record<string, string>> {
  const names = new Set<string>();
  for await (const file of glob('**/*.{js,d.ts}', { cwd: lib })) {
    const text = await readFile(join(lib, file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import) ?\(?'((?:@[^/']+\/)?[^./':][^/':]*)(?:\/[^']*)?'/g)) {
      names.add(name as string);
    }
  }
  return Object.fromEntries([...names].sort().map((name) => [name, versionOf(name, known)]));
}

function versionOf(name: string, known: Record<string, string>): string {
  const version = known[name];
  if (version === undefined) throw new Error(`the package imports ${name}, which is no dependency of the project`);
  return version;
}

/**
 * Builds the verification package into a folder that `npm pack` and `npm publish` take as it is: compiled modules with
 * their types, the conformance kit, README and licence.
 *
 * @param folder is emptied first
 * @throws when the sources do not compile
 */
export async function buildPackage(folder: string): Promise<{ cases: number }> {
  await rm(folder, { recursive: true, force: true });
  const lib = join(folder, 'lib');
  await run(process.execPath, [compiler, '-p', join(root, 'service/package/tsconfig.json'), '--outDir', lib]);
  const { version, license, dependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as RootPackage;
  const manifest = {
    name: 'zhenglian-verify',
    version,
    description: '证链核验引擎 Zhenglian verification engine: bytes and trusted points in, verdict out',
    license,
    type: 'module',
    engines: { node: '>=22.13' },
    sideEffects: false,
    exports: {
      '.': door('verify/index'),
      './node': door('adapters/crypto/primitives'),
      './web': door('proof/web-primitives'),
      './online': door('package/online'),
      './conformance': door('package/conformance'),
      './kit/*.json': './conformance/*.json',
      './package.json': './package.json',
    },
    bin: { 'zhenglian-verify': 'lib/package/bin.js' },
    files: ['lib', 'conformance', 'docs'],
    dependencies: await dependenciesOf(lib, dependencies),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await mkdir(join(folder, 'docs'));
  const texts = { 'service/package/README.md': 'README.md', LICENSE: 'LICENSE', ...documents };
  for (const [from, to] of Object.entries(texts)) await copyFile(join(root, from), join(folder, to));
  return { cases: await writeKit(join(folder, 'conformance')) };
}
