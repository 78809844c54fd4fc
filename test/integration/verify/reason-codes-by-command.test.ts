import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from '../../../scripts/cli/verify/run.ts';
import { reasonOf } from '../../../service/verify/index.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import { allCases } from '../../support/engine/cases/all.ts';
import type { Situation } from '../../support/engine/cases/case.ts';
import { NOW } from '../../support/engine/region.ts';
import { networkFile, serveRegion } from '../../support/engine/serve-region.ts';

const EXIT = { valid: 0, invalid: 1, undetermined: 2 };
/** Nothing listens on the discard port. */
const NOBODY = 'http://127.0.0.1:9';

/** Runs the command on the situation's artefact, its region's node and attesters being real HTTP servers. */
async function byCommand({ region, text, change = {} }: Situation): Promise<{ exit: number; verdict: Verdict }> {
  const { evidence, height, time } = change;
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-verify-'));
  const served = await serveRegion(region, {
    ...(typeof evidence === 'function' ? { fault: evidence } : {}),
    ...(height === undefined ? {} : { height }),
    ...(time === undefined ? {} : { time }),
  });
  try {
    const file = join(folder, 'artefact.txt');
    const networks = await mkdtemp(join(folder, 'networks-'));
    await writeFile(file, text);
    const known = !('trustedPoint' in change) || change.trustedPoint !== undefined;
    const url = typeof evidence === 'object' ? NOBODY : served.url;
    if (known) await writeFile(join(networks, 'region.json'), networkFile(region, url, change.trustedPoint));
    let output = '';
    const options = [
      ...['--json', '--networks', networks],
      ...(change.policy === undefined ? [] : ['--policy', change.policy.id]),
      ...(change.policy?.production === true ? ['--production'] : []),
      ...(change.asOf === undefined ? [] : ['--as-of', new Date(change.asOf * 1000).toISOString()]),
      ...(change.holder === undefined ? [] : ['--audience', change.holder.audience, '--nonce', change.holder.nonce]),
    ];
    const exit = await run([file, ...options], {
      out: (text) => (output += text),
      err: () => undefined,
      now: () => NOW,
    });
    return { exit, verdict: JSON.parse(output) as Verdict };
  } finally {
    await served.close();
    await rm(folder, { recursive: true });
  }
}

describe('npm run verify, by the reason it gives', () => {
  for (const { code, title, given } of allCases.filter(({ engineOnly }) => engineOnly !== true)) {
    it(`${code}: ${title}`, async () => {
      const situation = await given(true);
      const { exit, verdict } = await byCommand(situation);
      const shown = JSON.stringify({ codes: verdict.codes, checks: verdict.checks }, null, 1);
      expect(exit, shown).to.equal(EXIT[reasonOf(code)!.verdict]);
      expect(exit).to.equal(EXIT[verdict.verdict]);
      // A reader that meets a liar or too few votes takes the chain for silent.
      const said = verdict.checks.map((check) => check.code);
      if (code.startsWith('chain.')) expect(verdict.codes[0], shown).to.match(/^chain\./);
      else expect(said, shown).to.include(code);
    });
  }
});
