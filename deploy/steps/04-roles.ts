import type { Deployment } from '../deployment.ts';
import { deployerGoverns, govern, governanceCall } from '../govern.ts';
import type { GovernanceCall } from '../govern.ts';
import { PERMISSIONS, ROLES, ROLE_LABELS } from '../roles.ts';
import type { RoleName } from '../roles.ts';

/** Says which role may call what, gives guardian and arbiter their roles, and the deployer those it needs until step 07. */
export async function run(deployment: Deployment): Promise<void> {
  const calls: GovernanceCall[] = [];
  for (const permission of PERMISSIONS) calls.push(...(await permissionCalls(deployment, permission)));
  for (const role of ['registrar', 'partnership'] as const) {
    const [guardian] = await deployment.ask('accessManager', 'getRoleGuardian', [ROLES[role]]);
    if (guardian === ROLES.guardian) continue;
    calls.push(call(deployment, 'setRoleGuardian', [ROLES[role], ROLES.guardian], `guardian of ${role}`));
  }
  calls.push(...(await memberCalls(deployment, 'guardian', deployment.context.guardian)));
  calls.push(...(await memberCalls(deployment, 'arbiter', deployment.context.arbiter)));
  if (await deployerGoverns(deployment)) {
    calls.push(...(await memberCalls(deployment, 'registrar', deployment.deployer)));
    calls.push(...(await memberCalls(deployment, 'partnership', deployment.deployer)));
  }
  await govern(deployment, calls);
}

async function permissionCalls(
  deployment: Deployment,
  { contract, role, functions }: (typeof PERMISSIONS)[number],
): Promise<GovernanceCall[]> {
  const target = deployment.address(contract);
  const missing: string[] = [];
  await Promise.all(
    functions.map(async (name) => {
      const selector = deployment.artifacts[contract].abi.getFunction(name)?.selector;
      if (selector === undefined) throw new RangeError(`${contract} has no ${name}`);
      const [present] = await deployment.ask('accessManager', 'getTargetFunctionRole', [target, selector]);
      if (present !== ROLES[role]) missing.push(selector);
    }),
  );
  if (missing.length === 0) return [];
  const label = call(deployment, 'labelRole', [ROLES[role], ROLE_LABELS[role]], `label ${role}`);
  const grant = call(
    deployment,
    'setTargetFunctionRole',
    [target, missing.sort(), ROLES[role]],
    `${contract} for ${role}`,
  );
  return [label, { ...grant, gas: grant.gas + missing.length * 40_000 }];
}

async function memberCalls(deployment: Deployment, role: RoleName, member: string): Promise<GovernanceCall[]> {
  const [isMember] = await deployment.ask('accessManager', 'hasRole', [ROLES[role], member]);
  return isMember === true ? [] : [call(deployment, 'grantRole', [ROLES[role], member, 0], `${role} ${member}`)];
}

const call = (deployment: Deployment, method: string, args: readonly unknown[], label: string): GovernanceCall =>
  governanceCall(deployment, 'accessManager', method, args, label);
