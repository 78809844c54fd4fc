import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../../../service/signer/configuration.ts';
import type { LogLine } from '../../../service/signer/log/line.ts';
import { openSigner } from '../../../service/signer/open-signer.ts';
import type { RunningSigner } from '../../../service/signer/open-signer.ts';
import type { Signer } from '../../../service/ports/signer.ts';
import { newDepartment } from './department.ts';
import type { TestDepartment } from './department.ts';

/** A department for a suite's tests, with Signers and clients in this process; what a test opens is closed after it. */
export function useSigner() {
  let department: TestDepartment;
  const opened: { close(): unknown }[] = [];
  const reports: string[] = [];
  before(() => {
    department = newDepartment();
  });
  after(() => department.remove());
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
    rmSync(join(department.folder, 'log'), { recursive: true, force: true });
    reports.length = 0;
  });

  return {
    department: (): TestDepartment => department,
    /** Lines the Signers reported. */
    reports,
    async open(changes: Record<string, unknown> = {}, nowMs: () => number = Date.now): Promise<RunningSigner> {
      const configuration = readConfiguration(department.configure(changes));
      const signer = await openSigner(configuration, { nowMs, report: (line) => reports.push(line) });
      opened.push(signer);
      return signer;
    },
    /** Closes a Signer before its test ends. */
    async close(signer: RunningSigner): Promise<void> {
      opened.splice(opened.indexOf(signer), 1);
      await signer.close();
    },
    client(options: Parameters<TestDepartment['client']>[0] = {}): Signer {
      const { signer, close } = department.client(options);
      opened.push({ close });
      return signer;
    },
    logLines(): LogLine[] {
      const text = readFileSync(join(department.folder, 'log', '000001.ndjson'), 'utf8');
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as LogLine);
    },
  };
}
