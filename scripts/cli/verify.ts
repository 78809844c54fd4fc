import { run } from './verify/run.ts';

/** EX_SOFTWARE of sysexits.h: this program is at fault, and nothing is said about any file. */
const SOFTWARE_FAULT = 70;

try {
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    now: () => Math.floor(Date.now() / 1000),
  });
} catch (error) {
  // A bug. Node's own exit code for it is 1, which would say invalid.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = SOFTWARE_FAULT;
}
