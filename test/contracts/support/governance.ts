import type { BaseContract } from 'ethers';
import { ROLES } from '../../../deploy/roles.ts';
import { as } from './fixture.ts';
import type { Region } from './fixture.ts';

export const DELAY = 3600;
export type Call = { target: string; data: string };

/** Step 07 on a region of the tests: the Council governs, with a delay; the admin of the tests keeps nothing. */
export async function handOver({ manager, council, admin }: Region): Promise<void> {
  for (const role of [ROLES.admin, ROLES.registrar, ROLES.partnership]) {
    await manager.grantRole(role, await council.getAddress(), DELAY);
  }
  for (const role of [ROLES.registrar, ROLES.partnership, ROLES.admin]) await manager.renounceRole(role, admin);
}

/** One call of a proposal. */
export const call = async (target: BaseContract, method: string, ...args: unknown[]): Promise<Call> => ({
  target: await target.getAddress(),
  data: target.interface.encodeFunctionData(method, args),
});

/** The Council as its member number `index` calls it. */
export const member = ({ council, members }: Region, index: number): Region['council'] => {
  const signer = members[index];
  if (signer === undefined) throw new RangeError(`no member ${index}`);
  return as(council, signer);
};

/** Approves with the first two members. */
export async function decide(region: Region, calls: Call[], salt: string): Promise<void> {
  await member(region, 0).approve(calls, salt);
  await member(region, 1).approve(calls, salt);
}
