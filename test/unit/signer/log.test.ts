import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { diskFiles } from '../../../service/chain/durable-files.ts';
import type { DurableFiles } from '../../../service/chain/durable-files.ts';
import type { DayCounts } from '../../../service/signer/limits.ts';
import { faultOf, LOG_BEGINNING } from '../../../service/signer/log/line.ts';
import type { LogFacts, LogLine } from '../../../service/signer/log/line.ts';
import { openLog } from '../../../service/signer/log/open-log.ts';
import { gatherRefusals } from '../../../service/signer/log/refusals.ts';
import { linesOf, segmentsIn } from '../../../service/signer/log/segments.ts';

const today: DayCounts = { day: 20_781, certificates: 3, statusChanges: 0, transactions: 1, evaluations: 0 };
const facts = (n: number): LogFacts => ({ op: 'evaluated', domains: { 'https://dongying.example/domains/x': n } });

describe('a Signer’s log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zl-signer-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  type More = { files?: DurableFiles; segmentBytes?: number };
  const reports: string[] = [];
  const open = (more: More = {}) =>
    openLog({ folder, now: () => 1_795_500_000, today: () => today, report: (line) => reports.push(line), ...more });
  const path = () => join(folder, '000001.ndjson');

  async function read(): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    let head: { seq: number; hash: string } = { seq: 0, hash: LOG_BEGINNING };
    for (const segment of segmentsIn(folder)) {
      for await (const { text } of linesOf(segment)) {
        const line = JSON.parse(text) as LogLine;
        expect(faultOf(line, head)).to.equal(undefined);
        lines.push(line);
        head = line;
      }
    }
    return lines;
  }

  async function written(count: number): Promise<void> {
    const { log } = await open();
    for (let n = 1; n <= count; n++) await log.append(facts(n));
    await log.close();
  }

  async function openFault(): Promise<string> {
    try {
      await (await open()).log.close();
      return 'opened';
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
  }

  it('links every line to the one before, across restarts, and remembers the day’s counts', async () => {
    await written(3);
    const { log, counts } = await open();
    expect(counts).to.deep.equal(today);
    expect(log.head().seq).to.equal(3);
    await Promise.all([4, 5, 6].map((n) => log.append(facts(n))));
    await log.close();
    expect((await read()).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('begins a new file when one is full, and the chain goes on through both', async () => {
    const { log } = await open({ segmentBytes: 700 });
    for (let n = 1; n <= 6; n++) await log.append(facts(n));
    await log.close();
    expect(segmentsIn(folder).length).to.be.greaterThan(1);
    expect(await read()).to.have.length(6);
    const again = await open({ segmentBytes: 700 });
    expect(again.log.head().seq).to.equal(6);
    await again.log.close();
  });

  it('takes off a last line that a crash has cut, since nothing was given out for it', async () => {
    await written(2);
    const whole = readFileSync(path());
    appendFileSync(path(), whole.subarray(0, 40));
    reports.length = 0;
    const { log } = await open();
    expect(reports).to.have.length(1);
    await log.append(facts(3));
    await log.close();
    expect(await read()).to.have.length(3);
  });

  it('is signer.logDamaged when a line was changed, taken out or is no line', async () => {
    await written(3);
    const whole = readFileSync(path(), 'utf8');
    const lines = whole.trimEnd().split('\n');
    for (const changed of [
      whole.replace('"at":1795500000', '"at":1795500001'),
      `${[lines[0], lines[2]].join('\n')}\n`,
      `${[lines[1], lines[2]].join('\n')}\n`,
      whole.replace('{', '['),
      `${whole}{}\n`,
    ]) {
      writeFileSync(path(), changed);
      expect(await openFault()).to.equal('signer.logDamaged');
    }
    writeFileSync(path(), whole);
    expect(await openFault()).to.equal('opened');
  });

  it('is signer.logUnwritable where there can be no folder', async () => {
    writeFileSync(path(), '');
    folder = path();
    expect(await openFault()).to.equal('signer.logUnwritable');
    folder = join(folder, '..');
  });

  describe('on a disk that fills up', () => {
    /** Writes `room` bytes of the next append and then fails, until it is given more. */
    function fullDisk() {
      const state = { room: Infinity };
      const files: DurableFiles = {
        ...diskFiles,
        async openAppend(file) {
          const real = await diskFiles.openAppend(file);
          return {
            ...real,
            async append(bytes) {
              await real.append(bytes.subarray(0, state.room));
              if (bytes.length > state.room) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
            },
          };
        },
      };
      return { state, files };
    }

    it('refuses to append, and goes on without a gap when there is room again', async () => {
      const { state, files } = fullDisk();
      const { log } = await open({ files });
      await log.append(facts(1));
      state.room = 17;
      const outcomes = await Promise.allSettled([2, 3].map((n) => log.append(facts(n))));
      for (const outcome of outcomes) {
        expect(outcome.status).to.equal('rejected');
        expect((outcome as PromiseRejectedResult).reason).to.have.property('code', 'signer.logUnwritable');
      }
      expect(log.head().seq).to.equal(1);
      state.room = Infinity;
      await log.append(facts(4));
      await log.close();
      expect((await read()).map(({ seq }) => seq)).to.deep.equal([1, 2]);
    });

    it('is whole again after a crash in the middle of it', async () => {
      const { state, files } = fullDisk();
      const { log } = await open({ files });
      await log.append(facts(1));
      state.room = 17;
      await log.append(facts(2)).catch(() => undefined);
      await log.close();
      truncateSync(path(), readFileSync(path()).length);
      await written(1);
      expect((await read()).map(({ seq }) => seq)).to.deep.equal([1, 2]);
    });
  });

  it('gathers refusals by the second, so that nobody can fill the disk with them', async () => {
    const { log } = await open();
    const refusals = gatherRefusals(log, (error) => expect.fail(String(error)));
    for (let n = 0; n < 100; n++) refusals.note('certificates', { 'signer.typeNotAllowed': 2 });
    refusals.note('/v1/transactions', { 'signer.otherChain': 1 });
    await refusals.flush();
    await log.close();
    expect((await read()).map((line) => (line.op === 'refused' ? line.codes : {}))).to.deep.equal([
      { 'signer.typeNotAllowed': 200 },
      { 'signer.otherChain': 1 },
    ]);
  });
});
