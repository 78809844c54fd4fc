import { parseArgs } from 'node:util';
import { ensureBuilt } from '../start/build.ts';
import { killRounds } from '../../test/support/kill/kill-rounds.ts';

/**
 * `npm run torture [-- --rounds 100 --seed N]`: kills programs at random moments while certificates are issued, then
 * compares with its own list. Exit code 1 when anything was lost, doubled or changed.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
console.log(`seed ${values.seed}`);
const began = Date.now();
try {
  await ensureBuilt('contracts', (line) => console.log(line), new AbortController().signal);
  const report = await killRounds({
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    report: (line) => console.log(line),
  });
  console.log(JSON.stringify({ ...report, seconds: Math.round((Date.now() - began) / 1000) }, null, 2));
} catch (error) {
  console.error(error);
  process.exit(1);
}
