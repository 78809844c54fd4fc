import { ensureBuilt } from '../start/build.ts';
import type { Row } from './row.ts';

const suites: Record<string, () => Promise<{ run(): Promise<Row[]> }>> = {
  gas: () => import('./gas.ts'),
  issue: () => import('./issue.ts'),
  verify: () => import('./verify.ts'),
  signer: () => import('./signer.ts'),
};

/** `npm run bench -- SUITE [--json]`: a table, or an array of rows. */
const args = process.argv.slice(2);
const json = args.includes('--json');
const name = args.find((argument) => !argument.startsWith('--'));
const load = name === undefined ? undefined : suites[name];
if (load === undefined) {
  console.error(`npm run bench -- SUITE [--json]; suites: ${Object.keys(suites).join(', ')}`);
  process.exit(3);
}
// Some suites run a city.
await ensureBuilt('contracts', (line) => console.error(line), new AbortController().signal);
const rows = await (await load()).run();
if (json) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  const ratio = (ours: number, other: number | null) => (other === null ? '' : (ours / other).toFixed(2));
  console.table(
    rows.map(({ row, ours, peer, floor, unit }) => ({
      row,
      ours,
      peer,
      floor,
      unit,
      'ours/peer': ratio(ours, peer),
      'ours/floor': ratio(ours, floor),
    })),
  );
}
