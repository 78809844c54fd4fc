import { parseArgs } from 'node:util';
import { required } from '../chain/arguments.ts';
import { runProgram } from '../chain/program.ts';
import { readConfiguration } from './configuration.ts';
import { openSigner } from './open-signer.ts';

const { values } = parseArgs({ options: { config: { type: 'string' } } });

// Says {ready, url} to whoever started it, ends on SIGTERM, SIGINT or when that one is gone, and with code 1 and a reason
// when it cannot start.
await runProgram(async () => openSigner(readConfiguration(required(values, 'config'))));
