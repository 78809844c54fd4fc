// Runs one of the project's scripts under its own Node (a package like any other), after installing what is missing.
// Plain JavaScript that any Node since 18 runs without node_modules: the machine's Node may be too old for the rest.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstMissing, thisMachine } from './installed.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.zhenglian-install');
const listFile = join(modules, '.package-lock.json');
const windows = process.platform === 'win32';
const nodeProgram = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
const stamp = `${createHash('sha256').update(lockText).digest('hex')} ${process.platform}-${process.arch}\n`;

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Installed by this script from the present lock file, or by hand. */
function isComplete() {
  if (!existsSync(nodeProgram)) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  const list = existsSync(listFile) ? readJson(listFile) : undefined;
  const exists = (path) => existsSync(join(root, path));
  if (firstMissing({ lock: JSON.parse(lockText), list, exists, machine: thisMachine() }) !== undefined) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/** Runs a program with this terminal; passes signals on and resolves with its exit code. */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    // npm and npx are .cmd files on Windows, which only a shell starts.
    const shell = windows && command === 'npx';
    const child = spawn(command, args, {
      cwd: shell || command === 'npx' ? root : process.cwd(),
      env,
      stdio: 'inherit',
      shell,
    });
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, () => child.kill(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

async function install() {
  const { node } = readJson(join(root, 'package.json')).devDependencies;
  console.error(`证链：正在用 Node ${node} 安装依赖，只需一次，约一分钟……`);
  console.error(`Zhenglian: installing what is missing with Node ${node}; once, about a minute…`);
  const began = Date.now();
  const elapsed = () => Math.round((Date.now() - began) / 1000);
  const progress = setInterval(() => console.error(`  … ${elapsed()} s`), 15_000);
  const args = [
    '-y',
    '-p',
    `node@${node}`,
    '--',
    'npm',
    'ci',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ];
  const code = await run('npx', args, { ...process.env }).finally(() => clearInterval(progress));
  if (code !== 0 || !existsSync(nodeProgram)) {
    console.error(`安装未完成：以上是 npm 的说明；请检查网络与 npm 仓库设置后再试。`);
    console.error('Not installed: npm has said why above. Check the network and the npm registry, then try again.');
    process.exit(code === 0 ? 1 : code);
  }
  writeFileSync(stampFile, stamp);
  console.error(`Zhenglian: installed in ${elapsed()} s`);
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error('usage: node scripts/setup/run.mjs SCRIPT [ARGUMENT…]');
  process.exit(3);
}
if (!isComplete()) await install();
const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
process.exit(await run(nodeProgram, [join(root, script), ...args], { ...process.env, PATH: path }));
