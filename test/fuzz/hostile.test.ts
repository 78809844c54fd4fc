import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { run } from '../../scripts/cli/verify/run.ts';
import { issue } from '../support/engine/certificates.ts';
import { createRegion, NOW } from '../support/engine/region.ts';
import { zip } from '../support/zip.ts';
import { hostileInputs } from './hostile-inputs.ts';
import type { Given, Measured } from './measure-hostile.ts';

const MAX_MS = 1_000;
const MAX_BYTES = 256 * 1_048_576;
/** Many and large, but all their own department signed: nothing is wrong with them. */
const SOUND = ['a thousand disclosures', 'ten thousand members', 'a list of lists', 'four thousand digests'];
/** The certificate is sound, and the chain decides where a status list cannot be used. */
const BESIDE = ['a status list that inflates', 'a status list without end'];
const script = fileURLToPath(new URL('measure-hostile.ts', import.meta.url));

describe('what is made to cost a verifier much', () => {
  let folder: string;
  let measured: Measured;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-hostile-'));
    const region = createRegion();
    const { trustedPoint } = region;
    for (const [i, { what, input, evidence }] of (await hostileInputs(region)).entries()) {
      const given: Given = {
        what,
        text: typeof input === 'string',
        trustedPoint,
        now: NOW,
        ...(evidence && { evidence }),
      };
      await writeFile(join(folder, `${i}.json`), JSON.stringify(given));
      await writeFile(join(folder, `${i}.input`), input);
    }
    // What the engine has done with and the collector has not yet come to is not what it needs.
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=128', script, folder]);
    measured = JSON.parse(stdout) as Measured;
  });
  after(() => rm(folder, { recursive: true }));

  it('takes none over a second of processor time', () => {
    expect(measured.costs.length).to.be.greaterThan(50);
    expect(measured.costs.filter(({ cpuMs }) => cpuMs > MAX_MS)).to.deep.equal([]);
  });

  it('takes all together less than 256 MB', () => {
    expect(measured.grownBytes).to.be.lessThan(MAX_BYTES);
  });

  it('is never valid, but where nothing is wrong with the certificate', () => {
    const valid = measured.costs.filter(({ verdicts }) => verdicts.includes('valid')).map(({ what }) => what);
    expect(valid).to.have.members([...SOUND, ...BESIDE]);
  });

  it('leaves nothing where the names in an archive point to', async () => {
    const place = await mkdtemp(join(folder, 'place-'));
    const outside = await readdir(folder);
    const names = ['../escaped', '../../escaped', `${folder}/escaped`, 'C:\\escaped', '\0', 'a/../../escaped'];
    const { text } = issue(createRegion());
    await writeFile(join(place, 'archive.zip'), zip(names.map((name) => ({ name, content: text }))));
    let output = '';
    const surroundings = { out: (line: string) => (output += line), err: () => undefined, now: () => NOW };
    expect(await run([join(place, 'archive.zip'), '--json'], surroundings)).to.equal(2);
    expect(output.match(/issuer\.unknownRegion/g)).to.have.length.at.least(names.length);
    expect(await readdir(place)).to.deep.equal(['archive.zip']);
    expect(await readdir(folder)).to.deep.equal(outside);
  });
});
