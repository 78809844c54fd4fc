import { runIssue } from './issue/run.ts';

process.exitCode = await runIssue(process.argv.slice(2), { out: process.stdout, err: process.stderr });
