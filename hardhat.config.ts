import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers';
import hardhatMocha from '@nomicfoundation/hardhat-mocha';
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers';
import { defineConfig } from 'hardhat/config';

// The compiler is the npm package's own: nothing is downloaded at build time.
const solcPath = createRequire(import.meta.url).resolve('solc/soljson.js');

// `npm test` runs each fuzz test and each invariant 256 times; scripts/test/contracts-deep.ts sets 10,000.
const runs = Number(process.env.ZHENGLIAN_CONTRACT_RUNS ?? 256);

const seed = process.env.ZHENGLIAN_CONTRACT_SEED;
const build = process.env.ZHENGLIAN_CONTRACT_BUILD;

export default defineConfig({
  plugins: [hardhatEthers, hardhatEthersChaiMatchers, hardhatMocha, hardhatNetworkHelpers],
  solidity: {
    version: '0.8.37',
    path: solcPath,
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
    settings: {
      // Runs on Besu, GoQuorum, FISCO BCOS, geth Clique and the embedded chain alike.
      evmVersion: 'paris',
      optimizer: { enabled: true, runs: 10_000 },
      outputSelection: { '*': { '*': ['storageLayout'] } },
    },
  },
  // Coverage instruments what it compiles, so it must not write where everyone else reads.
  paths: { tests: 'test/contracts', ...(build && { artifacts: `${build}/artifacts`, cache: `${build}/cache` }) },
  test: {
    solidity: {
      fuzz: { runs, maxTestRejects: runs * 64, ...(seed && { seed }) },
      // A handler checks every action against its model, so an action that reverts is itself a failure.
      invariant: { runs, depth: 20, failOnRevert: true },
    },
  },
  networks: {
    default: { type: 'edr-simulated', chainId: 370500, hardfork: 'berlin', initialBaseFeePerGas: 0, gasPrice: 0 },
  },
});
