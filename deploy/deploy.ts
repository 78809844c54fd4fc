import type { DeployContext, DeployedContracts } from './context.ts';
import { openDeployment } from './deployment.ts';
import { run as governance } from './steps/01-governance.ts';
import { run as registries } from './steps/02-registries.ts';
import { run as ledgers } from './steps/03-ledgers.ts';
import { run as roles } from './steps/04-roles.ts';
import { run as departments } from './steps/05-departments.ts';
import { run as partners } from './steps/06-partners.ts';
import { run as handOver } from './steps/07-hand-over.ts';

/**
 * Steps whose transactions need not wait for one another share blocks; a group waits for the one before, because it asks
 * the chain what is done.
 */
const GROUPS = [[governance, registries, ledgers], [roles], [departments, partners], [handOver]];

/**
 * Brings a region's contracts to what the context asks for: creates what is missing, admits new departments and partners,
 * hands over to the Council. Run again it goes on where it was interrupted, or finds nothing to do and sends nothing.
 *
 * @throws DeployFailed, DeployedElsewhere, WrongChain, ArtifactsMissing
 */
export async function deployRegion(context: DeployContext): Promise<{ contracts: DeployedContracts }> {
  const deployment = await openDeployment(context);
  try {
    for (const group of GROUPS) {
      for (const step of group) await step(deployment);
      await deployment.settle();
    }
    return { contracts: { ...deployment.contracts } as DeployedContracts };
  } finally {
    deployment.close();
  }
}
