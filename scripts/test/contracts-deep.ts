import { randomBytes } from 'node:crypto';
import { run } from './suites.ts';

// The contracts' fuzz tests and invariants at 10,000 runs (depth 20), with a seed of its own each time:
// node scripts/test/contracts-deep.ts [SEED]. Takes about half an hour; `npm test` does 256 with a fixed seed.
const seed = process.argv[2] ?? `0x${randomBytes(32).toString('hex')}`;
console.log(`seed ${seed}`);
const settings = { ZHENGLIAN_CONTRACT_RUNS: '10000', ZHENGLIAN_CONTRACT_SEED: seed };
const [code] = await run('hardhat', ['test', 'solidity'], settings);
process.exitCode = code;
