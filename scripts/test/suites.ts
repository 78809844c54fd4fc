import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What one suite counted. A suite that ends badly without a failing test counts as one failure. */
export type Count = { passed: number; failed: number; skipped: number };

export type Suite = { name: string; command: string; args: string[]; env?: Record<string, string> };

export const root = fileURLToPath(new URL('../..', import.meta.url));

const mocha = (name: string, patterns: string[], ...options: string[]): Suite => ({
  name,
  command: 'mocha',
  args: [...options, ...patterns],
});

/** Every suite of `npm test`, the quick ones first. The browser suite needs the built pages. */
export const suites = {
  unit: mocha('unit', ['test/unit/**/*.test.ts', 'test/ports/**/*.test.ts'], '--parallel', '--jobs', '2'),
  contracts: { name: 'contracts', command: 'hardhat', args: ['test', 'mocha', '--no-compile'] },
  solidity: { name: 'contracts, fuzz and invariants', command: 'hardhat', args: ['test', 'solidity', '--no-compile'] },
  fuzz: mocha('fuzz', ['test/fuzz/**/*.test.ts'], '--timeout', '120000'),
  integration: mocha(
    'integration',
    ['test/integration/**/*.test.ts'],
    '--parallel',
    '--jobs',
    '2',
    '--timeout',
    '90000',
  ),
  browser: mocha('browser', ['test/e2e/**/*.test.ts'], '--timeout', '90000'),
} satisfies Record<string, Suite>;

/** Runs a command from the project's root with its output shown, and returns the output's text with the exit code. */
export async function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<[number, string]> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const [stream, sink] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      sink.write(chunk);
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  return [code, text];
}

const sum = (text: string, word: string): number =>
  [...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce((total, match) => total + Number(match[1]), 0);

/** Runs one suite and counts from the runner's own closing lines. */
export async function runSuite(suite: Suite): Promise<Count> {
  const started = Date.now();
  console.log(`\n== ${suite.name}`);
  const [code, text] = await run(suite.command, suite.args, suite.env);
  const count = { passed: sum(text, 'passing'), failed: sum(text, 'failing'), skipped: sum(text, 'pending') };
  if (code !== 0 && count.failed === 0) count.failed = 1;
  if (count.passed + count.failed === 0) {
    console.error(`${suite.name}: no test ran`);
    count.failed = 1;
  }
  console.log(`== ${suite.name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return count;
}

/** Prints the closing line that CI reads, alone on the last line, and returns the exit code. */
export function close(counts: Count[]): number {
  const total = counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}
