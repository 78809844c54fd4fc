import { fileURLToPath } from 'node:url';
import { runProgram } from './chain/program.ts';
import { readConfig } from './config.ts';
import { openRegion } from './region.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// Says {ready, url} to whoever started it, ends on SIGTERM, SIGINT or when that one is gone, and with code 1 and a reason
// when it cannot start.
await runProgram(async () => openRegion(readConfig(process.argv.slice(2), root)));
