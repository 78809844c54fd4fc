import { JsonRpcProvider, Network, Wallet } from 'ethers';
import type { Hex } from '../service/proof/bytes.ts';
import { readArtifacts } from './artifacts.ts';
import type { Artifacts } from './artifacts.ts';
import { DeployedElsewhere, WrongChain } from './context.ts';
import type { DeployContext, DeployedContracts } from './context.ts';
import { createSender, idle } from './sender.ts';
import type { Sender } from './sender.ts';

/** One run of the steps: the context and what was opened for it. */
export type Deployment = {
  readonly context: DeployContext;
  readonly artifacts: Artifacts;
  readonly sender: Sender;
  readonly deployer: Hex;
  /** Recorded by earlier runs, or sent by this one. */
  readonly contracts: Partial<DeployedContracts>;
  /** Sent, and perhaps not in a block yet: nothing can be asked of these before `settle`. */
  readonly fresh: Set<keyof DeployedContracts>;
  /** The address of a contract that an earlier step made. */
  address(contract: keyof DeployedContracts): Hex;
  /** Sends a contract's creation. */
  create(contract: keyof DeployedContracts, args: readonly unknown[]): Promise<void>;
  /** Calls a view function of a contract that is on chain. */
  ask(contract: keyof DeployedContracts, method: string, args: readonly unknown[]): Promise<readonly unknown[]>;
  encode(contract: keyof DeployedContracts, method: string, args: readonly unknown[]): Hex;
  /** Waits for what was sent and records the addresses. */
  settle(): Promise<void>;
  /** The newest block's time, Unix seconds. */
  chainTime(): Promise<number>;
  /** Whether the contract ever logged the event with this first indexed argument. */
  everLogged(contract: keyof DeployedContracts, event: string, topic: Hex): Promise<boolean>;
  close(): void;
};

const CREATION_GAS = 6_000_000;

/**
 * Opens the node, reads artifacts and recorded addresses, and checks that they belong together.
 *
 * @throws WrongChain, DeployedElsewhere, ArtifactsMissing
 */
export async function openDeployment(context: DeployContext): Promise<Deployment> {
  const artifacts = readArtifacts();
  const provider = new JsonRpcProvider(context.rpcUrl, undefined, {
    staticNetwork: Network.from(context.chainId),
    batchMaxCount: 1,
    batchStallTime: 0,
    cacheTimeout: -1,
  });
  const explain = (data: Hex): string => {
    for (const { abi } of Object.values(artifacts)) {
      const parsed = abi.parseError(data);
      if (parsed !== null) return parsed.name;
    }
    return data.slice(0, 10);
  };
  const sender = createSender({ provider, chainId: context.chainId, explain });
  const contracts = { ...(await context.contracts.load()) };
  const fresh = new Set<keyof DeployedContracts>();

  const served = Number(await provider.send('eth_chainId', []));
  if (served !== context.chainId) throw new WrongChain(`the node serves ${served}, not ${context.chainId}`);
  const signers = [context.deployerKey, ...context.councilKeys].map((key) => new Wallet(key).address as Hex);
  await Promise.all(signers.map((account) => idle(provider, account)));
  await Promise.all(
    Object.entries(contracts).map(async ([name, address]) => {
      const code = (await provider.send('eth_getCode', [address, 'latest'])) as Hex;
      if (code === '0x') throw new DeployedElsewhere(`no code at ${address} (${name})`);
    }),
  );

  const address = (contract: keyof DeployedContracts): Hex => {
    const found = contracts[contract];
    if (found === undefined) throw new DeployedElsewhere(`${contract} is not deployed: run the steps in order`);
    return found;
  };
  const encode = (contract: keyof DeployedContracts, method: string, args: readonly unknown[]): Hex =>
    artifacts[contract].abi.encodeFunctionData(method, args) as Hex;

  return {
    context,
    artifacts,
    sender,
    contracts,
    fresh,
    deployer: new Wallet(context.deployerKey).address as Hex,
    address,
    encode,
    async create(contract, args) {
      const { abi, bytecode } = artifacts[contract];
      const data = (bytecode + abi.encodeDeploy(args).slice(2)) as Hex;
      const created = await sender.send(context.deployerKey, { data, gas: CREATION_GAS, label: `create ${contract}` });
      contracts[contract] = created;
      fresh.add(contract);
    },
    async ask(contract, method, args) {
      const call = { to: address(contract), data: encode(contract, method, args) };
      const answer = (await provider.send('eth_call', [call, 'latest'])) as Hex;
      return artifacts[contract].abi.decodeFunctionResult(method, answer);
    },
    async settle() {
      await sender.settle();
      if (fresh.size > 0) await context.contracts.save({ ...contracts });
      fresh.clear();
    },
    async chainTime() {
      const block = (await provider.send('eth_getBlockByNumber', ['latest', false])) as { timestamp: Hex };
      return Number(block.timestamp);
    },
    async everLogged(contract, event, topic) {
      const signature = artifacts[contract].abi.getEvent(event)?.topicHash;
      const filter = { address: address(contract), topics: [signature, topic], fromBlock: '0x0', toBlock: 'latest' };
      return ((await provider.send('eth_getLogs', [filter])) as unknown[]).length > 0;
    },
    close: () => provider.destroy(),
  };
}
