import type { Deployment } from '../deployment.ts';

/** Creates AuthorityRegistry and PartnerRegistry. */
export async function run(deployment: Deployment): Promise<void> {
  const manager = deployment.address('accessManager');
  if (deployment.contracts.authorityRegistry === undefined) await deployment.create('authorityRegistry', [manager]);
  if (deployment.contracts.partnerRegistry === undefined) await deployment.create('partnerRegistry', [manager]);
}
