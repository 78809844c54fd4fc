import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './suites.ts';

// Lines and statements of contracts/ that the mocha tests reach; anything below 100 % fails. Gas and deployment are left
// out: instrumented code costs more, and the deployment reads the build of everyone.
const build = mkdtempSync(join(tmpdir(), 'zhenglian-coverage-'));
const tests = globSync('test/contracts/{governance,ledgers,registries}/*.test.ts', { cwd: root });
const [code, text] = await run('hardhat', ['test', 'mocha', '--coverage', ...tests], {
  ZHENGLIAN_CONTRACT_BUILD: build,
});
rmSync(build, { recursive: true, force: true });

/** `║ contracts/ledgers/UseLedger.sol │ 100.00 │ 100.00 │ - ║`: lines, statements, uncovered lines. */
const rows = [...text.matchAll(/║ (contracts\/(?!mocks\/)\S+) +│ +(\d+\.\d+) +│ +(\d+\.\d+)/g)];
const short = rows.filter(([, , lines, statements]) => lines !== '100.00' || statements !== '100.00');
for (const [, file, lines, statements] of short) console.error(`${file}: lines ${lines} %, statements ${statements} %`);
console.log(`${rows.length} contracts, ${rows.length - short.length} of them with every line and statement reached`);
process.exitCode = code !== 0 || rows.length === 0 || short.length > 0 ? 1 : 0;
