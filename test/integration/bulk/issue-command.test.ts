import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePorts } from '../../../scripts/start/ports.ts';
import { csvRecord } from '../../../service/domain/bulk/csv-record.ts';
import { manyCitizens, ndjson } from '../../support/bulk/register.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import { verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const script = fileURLToPath(new URL('../../../scripts/cli/issue.ts', import.meta.url));
const rows = (count: number, from: number): string =>
  ndjson(Array.from({ length: count }, (_, n) => titleRow(from + n)));

type Line = { row: number; state: string; certificate?: string; errors?: { code: string; path: string }[] };

describe('npm run issue', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zl-issue-'));
    region = await startRegion();
  });
  after(async () => {
    await region.close();
    await rm(folder, { recursive: true });
    expect(region.reports).to.deep.equal([]);
  });

  const file = (name: string, content?: string | Uint8Array): string => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  async function command(...args: string[]): Promise<{ exit: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [out, err] = await Promise.all([streamText(child.stdout), streamText(child.stderr)]);
    return { exit: await exit, out, err };
  }
  const issue = (path: string, ...more: string[]) =>
    command(path, '--type', 'professional-title', '--service', region.url, ...more);
  const countsOf = (out: string) => JSON.parse(out) as Record<string, unknown>;
  const linesOf = (path: string): Line[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  it('says first what would become of a register, and stores nothing', async () => {
    const path = file('dry.ndjson', `${rows(3, 0)}{"claims":{}}\n`);
    const dry = await issue(path, '--dry-run');
    expect(dry.exit, dry.err).to.equal(1);
    expect(countsOf(dry.out)).to.include({ rows: 4, acceptable: 3, rejected: 1 });
    const clean = await issue(file('clean.ndjson', rows(3, 0)), '--dry-run');
    expect(clean.exit, clean.err).to.equal(0);
    expect(countsOf(clean.out)).to.include({ rows: 3, acceptable: 3, rejected: 0, duplicates: 0 });
  });

  it('issues a register with a bar of progress, and writes what became of each row', async () => {
    const results = file('results.ndjson');
    const done = await issue(file('register.ndjson', rows(40, 100)), '--results', results);
    expect(done.exit, done.err).to.equal(0);
    expect(countsOf(done.out)).to.include({ state: 'done', received: 40, accepted: 40, issued: 40, repeated: 0 });
    expect(done.err).to.match(/\[#+\] 100 % {2}签发 issuing 40 \/ 40 rows/);
    const lines = linesOf(results);
    expect(lines.map(({ row, state }) => `${row} ${state}`)).to.deep.equal(
      Array.from({ length: 40 }, (_, n) => `${n + 1} issued`),
    );
    const { verdict, code } = await verdictOf(region, String(lines[39]?.certificate));
    expect(verdict, code).to.equal('valid');
  });

  it('issues nothing twice, and says so: the same file, and another with some of its rows', async () => {
    const path = file('register.ndjson', rows(40, 100));
    const again = await issue(path);
    expect(again.exit, again.err).to.equal(0);
    expect(countsOf(again.out)).to.include({ received: 40, issued: 40, repeated: 40 });
    const more = await issue(file('more.ndjson', rows(42, 99)));
    expect(more.exit, more.err).to.equal(0);
    expect(countsOf(more.out)).to.include({ received: 42, accepted: 2, duplicates: 40, issued: 2, repeated: 0 });
    const { out } = await issue(path, '--key', 'another-key');
    expect(countsOf(out)).to.include({ accepted: 0, duplicates: 40 });
  });

  it('issues the rest of a register with wrong rows, names row and field, and exits with 1', async () => {
    const wrong = [
      titleRow(200),
      {
        ...titleRow(201),
        subject: { idType: 'citizen-id', number: manyCitizens(201).replace(/.$/, (d) => (d === '1' ? '2' : '1')) },
      },
      { ...titleRow(202), type: 'no-such-type' },
      { ...titleRow(203), claims: { ...titleRow(203).claims, speciality: '长'.repeat(2000) } },
      titleRow(200),
      titleRow(204),
    ];
    const notUtf8 = Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]);
    const path = file('wrong.ndjson', Buffer.concat([Buffer.from(ndjson(wrong)), notUtf8]));
    const done = await issue(path);
    expect(done.exit, done.err).to.equal(1);
    expect(countsOf(done.out)).to.include({ received: 7, accepted: 2, rejected: 4, duplicates: 1, issued: 2 });
    expect(done.err).to.match(/row 2: subject\.invalid \/subject\/number/);
    expect(done.err).to.match(/row 3: row\.typeDiffers \/type/);
    expect(done.err).to.match(/row 4: certificate\.claimsInvalid \/claims\/speciality/);
    expect(done.err).to.match(/row 7: row\.notUtf8/);
    expect(done.err).to.contain('--results FILE').and.not.contain(manyCitizens(201).slice(0, 17));
    const results = file('wrong-results.ndjson');
    expect((await issue(path, '--results', results)).exit).to.equal(1);
    expect(linesOf(results).map(({ state }) => state)).to.deep.equal([
      ...['issued', 'rejected', 'rejected', 'rejected', 'duplicate', 'issued', 'rejected'],
    ]);
  });

  it('names the first ten of many wrong rows', async () => {
    const done = await issue(file('many.ndjson', '{}\n'.repeat(3000)));
    expect(done.exit, done.err).to.equal(1);
    expect(countsOf(done.out)).to.include({ received: 3000, accepted: 0, rejected: 3000, state: 'done' });
    expect(done.err.match(/row \d+: row\.malformed/g)).to.have.length(10);
  });

  it('reads CSV, loses one line to a broken quote, and refuses a header that does not fit', async () => {
    const header = csvRecord(['证件号码', ...Object.keys(titleRow(0).claims)]);
    const line = (n: number) => csvRecord([titleRow(n).subject.number, ...Object.values(titleRow(n).claims)]);
    const done = await issue(file('rows.csv', [header, line(300), `"${line(301)}`, line(302), ''].join('\r\n')));
    expect(done.exit, done.err).to.equal(1);
    expect(countsOf(done.out)).to.include({ received: 3, accepted: 2, rejected: 1, issued: 2 });
    expect(done.err).to.match(/row 2: row\.quote/);
    const refused = await issue(file('header.csv', 'name,colour\nx,y\n'));
    expect(refused.exit, refused.err).to.equal(2);
    expect(refused.err).to.contain('register.headerInvalid').and.contain('column 2 is no claim');
  });

  it('is refused with what to do: an unknown type, a token of another department, a row without end', async () => {
    const path = file('one.ndjson', rows(1, 400));
    const unknown = await command(path, '--type', 'no-such-type', '--service', region.url);
    expect([unknown.exit, unknown.err.includes('no-such-type')]).to.deep.equal([2, true]);
    const token = await region.token('department', { department: region.department('civil-affairs') });
    const other = await issue(path, '--token', token);
    expect([other.exit, other.err.includes('certificate.notInCharge')], other.err).to.deep.equal([2, true]);
    const endless = await issue(file('endless.ndjson', 'x'.repeat(3 * 1024 * 1024)), '--wait', '0');
    expect([endless.exit, endless.err.includes('register.rowEndless')], endless.err).to.deep.equal([2, true]);
  });

  it('exits with 2 when the service is away for longer than it waits', async () => {
    const path = file('away.ndjson', rows(1, 500));
    const [port] = await freePorts(1);
    const service = `http://127.0.0.1:${port}`;
    const away = await command(path, '--type', 'professional-title', '--service', service, '--wait', '1');
    expect(away.exit).to.equal(2);
    expect(away.err).to.contain(`${service} gives no usable answer: connect ECONNREFUSED`).and.contain('trying again');
  });

  it('explains itself, and exits with 3 when it is used wrongly, before anything is sent', async () => {
    const help = await command('--help');
    expect([help.exit, help.err]).to.deep.equal([0, '']);
    expect(help.out).to.contain('--dry-run').and.contain('Exit code');
    const path = file('usage.ndjson', rows(1, 600));
    const type = ['--type', 'professional-title'];
    for (const [args, said] of [
      [[], 'name one FILE'],
      [[path], '--type is missing'],
      [[path, path, ...type], 'name one FILE'],
      [[path, ...type, '--colour', 'red'], 'colour'],
      [[path, ...type, '--region', 'atlantis'], 'dongying'],
      [[file('missing.csv'), ...type], 'ENOENT'],
      [[folder, ...type, '--format', 'csv'], 'is no file'],
      [[file('register.txt', 'x'), ...type], '--format'],
      [[path, ...type, '--wait', 'long'], '--wait'],
      [[path, ...type, '--service', region.url, '--results', join(folder, 'none', 'results')], 'ENOENT'],
    ] as const) {
      const { exit, err, out } = await command(...args);
      expect([exit, out], err).to.deep.equal([3, '']);
      expect(err).to.contain(said).and.contain('npm run issue');
    }
    expect(existsSync(file('results-none'))).to.equal(false);
    const clean = await issue(path, '--dry-run');
    expect(countsOf(clean.out), 'nothing of it was issued').to.include({ acceptable: 1, duplicates: 0 });
  });
});
