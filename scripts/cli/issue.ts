import { runIssue } from './issue/run.ts';

/** EX_SOFTWARE of sysexits.h: this program is at fault. Node's own exit code for it is 1, which would say that rows were rejected. */
const SOFTWARE_FAULT = 70;

try {
  process.exitCode = await runIssue(process.argv.slice(2), { out: process.stdout, err: process.stderr });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = SOFTWARE_FAULT;
}
