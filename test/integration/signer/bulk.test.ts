import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { planSigners, writeSigners } from '../../../scripts/start/signers.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';
import { ndjson } from '../../support/bulk/register.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import { until, verdictOf } from '../../support/issue.ts';
import { startRegions } from '../../support/region.ts';
import type { TestRegion, TestRegions } from '../../support/region.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const id = 'dongying';
const ROWS = 3_000;

describe('a register of many rows through a department’s Signer program', () => {
  let regions: TestRegions;
  let region: TestRegion;
  let config: string;
  let program: ChildProcess | undefined;

  async function startSigner(): Promise<void> {
    program = spawn(process.execPath, ['service/signer/main.ts', '--config', config], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(program, 'message');
  }
  async function kill(): Promise<void> {
    const ended = program === undefined ? undefined : once(program, 'exit');
    program?.kill('SIGKILL');
    await ended;
  }

  before(async function () {
    this.timeout(90_000);
    regions = await startRegions([id]);
    [region] = regions.regions as [TestRegion];
    const [data, keys] = [join(regions.folder, 'data'), join(regions.folder, 'keys')];
    const network = JSON.parse(readFileSync(join(data, 'networks', `${id}.json`), 'utf8')) as NetworkFile;
    const plans = planSigners({ regions: [{ id }], keys, which: 'human-resources' });
    writeSigners({ plans, keys, data, networks: new Map([[id, network]]) });
    config = plans[0]?.programs[0]?.config as string;
    await startSigner();
    await region.stopService();
    await region.startService({ args: ['--signers', plans[0]?.file as string] });
  });
  after(async () => {
    await regions.close();
    await kill();
  });

  it('is issued once, row by row, although the Signer is killed in the middle', async () => {
    const token = await region.token('department', { department: region.department('human-resources') });
    const sent = await region.call('/v1/issue-batches?type=professional-title', {
      body: ndjson(Array.from({ length: ROWS }, (_, n) => titleRow(n))),
      token,
      headers: { 'idempotency-key': 'signer-killed', 'content-type': 'application/x-ndjson' },
    });
    expect(sent.status, sent.text).to.equal(202);
    const at = `/v1/issue-batches/${String(sent.json.id)}`;
    for (let round = 0; round < 3; round++) {
      await sleep(Math.random() * 400);
      await kill();
      await sleep(100);
      await startSigner();
    }
    await until(async () => (await region.call(at, { token })).json.state === 'done', 'the register is done');
    const { text } = await region.call(`${at}/results?certificates=true`, { token });
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number; state: string; certificate: string });
    expect(rows.map(({ row: number }) => number)).to.deep.equal(Array.from({ length: ROWS }, (_, n) => n + 1));
    expect(rows.filter(({ state }) => state !== 'issued')).to.deep.equal([]);
    expect(new Set(rows.map(({ certificate }) => certificate)).size).to.equal(ROWS);
    for (const { certificate } of rows.filter((_, n) => n % 250 === 0)) {
      expect((await verdictOf(region, certificate)).verdict).to.equal('valid');
    }
  }).timeout(60_000);
});
