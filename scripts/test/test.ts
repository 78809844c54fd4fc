import { ensureBuilt } from '../start/build.ts';
import { close, runSuite, suites } from './suites.ts';
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

const counts: Count[] = [];
try {
  const never = new AbortController().signal;
  for (const what of ['contracts', 'web'] as const) await ensureBuilt(what, (line) => console.log(line), never);
  for (const [, suite] of chosen) counts.push(await runSuite(suite));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts.push({ passed: 0, failed: 1, skipped: 0 });
}
process.exit(close(counts));
