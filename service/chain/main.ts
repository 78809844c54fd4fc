import { parseArgs } from 'node:util';
import { openChain } from './open-chain.ts';
import { runProgram } from './program.ts';
import { decimal, DevelopmentOnly, required } from './arguments.ts';

const { values } = parseArgs({
  options: {
    region: { type: 'string' },
    'chain-id': { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
    attesters: { type: 'string' },
    mode: { type: 'string', default: 'development' },
  },
});

await runProgram(async () => {
  if (values.mode !== 'development') throw new DevelopmentOnly('the embedded chain');
  return openChain({
    region: required(values, 'region'),
    chainId: decimal(values, 'chain-id'),
    port: decimal(values, 'port'),
    data: required(values, 'data'),
    attesters: values.attesters,
    report: (line) => console.error(line),
    log: (line) => console.log(line),
  });
});
