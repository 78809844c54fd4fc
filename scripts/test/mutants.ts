import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './suites.ts';

/** One fault put into a contract: `find` occurs once in `contracts/<file>` and becomes `replace`. */
type Mutant = { file: string; what: string; find: string; replace: string };
type Outcome = 'killed' | 'survived' | 'broken';

// node scripts/test/mutants.ts [NUMBER…]: every mutant of mutants.json in a copy of the project, or only those named.
// Killed means that a test failed by an assertion; a compile error or a time-out is no kill, and neither is a crash.
const TIMEOUT_MS = 300_000;
const JOBS = 2;

const mutants = JSON.parse(readFileSync(join(import.meta.dirname, 'mutants.json'), 'utf8')) as Mutant[];
const wanted = process.argv.slice(2).map(Number);
const queue = mutants.map((mutant, index) => ({ mutant, number: index + 1 }));
const chosen = wanted.length === 0 ? queue : queue.filter(({ number }) => wanted.includes(number));

function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhenglian-mutant-'));
  for (const path of ['contracts', 'test/contracts', 'deploy', 'service/proof', 'hardhat.config.ts', 'package.json']) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function hardhat(folder: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/hardhat'), args, {
      cwd: folder,
      env: { ...process.env, FORCE_COLOR: '0' },
      timeout: TIMEOUT_MS,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** The mocha tests first, which name what broke; the fuzz tests and invariants where those made no assertion fail. */
async function judge(folder: string): Promise<Outcome> {
  const compiled = await hardhat(folder, 'compile');
  if (compiled.code !== 0) return 'broken';
  const files = globSync('test/contracts/{governance,ledgers,registries}/*.test.ts', { cwd: folder });
  const mocha = await hardhat(folder, 'test', 'mocha', '--no-compile', ...files);
  if (mocha.code !== 0 && /AssertionError/.test(mocha.text) && /\d+ failing/.test(mocha.text)) return 'killed';
  const solidity = await hardhat(folder, 'test', 'solidity', '--no-compile');
  if (solidity.code !== 0 && /assertion failed/.test(solidity.text)) return 'killed';
  return mocha.code === 0 && solidity.code === 0 ? 'survived' : 'broken';
}

const outcomes = new Map<number, Outcome>();

async function work(): Promise<void> {
  const folder = copyProject();
  try {
    for (let next = chosen.shift(); next !== undefined; next = chosen.shift()) {
      const { mutant, number } = next;
      const path = join(folder, 'contracts', mutant.file);
      const source = readFileSync(path, 'utf8');
      const places = source.split(mutant.find).length - 1;
      let outcome: Outcome = 'broken';
      if (places === 1) {
        // A function as replacement, because `$` has a meaning in a text.
        writeFileSync(
          path,
          source.replace(mutant.find, () => mutant.replace),
        );
        outcome = await judge(folder);
        writeFileSync(path, source);
      }
      outcomes.set(number, outcome);
      console.log(`${String(number).padStart(2)} ${outcome.padEnd(8)} ${mutant.file}: ${mutant.what}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await Promise.all(Array.from({ length: JOBS }, work));
const count = (outcome: Outcome): number => [...outcomes.values()].filter((one) => one === outcome).length;
console.log(
  `${outcomes.size} mutants: ${count('killed')} killed, ${count('survived')} survived, ${count('broken')} broken`,
);
process.exitCode = count('killed') === outcomes.size && outcomes.size > 0 ? 0 : 1;
