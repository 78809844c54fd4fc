import { ensureBuilt } from '../start/build.ts';
import { close, run, runSuite, suites } from './suites.ts';
import type { Count } from './suites.ts';

/** `npm run check`: format, lint, types, then every test that needs no browser. */
const gates: [name: string, command: string, args: string[]][] = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['.']],
  ['lint of the contracts', 'solhint', ['--noPoster', '--max-warnings', '0', 'contracts/**/*.sol']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the pages', 'tsc', ['-p', 'web/tsconfig.json']],
];

const counts: Count[] = [];
for (const [name, command, args] of gates) {
  console.log(`\n== ${name}`);
  const [code] = await run(command, args);
  counts.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
}
const never = new AbortController().signal;
// Some integration tests ask the service for its pages.
for (const what of ['contracts', 'web'] as const) await ensureBuilt(what, (line) => console.log(line), never);
for (const [name, suite] of Object.entries(suites)) if (name !== 'browser') counts.push(await runSuite(suite));
process.exit(close(counts));
