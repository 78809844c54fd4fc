import { Wallet } from 'ethers';
import type { Deployment } from '../deployment.ts';

/** Creates the AccessManager, governed by the deployer until step 07, and the Council. */
export async function run(deployment: Deployment): Promise<void> {
  const { context, contracts } = deployment;
  if (contracts.accessManager === undefined) await deployment.create('accessManager', [deployment.deployer]);
  if (contracts.council === undefined) {
    const members = context.councilKeys.map((key) => new Wallet(key).address);
    await deployment.create('council', [members, context.councilThreshold ?? 2, deployment.address('accessManager')]);
  }
}
