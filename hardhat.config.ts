import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers';
import hardhatMocha from '@nomicfoundation/hardhat-mocha';
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers';
import { defineConfig } from 'hardhat/config';

// The compiler is the npm package's own: nothing is downloaded at build time.
const solcPath = createRequire(import.meta.url).resolve('solc/soljson.js');

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
  paths: { tests: 'test/contracts' },
  networks: {
    default: { type: 'edr-simulated', chainId: 370500, hardfork: 'berlin', initialBaseFeePerGas: 0, gasPrice: 0 },
  },
});
