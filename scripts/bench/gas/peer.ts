import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { BaseContract, ContractFactory, ContractMethod, Signer } from 'ethers';

const folder = fileURLToPath(new URL('..', import.meta.url));
const factoryPath = '@govtechsg/document-store/dist/contracts/factories/contracts/DocumentStore__factory.js';

export type DocumentStore = BaseContract & Record<'issue' | 'bulkIssue' | 'revoke' | 'bulkRevoke', ContractMethod>;

/** OpenAttestation's document store, the byte code of its npm release, installed beside the benchmarks when missing. */
export async function deployDocumentStore(owner: Signer): Promise<DocumentStore> {
  if (!existsSync(`${folder}node_modules/@govtechsg/document-store`)) {
    // A release of code to measure, not to run on this machine: no install scripts.
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const require = createRequire(`${folder}package.json`);
  const { DocumentStore__factory: Factory } = require(factoryPath) as {
    DocumentStore__factory: new (signer: Signer) => ContractFactory;
  };
  const store = await new Factory(owner).deploy('peer', await owner.getAddress());
  await store.waitForDeployment();
  return store as unknown as DocumentStore;
}
