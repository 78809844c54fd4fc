import type { Hex } from '../service/proof/bytes.ts';

/** A region's contracts, EIP-55 addresses. */
export type DeployedContracts = {
  council: Hex;
  accessManager: Hex;
  authorityRegistry: Hex;
  certificateAnchors: Hex;
  recordRegistry: Hex;
  useLedger: Hex;
  partnerRegistry: Hex;
};

/** A department as the region's data names it. */
export type DepartmentPlan = {
  /** 统一社会信用代码, 18 characters with the right check character (the chain refuses others). */
  uscc: string;
  /** The account its chain writes are signed with. */
  account: Hex;
  /** SHA-256 of its signing certificate (x5t#S256), 32 bytes. */
  signThumbprint?: Hex;
  /** SHA-256 of its VRF public key, 32 bytes. */
  vrfThumbprint?: Hex;
  /** Unix seconds; a time that has passed means "from the block on that admits it". */
  from: number;
  /** vct URIs it may issue. */
  types: readonly string[];
  /** Record domain URIs it is in charge of. */
  domains: readonly string[];
};

/** A partner region: canonical JSON `{name, serviceKeyThumbprint, trustedPoint}`. */
export type PartnerPlan = { chainId: number; entry: string };

/** Everything a deployment needs; a plain object, so that each caller wires its own files and console. */
export type DeployContext = {
  /** A JSON-RPC node of the region's own chain. */
  rpcUrl: string;
  chainId: number;
  /** Pays nothing (gas price 0) and keeps nothing: the last step takes its rights away. */
  deployerKey: Hex;
  /** Keys of the Council's members; the first `councilThreshold` sign proposals made here. */
  councilKeys: readonly Hex[];
  /** Default 2. */
  councilThreshold?: number;
  /** Seconds between the Council's decision and its execution, at least 1; default {@link DEVELOPMENT_DELAY_SECONDS}. */
  councilDelaySeconds?: number;
  /** May pause writes, suspend departments and cancel scheduled proposals; at once, alone. */
  guardian: Hex;
  /** May raise and clear disputes. */
  arbiter: Hex;
  departments: readonly DepartmentPlan[];
  partners: readonly PartnerPlan[];
  /** Addresses recorded by an earlier run. `save` is called after every group of steps and must be durable. */
  contracts: {
    load(): Promise<Partial<DeployedContracts> | undefined> | Partial<DeployedContracts> | undefined;
    save(contracts: Partial<DeployedContracts>): Promise<void> | void;
  };
  report(line: string): void;
};

/** Short, because a development region admits departments and partners while someone waits. Production: a day or more. */
export const DEVELOPMENT_DELAY_SECONDS = 1;

/** A transaction was refused or not mined. `label` says which; `revert` is the custom error's name when there was one. */
export class DeployFailed extends Error {
  override readonly name = 'DeployFailed';
  readonly code = 'deploy.failed';
  readonly label: string;
  readonly revert: string | undefined;
  constructor(label: string, revert: string | undefined, detail: string) {
    super(`${label}: ${revert ?? detail}`);
    this.label = label;
    this.revert = revert;
  }
}

/** The recorded addresses are of another chain: no code there. Start with the data folder that belongs to this chain. */
export class DeployedElsewhere extends Error {
  override readonly name = 'DeployedElsewhere';
  readonly code = 'deploy.elsewhere';
}

/** The node serves another chain than the context names. */
export class WrongChain extends Error {
  override readonly name = 'WrongChain';
  readonly code = 'deploy.wrongChain';
}
