import type { Deployment } from '../deployment.ts';
import { DEVELOPMENT_DELAY_SECONDS } from '../context.ts';
import { deployerGoverns, governanceCall } from '../govern.ts';
import { ROLES } from '../roles.ts';

/**
 * Makes the Council admin, registrar and partnership, with its delay, and takes every role from the deployer, the admin's
 * last: an interrupted hand-over can be finished, a finished one not be undone.
 */
export async function run(deployment: Deployment): Promise<void> {
  if (!(await deployerGoverns(deployment))) return;
  const { context, deployer, sender } = deployment;
  const council = deployment.address('council');
  const delay = context.councilDelaySeconds ?? DEVELOPMENT_DELAY_SECONDS;
  // Without a delay the AccessManager schedules nothing, and the guardian would have no moment to object.
  if (!Number.isInteger(delay) || delay < 1) throw new RangeError('councilDelaySeconds is a whole number from 1');
  const send = async (method: string, args: readonly unknown[], label: string): Promise<void> => {
    const { data, gas } = governanceCall(deployment, 'accessManager', method, args, label);
    await sender.send(context.deployerKey, { to: deployment.address('accessManager'), data, gas, label });
  };
  for (const role of ['admin', 'registrar', 'partnership'] as const) {
    const [isMember] = await deployment.ask('accessManager', 'hasRole', [ROLES[role], council]);
    if (isMember !== true) await send('grantRole', [ROLES[role], council, delay], `${role} to the Council`);
  }
  await deployment.settle();
  for (const role of ['registrar', 'partnership', 'admin'] as const) {
    await send('renounceRole', [ROLES[role], deployer], `${role} from the deployer`);
  }
  context.report('governance handed over to the Council');
}
