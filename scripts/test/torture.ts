import { parseArgs } from 'node:util';
import { ensureBuilt } from '../start/build.ts';
import { killRounds } from '../../test/support/kill/kill-rounds.ts';

/**
 * `npm run torture [-- --kills 1000 --seed N]`: kills programs at random moments while certificates are issued, fills their
 * disks and breaks their connections, then compares with its own list. Exit code 1 when anything was lost, doubled or
 * changed; 3 for bad usage.
 */
const { kills, seed } = (() => {
  try {
    const seed = String(Date.now() % 1e6);
    const { values } = parseArgs({
      options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: seed } },
    });
    if (![values.kills, values.seed].every((text) => /^[0-9]{1,9}$/.test(text))) throw new Error('numbers, please');
    return { kills: Number(values.kills), seed: Number(values.seed) };
  } catch (error) {
    console.error(`${(error as Error).message}\nnpm run torture [-- --kills 1000 --seed N]`);
    process.exit(3);
  }
})();
console.log(`seed ${seed}`);
const began = performance.now();
try {
  await ensureBuilt('contracts', (line) => console.log(line), new AbortController().signal);
  const report = await killRounds({ kills, seed, keep: true, report: (line) => console.log(line) });
  console.log(JSON.stringify({ ...report, seconds: Math.round((performance.now() - began) / 1000) }, null, 2));
} catch (error) {
  console.error(`seed ${seed}`, error);
  process.exit(1);
}
