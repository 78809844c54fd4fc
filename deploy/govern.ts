import { setTimeout as sleep } from 'node:timers/promises';
import { AbiCoder, Wallet, keccak256, toBeHex } from 'ethers';
import type { Hex } from '../service/proof/bytes.ts';
import { DeployFailed } from './context.ts';
import type { DeployedContracts } from './context.ts';
import type { Deployment } from './deployment.ts';
import { ROLES } from './roles.ts';

/** One governance call. `gas` is what it may take by itself. */
export type GovernanceCall = { contract: keyof DeployedContracts; data: Hex; gas: number; label: string };

const EXECUTION_GAS = 25_000_000;
const LONGEST_WAIT_SECONDS = 60;
const EXECUTION_ATTEMPTS = 5;

/** Whether the deployer still governs: before the hand-over. */
export async function deployerGoverns(deployment: Deployment): Promise<boolean> {
  if (deployment.fresh.has('accessManager')) return true;
  const [isMember] = await deployment.ask('accessManager', 'hasRole', [ROLES.admin, deployment.deployer]);
  return isMember as boolean;
}

/**
 * Makes the calls in order: by the deployer before the hand-over (sent, not waited for), by proposals of the Council after
 * it (approved, waited for, executed). A proposal that an interrupted run left is taken up where it stands.
 */
export async function govern(deployment: Deployment, calls: readonly GovernanceCall[]): Promise<void> {
  if (calls.length === 0) return;
  if (await deployerGoverns(deployment)) {
    for (const { contract, data, gas, label } of calls) {
      await deployment.sender.send(deployment.context.deployerKey, {
        to: deployment.address(contract),
        data,
        gas,
        label,
      });
    }
    return;
  }
  for (const part of parts(calls)) await propose(deployment, part);
}

/** Cuts a list so that each proposal's execution fits a block with room for others. */
function parts(calls: readonly GovernanceCall[]): GovernanceCall[][] {
  const cut: GovernanceCall[][] = [];
  let gas = Infinity;
  for (const call of calls) {
    if (gas + call.gas > EXECUTION_GAS) {
      cut.push([]);
      gas = 0;
    }
    cut.at(-1)?.push(call);
    gas += call.gas;
  }
  return cut;
}

type Call = { target: Hex; data: Hex };
type Proposal = { salt: Hex; id: Hex; scheduled: boolean };

async function propose(deployment: Deployment, list: readonly GovernanceCall[]): Promise<void> {
  const { context, sender } = deployment;
  const calls = list.map(({ contract, data }): Call => ({ target: deployment.address(contract), data }));
  const proposal = await openProposal(deployment, calls);
  const council = deployment.address('council');
  const signers = context.councilKeys.slice(0, context.councilThreshold ?? 2);
  // Any order will do: whichever comes first proposes, whichever completes the threshold schedules.
  for (const key of signers) {
    const member = new Wallet(key).address;
    const [approved] = await deployment.ask('council', 'hasApproved', [proposal.id, member]);
    if (approved as boolean) continue;
    const data = deployment.encode('council', 'approve', [calls, proposal.salt]);
    const gas = 300_000 + calls.length * 150_000 + data.length * 12;
    await sender.send(key, { to: council, data, gas, label: `approve ${list[0]?.label ?? ''}` });
  }
  await sender.settle();
  if (!(await waitUntilReady(deployment, calls))) return;
  const gas = 300_000 + list.reduce((sum, call) => sum + call.gas + 100_000, 0);
  const data = deployment.encode('council', 'execute', [calls, proposal.salt]);
  const [key] = signers;
  if (key === undefined) throw new RangeError('no Council key');
  const label = `execute ${list.map((call) => call.label).join(', ')}`;
  for (let attempt = 1; ; attempt++) {
    await sender.send(key, { to: council, data, gas, label });
    try {
      return await sender.settle();
    } catch (error) {
      // A block may be a little older than the clock that waited for it.
      const early = error instanceof DeployFailed && error.revert === 'AccessManagerNotReady';
      if (!early || attempt === EXECUTION_ATTEMPTS) throw error;
      await sleep(1000);
    }
  }
}

/** The first proposal of these calls that is not over: executed, expired or cancelled ones give way to the next salt. */
async function openProposal(deployment: Deployment, calls: readonly Call[]): Promise<Proposal> {
  const lifetime = Number((await deployment.ask('council', 'PROPOSAL_LIFETIME', []))[0]);
  const now = await deployment.chainTime();
  for (let attempt = 0; ; attempt++) {
    const salt = toBeHex(attempt, 32) as Hex;
    const [proposalId] = await deployment.ask('council', 'proposalId', [calls, salt]);
    const state = await deployment.ask('council', 'proposalState', [proposalId]);
    const [proposedAt, scheduled, executed] = state as [bigint, boolean, boolean];
    const over = executed || (proposedAt !== 0n && Number(proposedAt) + lifetime <= now + 60);
    if (over) continue;
    if (scheduled && (await readyAt(deployment, calls)) === undefined) continue;
    return { salt, id: proposalId as Hex, scheduled };
  }
}

/** When the last of the calls may be made; undefined if one of them is not scheduled (any more). */
async function readyAt(deployment: Deployment, calls: readonly Call[]): Promise<number | undefined> {
  const council = deployment.address('council');
  let latest = 0;
  for (const { target, data } of calls) {
    const operation = keccak256(
      AbiCoder.defaultAbiCoder().encode(['address', 'address', 'bytes'], [council, target, data]),
    );
    const [at] = await deployment.ask('accessManager', 'getSchedule', [operation]);
    if (at === 0n) return undefined;
    latest = Math.max(latest, Number(at));
  }
  return latest;
}

/** Waits out a short delay; a long one is left for a later run of the steps. */
async function waitUntilReady(deployment: Deployment, calls: readonly Call[]): Promise<boolean> {
  const at = await readyAt(deployment, calls);
  if (at === undefined) {
    deployment.context.report('the guardian cancelled the proposal');
    return false;
  }
  // Where the chain runs ahead of the clock its own time counts.
  const ahead = at - Math.max(await deployment.chainTime(), Math.floor(Date.now() / 1000));
  if (ahead > LONGEST_WAIT_SECONDS) {
    deployment.context.report(`decided by the Council; run this step again after ${new Date(at * 1000).toISOString()}`);
    return false;
  }
  if (ahead > 0) await sleep(ahead * 1000);
  return true;
}

/** A governance call with room to spare in its gas limit. */
export function governanceCall(
  deployment: Deployment,
  contract: keyof DeployedContracts,
  method: string,
  args: readonly unknown[],
  label: string,
): GovernanceCall {
  const data = deployment.encode(contract, method, args);
  return { contract, data, gas: 200_000 + data.length * 20, label };
}

/** A 32-byte topic of a number. */
export function numberTopic(value: number): Hex {
  return toBeHex(value, 32) as Hex;
}
