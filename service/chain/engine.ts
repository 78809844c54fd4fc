import {
  BERLIN,
  ContractDecoder,
  EdrContext,
  L1_CHAIN_TYPE,
  l1GenesisState,
  l1HardforkFromString,
} from '@nomicfoundation/edr';
import { l1ProviderFactory, MineOrdering } from '@nomicfoundation/edr';
import type { Hex } from '../proof/bytes.ts';
import { BLOCK_GAS_LIMIT, COINBASE, GENESIS_TIME, markerAccount } from './genesis.ts';

/** A JSON-RPC error as the engine gives it: code, message, and data whose shape depends on the method. */
export type RpcError = { code: number; message: string; data?: unknown };

/** `result` or `error` as JSON text, ready to be spliced into a response; large results are never parsed here. */
export type RawReply = { readonly text: string; readonly failed: boolean };

export type EngineBlock = { readonly height: number; readonly hash: Hex; readonly time: number; readonly txs: Hex[] };

/**
 * The EVM in this process. Blocks exist only after {@link Engine.mine}; nothing is kept on disk here.
 * It has no order of its own for concurrent calls: who needs one, queues.
 */
export type Engine = {
  /** Any method, its answer as text: `{"result":…}` or `{"error":…}` without id. */
  raw(method: string, params: readonly unknown[]): Promise<RawReply>;
  /** The same, parsed. @throws EngineRefused */
  request<T>(method: string, params: readonly unknown[]): Promise<T>;
  /** Mines one block of all executable waiting transactions at this Unix time. @throws EngineRefused */
  mine(time: number): Promise<EngineBlock>;
  /** Moves the engine's clock, which stands at the last block after a replay, up to this Unix time; never back. */
  advanceClock(time: number): Promise<void>;
};

/** The engine answered with a JSON-RPC error; `rpc` is that error. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused';
  readonly code = 'engineRefused';
  readonly rpc: RpcError;
  constructor(method: string, rpc: RpcError) {
    super(`${method}: ${rpc.message}`);
    this.rpc = rpc;
  }
}

// EDR allows one context a process and complains on standard error about a second.
let context: Promise<EdrContext> | undefined;

async function createContext(): Promise<EdrContext> {
  const created = new EdrContext();
  await created.registerProviderFactory(L1_CHAIN_TYPE, l1ProviderFactory());
  return created;
}

type RpcBlock = { number: Hex; hash: Hex; timestamp: Hex; transactions: Hex[] };

const toBlock = (block: RpcBlock): EngineBlock => ({
  height: Number(block.number),
  hash: block.hash,
  time: Number(block.timestamp),
  txs: block.transactions,
});

/** A chain at its genesis block: hardfork berlin, price 0, no automatic mining. */
export async function openEngine(chainId: number): Promise<Engine> {
  context ??= createContext();
  const provider = await (
    await context
  ).createProvider(
    L1_CHAIN_TYPE,
    {
      allowBlocksWithSameTimestamp: false,
      allowUnlimitedContractSize: false,
      bailOnCallFailure: true,
      bailOnTransactionFailure: false,
      chainId: BigInt(chainId),
      coinbase: COINBASE,
      defaultTransactionGasLimit: BLOCK_GAS_LIMIT,
      genesisState: [...l1GenesisState(l1HardforkFromString(BERLIN)), markerAccount(chainId)],
      hardfork: BERLIN,
      minGasPrice: 0n,
      mining: { autoMine: false, blockGasLimit: BLOCK_GAS_LIMIT, memPool: { order: MineOrdering.Fifo } },
      network: { genesisBlockGasLimit: BLOCK_GAS_LIMIT, genesisBlockTime: GENESIS_TIME },
      networkId: BigInt(chainId),
      observability: {},
      ownedAccounts: [],
      precompileOverrides: [],
      transactionGasCap: false,
    },
    { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
    { subscriptionCallback: () => {} },
    new ContractDecoder(),
  );

  async function raw(method: string, params: readonly unknown[]): Promise<RawReply> {
    const response = await provider.handleRequest(JSON.stringify({ jsonrpc: '2.0', id: 0, method, params }));
    // Answers longer than a JavaScript string may be arrive as an object; nothing here is that long.
    const text = typeof response.data === 'string' ? response.data : JSON.stringify(response.data);
    return { text, failed: text.startsWith('{"error"') };
  }

  async function request<T>(method: string, params: readonly unknown[]): Promise<T> {
    const reply = await raw(method, params);
    const body = JSON.parse(reply.text) as { result: T; error?: RpcError };
    if (body.error !== undefined) throw new EngineRefused(method, body.error);
    return body.result;
  }

  async function mine(time: number): Promise<EngineBlock> {
    await request('evm_mine', [`0x${time.toString(16)}`]);
    return toBlock(await request<RpcBlock>('eth_getBlockByNumber', ['latest', false]));
  }

  async function advanceClock(time: number): Promise<void> {
    const pending = await request<RpcBlock>('eth_getBlockByNumber', ['pending', false]);
    const seconds = time - Number(pending.timestamp);
    if (seconds > 0) await request('evm_increaseTime', [`0x${seconds.toString(16)}`]);
  }

  return { raw, request, mine, advanceClock };
}

/** The block at a height, with its transactions' hashes. */
export async function blockAt(engine: Engine, height: number): Promise<EngineBlock> {
  return toBlock(await engine.request<RpcBlock>('eth_getBlockByNumber', [`0x${height.toString(16)}`, false]));
}
