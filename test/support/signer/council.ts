import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployedContracts } from '../../../deploy/context.ts';
import { openDeployment } from '../../../deploy/deployment.ts';
import { developmentKeys } from '../../../deploy/development-keys.ts';
import { govern, governanceCall } from '../../../deploy/govern.ts';
import { chainIdOf, regionOf } from '../../../scripts/start/region-data.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';

/** Lets a development region's Council decide calls of the AuthorityRegistry, and waits until they are executed. */
export async function decide(
  data: string,
  regionId: string,
  calls: readonly { method: string; args: readonly unknown[] }[],
): Promise<void> {
  const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(data, 'networks', ...path), 'utf8')) as T;
  const network = read<NetworkFile>(`${regionId}.json`);
  const { deployer, council, guardian, arbiter } = developmentKeys();
  const deployment = await openDeployment({
    rpcUrl: network.chain.rpcUrls[0] as string,
    chainId: chainIdOf(regionOf(regionId).caip2),
    deployerKey: deployer.privateKey,
    councilKeys: council.map(({ privateKey }) => privateKey),
    guardian: guardian.address,
    arbiter: arbiter.address,
    departments: [],
    partners: [],
    contracts: { load: () => read<DeployedContracts>('deployed', `${regionId}.json`), save: () => undefined },
    report: () => undefined,
  });
  try {
    const proposals = calls.map(({ method, args }) =>
      governanceCall(deployment, 'authorityRegistry', method, args, method),
    );
    await govern(deployment, proposals);
  } finally {
    deployment.close();
  }
}
