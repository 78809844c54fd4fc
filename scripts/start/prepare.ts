import { existsSync, readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DepartmentPlan, DeployContext, DeployedContracts, PartnerPlan } from '../../deploy/context.ts';
import { deployRegion } from '../../deploy/deploy.ts';
import { developmentKeys } from '../../deploy/development-keys.ts';
import { keyCeremony, publicJwk } from '../../service/adapters/pki/key-ceremony.ts';
import { departmentFolder, keyFiles, parseP256, readKeyFile } from '../../service/adapters/pki/key-files.ts';
import { developmentSigners } from '../../service/adapters/signer/development-signer.ts';
import { issuerUri } from '../../service/domain/region-data.ts';
import { bytesToHex } from '../../service/proof/bytes.ts';
import type { Hex } from '../../service/proof/bytes.ts';
import { thumbprintBytes } from '../../service/proof/es256-key.ts';
import { readJson, writeJson } from './durable-json.ts';
import { networkFilePath, offlineNetwork, partnerPlan, trustedPointOf } from './network.ts';
import type { NetworkFile } from './network.ts';
import { chainIdOf, chargesOf, offlineRegion, regionOf } from './region-data.ts';
import type { RegionData } from './region-data.ts';

/** A region whose chain and attesters run already. */
export type RunningRegion = {
  id: string;
  rpcUrl: string;
  attestationUrl: string | readonly string[];
  serviceUrl: string;
};

type Prepared = { running: RunningRegion; region: RegionData; keys: string; genesisHash: Hex };

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

const contractsPath = (data: string, region: string): string => join(data, 'networks', 'deployed', `${region}.json`);

function holdCeremony(region: RegionData, folder: string, report: (line: string) => void): void {
  const first = !existsSync(folder) || readdirSync(folder).length === 0;
  const { made } = keyCeremony({
    folder,
    region: region.name.zh,
    base: region.base,
    departments: region.departments.map(({ uscc, name }) => ({
      uscc,
      name: name.zh,
      issuer: issuerUri(region.base, uscc),
    })),
    now: Math.floor(Date.now() / 1000),
  });
  if (first) report(`${region.id}: key ceremony held, ${made.length} departments under the city root`);
}

async function genesisHashOf(rpcUrl: string): Promise<Hex> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['0x0', false] }),
    signal: AbortSignal.timeout(10_000),
  });
  const { result } = (await response.json()) as { result?: { hash?: Hex } };
  if (result?.hash === undefined) throw new Error(`${rpcUrl} does not give its first block`);
  return result.hash;
}

async function departmentPlans({ region, keys }: Prepared): Promise<DepartmentPlan[]> {
  const signers = developmentSigners({ folder: keys, production: false });
  return Promise.all(
    region.departments.map(async ({ uscc, kind }): Promise<DepartmentPlan> => {
      const signer = signers.for(uscc);
      if (signer === undefined) throw new RangeError(`no keys of ${uscc}`);
      const [certificate] = await signer.certificateChain();
      const vrf = join(departmentFolder(keys, uscc), keyFiles.vrf);
      return {
        uscc,
        account: await signer.account(),
        signThumbprint: bytesToHex(sha256(certificate as Uint8Array)),
        vrfThumbprint: bytesToHex(thumbprintBytes(sha256, publicJwk(parseP256(vrf, readKeyFile(vrf))))),
        from: 0,
        ...chargesOf(region.base, kind),
      };
    }),
  );
}

function isComplete(contracts: Partial<DeployedContracts> | undefined): contracts is DeployedContracts {
  return contracts !== undefined && 'partnerRegistry' in contracts && 'council' in contracts;
}

/**
 * Deploys all regions at once. Each admits the others, whose addresses are known only when their contracts are there:
 * `save`, which the steps call between contracts and partners, waits for that, so no admission needs the Council.
 */
async function deployAll(
  prepared: readonly Prepared[],
  options: { data: string; report(line: string): void; offline: PartnerPlan },
): Promise<Map<string, DeployedContracts>> {
  const { data, report, offline } = options;
  const { deployer, council, guardian, arbiter } = developmentKeys();
  const saved = new Map(prepared.map(({ region }) => [region.id, Promise.withResolvers<DeployedContracts>()]));
  for (const { region } of prepared) {
    const known = readJson<Partial<DeployedContracts>>(contractsPath(data, region.id));
    if (isComplete(known)) saved.get(region.id)?.resolve(known);
  }
  const everyone = Promise.all([...saved.values()].map(({ promise }) => promise));
  everyone.catch(() => undefined); // heard by whoever waits for it
  const partnersOf = async (own: RegionData): Promise<PartnerPlan[]> => {
    await everyone;
    const others = prepared.filter(({ region }) => region.id !== own.id);
    const plans = others.map(async ({ region, keys, genesisHash }) => {
      const contracts = (await saved.get(region.id)?.promise) as DeployedContracts;
      return partnerPlan(region, trustedPointOf(region, { keys, genesisHash, contracts }), keys);
    });
    return [...(await Promise.all(plans)), offline];
  };

  const deployOne = async (item: Prepared): Promise<[string, DeployedContracts]> => {
    const { region, running } = item;
    const path = contractsPath(data, region.id);
    const partners: PartnerPlan[] = isComplete(readJson(path)) ? await partnersOf(region) : [];
    const context: DeployContext = {
      rpcUrl: running.rpcUrl,
      chainId: chainIdOf(region.caip2),
      deployerKey: deployer.privateKey,
      councilKeys: council.map(({ privateKey }) => privateKey),
      guardian: guardian.address,
      arbiter: arbiter.address,
      departments: await departmentPlans(item),
      partners,
      contracts: {
        load: () => readJson<Partial<DeployedContracts>>(path),
        async save(contracts) {
          writeJson(path, contracts);
          if (!isComplete(contracts) || partners.length > 0) return;
          saved.get(region.id)?.resolve(contracts);
          partners.push(...(await partnersOf(region)));
        },
      },
      report: (line) => report(`${region.id}: ${line}`),
    };
    try {
      return [region.id, (await deployRegion(context)).contracts];
    } catch (error) {
      // Whoever waits for this region's addresses must not wait for ever.
      saved.get(region.id)?.reject(error);
      throw error;
    }
  };
  return new Map(await Promise.all(prepared.map(deployOne)));
}

/**
 * Makes the regions whose chains run ready for their services: keys, contracts, departments, partners, and the network
 * files that services, CLI and seed read. Run again it finds nothing to do and takes well under a second; interrupted, it
 * goes on where it stopped. A third region, 示例离线市, gets keys and a network file, and the others admit it.
 *
 * @param options data and keys: the folders; report: one line of progress
 * @throws DeployFailed, DeployedElsewhere, WrongChain, ArtifactsMissing, KeyFileUnusable
 */
export async function prepareRegions(options: {
  regions: readonly RunningRegion[];
  data: string;
  keys: string;
  report(line: string): void;
}): Promise<Map<string, NetworkFile>> {
  const { data, keys, report } = options;
  const prepared = await Promise.all(
    options.regions.map(async (running): Promise<Prepared> => {
      const region = regionOf(running.id);
      const folder = join(keys, region.id);
      holdCeremony(region, folder, report);
      return { running, region, keys: folder, genesisHash: await genesisHashOf(running.rpcUrl) };
    }),
  );
  const offlineKeys = join(keys, offlineRegion.id);
  holdCeremony(offlineRegion, offlineKeys, report);
  const offline = offlineNetwork(offlineRegion, offlineKeys);

  const contracts = await deployAll(prepared, {
    data,
    report,
    offline: partnerPlan(offlineRegion, offline.trustedPoint, offlineKeys),
  });
  const networks = new Map([[offlineRegion.id, offline]]);
  for (const { running, region, keys: folder, genesisHash } of prepared) {
    networks.set(region.id, {
      chain: {
        caip2: region.caip2,
        rpcUrls: [running.rpcUrl],
        attestationUrls: [running.attestationUrl].flat(),
        scheme: 'attested',
        depth: 0,
      },
      serviceUrl: running.serviceUrl,
      trustedPoint: trustedPointOf(region, {
        keys: folder,
        genesisHash,
        contracts: contracts.get(region.id) as DeployedContracts,
      }),
    });
  }
  for (const [id, network] of networks) writeJson(networkFilePath(data, id), network);
  return networks;
}
