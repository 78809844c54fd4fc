import { createHash } from 'node:crypto';
import { bytesToHex, utf8 } from '../../service/proof/bytes.ts';
import type { Hex } from '../../service/proof/bytes.ts';
import type { DepartmentPlan } from '../context.ts';
import type { Deployment } from '../deployment.ts';
import { deployerGoverns, govern, governanceCall } from '../govern.ts';
import type { GovernanceCall } from '../govern.ts';

/**
 * Admits departments and adds accounts, keys and accreditations the chain does not know yet. What the Council ended stays
 * ended: only what never was is granted.
 */
export async function run(deployment: Deployment): Promise<void> {
  const now = Math.max(await deployment.chainTime(), Math.floor(Date.now() / 1000));
  const lists = await Promise.all(
    deployment.context.departments.map((department) => missing(deployment, department, now)),
  );
  const calls = lists.flat();
  if (calls.length === 0) return;
  if (!(await deployerGoverns(deployment))) {
    const admitted = lists.filter((list) => list.length > 0).length;
    deployment.context.report(`departments: ${admitted} by decision of the Council`);
  }
  await govern(deployment, calls);
}

async function missing(deployment: Deployment, plan: DepartmentPlan, now: number): Promise<GovernanceCall[]> {
  const department = bytesToHex(utf8(plan.uscc));
  // A beginning that has passed is this block's: the chain answers nothing anew about its past. A minute of margin keeps
  // a beginning from passing on the way.
  const from = plan.from > now + 60 ? plan.from : 0;
  const ask = (method: string, args: readonly unknown[]) => deployment.ask('authorityRegistry', method, args);
  const call = (method: string, args: readonly unknown[], label: string) =>
    governanceCall(deployment, 'authorityRegistry', method, args, `${label} of ${plan.uscc}`);

  const keys: [Hex | undefined, number, string][] = [
    [plan.signThumbprint, 1, 'signing key'],
    [plan.vrfThumbprint, 2, 'VRF key'],
  ];
  const [state, account, keyCalls, accreditations] = await Promise.all([
    ask('departmentState', [department]),
    ask('accountOf', [plan.account]),
    Promise.all(
      keys.map(async ([thumbprint, use, name]) => {
        if (thumbprint === undefined) return [];
        const [key] = (await ask('keyOf', [thumbprint])) as [{ from: bigint }];
        return key.from === 0n ? [call('addKey', [department, thumbprint, use, from, 0], name)] : [];
      }),
    ),
    Promise.all(
      [...plan.types, ...plan.domains].map(async (uri) => {
        const subject = createHash('sha256').update(uri).digest();
        const [count] = await ask('accreditationOf', [department, subject]);
        return count === 0n ? [call('accredit', [department, subject, from, 0], `accreditation for ${uri}`)] : [];
      }),
    ),
  ]);
  const first: GovernanceCall[] = [];
  if (state[0] === 0n) first.push(call('admitDepartment', [department, plan.account, from], 'admission'));
  else if (account[1] === 0n) first.push(call('addAccount', [department, plan.account, from, 0], 'account'));
  return [...first, ...keyCalls.flat(), ...accreditations.flat()];
}
