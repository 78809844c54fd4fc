import { join } from 'node:path';
import { openCity } from './issue/city.ts';
import type { City } from './issue/city.ts';
import { openContest } from './issue/contest.ts';
import { measureMerkle } from './issue/merkle.ts';
import { writeRegister } from './issue/register-file.ts';
import { installPeers } from './peers.ts';
import type { Row } from './row.ts';

const HUNDRED_THOUSAND = 100_000;
const MILLION = 1_000_000;
const REPETITIONS = 3;
const CONTEST_MS = 3000;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** `--scale 0.1` for a quick look: a tenth of every size. */
function scaleOf(args: readonly string[]): number {
  const at = args.indexOf('--scale');
  const scale = at < 0 ? 1 : Number(args[at + 1]);
  if (!(scale > 0 && scale <= 1)) throw new RangeError('--scale is above 0 and at most 1');
  return scale;
}

/**
 * Certificates of 12 claims, 8 selectively disclosable, a second: ours from a register handed over to every row issued, with
 * all programs of a city on this machine. Peers and floor run on two threads in memory: the peers make and sign the same
 * claims, the floor only signs. All interleaved in one run, medians; memory of a city's programs together.
 */
export async function run(): Promise<Row[]> {
  const scale = scaleOf(process.argv.slice(2));
  installPeers('@sd-jwt/sd-jwt-vc', 'jose', 'merkletreejs', '@openzeppelin/merkle-tree');
  const rows = await measureMerkle(Math.round(HUNDRED_THOUSAND * scale));
  const contests = {
    floor: await openContest('floor'),
    sdJwt: await openContest('sd-jwt-vc'),
    jose: await openContest('jose'),
  };
  const city = await openCity();
  try {
    const rates = { ours: [] as number[], floor: [] as number[], sdJwt: [] as number[], jose: [] as number[] };
    let memory = 0;
    let first = 0;
    const issue = async (count: number): Promise<number> => {
      const path = join(city.folder, `register-${first}.ndjson`);
      await writeRegister(path, first, count);
      first += count;
      const { perSecond, rssMegabytes } = await (city as City).issue(path, count);
      memory = Math.max(memory, rssMegabytes);
      return perSecond;
    };
    const contest = async (): Promise<void> => {
      for (const name of ['floor', 'sdJwt', 'jose'] as const)
        rates[name].push(await contests[name].perSecond(CONTEST_MS));
    };
    await issue(Math.round(HUNDRED_THOUSAND * scale * 0.1)); // the programs have compiled their code then
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      await contest();
      rates.ours.push(await issue(Math.round(HUNDRED_THOUSAND * scale)));
    }
    const of = (name: keyof typeof rates): number => Math.round(median(rates[name]));
    const unit = 'certificates/s';
    rows.unshift(
      {
        row: 'issue-100k',
        ours: of('ours'),
        peer: of('sdJwt'),
        floor: of('floor'),
        unit: `${unit}, @sd-jwt/sd-jwt-vc`,
      },
      { row: 'issue-100k', ours: of('ours'), peer: of('jose'), floor: of('floor'), unit: `${unit}, jose` },
      { row: 'issue-100k-memory', ours: Math.round(memory), peer: null, floor: null, unit: 'MB of all programs' },
    );
    memory = 0;
    const million = await issue(Math.round(MILLION * scale));
    await contest();
    rows.push(
      { row: 'issue-1m', ours: Math.round(million), peer: of('sdJwt'), floor: of('floor'), unit },
      { row: 'issue-1m-memory', ours: Math.round(memory), peer: null, floor: null, unit: 'MB of all programs' },
    );
    return rows;
  } finally {
    await city.close();
    await Promise.all(Object.values(contests).map((one) => one.close()));
  }
}
