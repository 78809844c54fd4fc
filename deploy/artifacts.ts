import { readFileSync } from 'node:fs';
import { Interface } from 'ethers';
import type { JsonFragment } from 'ethers';
import type { Hex } from '../service/proof/bytes.ts';
import type { DeployedContracts } from './context.ts';

const SOURCES: Record<keyof DeployedContracts, string> = {
  council: 'contracts/governance/Council.sol/Council.json',
  accessManager: '@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager.json',
  authorityRegistry: 'contracts/registries/AuthorityRegistry.sol/AuthorityRegistry.json',
  certificateAnchors: 'contracts/ledgers/CertificateAnchors.sol/CertificateAnchors.json',
  recordRegistry: 'contracts/ledgers/RecordRegistry.sol/RecordRegistry.json',
  useLedger: 'contracts/ledgers/UseLedger.sol/UseLedger.json',
  partnerRegistry: 'contracts/registries/PartnerRegistry.sol/PartnerRegistry.json',
};

export type Artifact = { abi: Interface; bytecode: Hex };
export type Artifacts = Record<keyof DeployedContracts, Artifact>;

/** `artifacts/` was not built. Run `npm run build:contracts`. */
export class ArtifactsMissing extends Error {
  override readonly name = 'ArtifactsMissing';
  readonly code = 'deploy.artifactsMissing';
}

/**
 * What the compiler made of the region's contracts, read from `artifacts/` beside this folder.
 *
 * @throws ArtifactsMissing
 */
export function readArtifacts(root = new URL('../artifacts/', import.meta.url)): Artifacts {
  const read = (source: string): Artifact => {
    let text: string;
    try {
      text = readFileSync(new URL(source, root), 'utf8');
    } catch (cause) {
      throw new ArtifactsMissing(`no ${source}: run npm run build:contracts`, { cause });
    }
    const { abi, bytecode } = JSON.parse(text) as { abi: JsonFragment[]; bytecode: Hex };
    return { abi: new Interface(abi), bytecode };
  };
  return Object.fromEntries(Object.entries(SOURCES).map(([name, source]) => [name, read(source)])) as Artifacts;
}
