import { parseArgs } from 'node:util';
import { BadArgument, decimal, DevelopmentOnly, required } from './arguments.ts';
import { developmentValidators } from './development-validators.ts';
import type { Validator } from './development-validators.ts';
import { openAttesters } from './open-attesters.ts';
import { runProgram } from './program.ts';

const { values } = parseArgs({
  options: {
    region: { type: 'string' },
    chain: { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
    validators: { type: 'string', default: '0,1,2,3' },
    'max-age': { type: 'string', default: '300' },
    mode: { type: 'string', default: 'development' },
  },
});

/** A subset of the validators, so that some of them can be stopped by stopping one process. */
function chosen(region: string, indices: string): Validator[] {
  const all = developmentValidators(region);
  return [...new Set(indices.split(','))].map((index) => {
    const validator = /^[0-9]$/.test(index) ? all[Number(index)] : undefined;
    if (validator === undefined) throw new BadArgument(`--validators ${indices}: there are 0 to ${all.length - 1}`);
    return validator;
  });
}

await runProgram(async () => {
  if (values.mode !== 'development') throw new DevelopmentOnly('a set of development validators');
  const region = required(values, 'region');
  return openAttesters({
    region,
    validators: chosen(region, values.validators),
    chainUrl: required(values, 'chain'),
    port: decimal(values, 'port'),
    data: required(values, 'data'),
    maxAge: decimal(values, 'max-age'),
    report: (line) => console.error(line),
    log: (line) => console.log(line),
  });
});
