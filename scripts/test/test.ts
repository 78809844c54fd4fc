import { close, run, runSuite, suites } from './suites.ts';
import type { Count } from './suites.ts';

/**
 * `npm test`: compiles, builds the pages and runs every suite. Names of suites as arguments run only those:
 * `npm test -- unit browser`.
 */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}`);
  process.exit(3);
}
const chosen = Object.entries(suites).filter(([name]) => wanted.length === 0 || wanted.includes(name));

const failures: string[] = [];
for (const [command, args] of [
  ['hardhat', ['compile', '--quiet']],
  ['vite', ['build', '--logLevel', 'warn']],
] as const) {
  const [code] = await run(command, [...args]);
  if (code !== 0) failures.push(command);
}

const counts: Count[] = [];
if (failures.length > 0) {
  console.error(`Not built: ${failures.join(', ')}`);
  counts.push({ passed: 0, failed: failures.length, skipped: 0 });
} else {
  for (const [, suite] of chosen) counts.push(await runSuite(suite));
}
process.exit(close(counts));
