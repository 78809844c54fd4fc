import { network } from 'hardhat';
import type { BaseContract, ContractTransactionReceipt, ContractTransactionResponse, Signer } from 'ethers';
import { PERMISSIONS, ROLES } from '../../../deploy/roles.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import type * as Deployed from './contracts.ts';
import { CODES, code, domainUri, sha256, typeUri } from './region.ts';

export const DEPOSIT = sha256(typeUri('deposit'));
export const PERMIT = sha256(typeUri('permit'));
export const FUND = sha256(domainUri('housing-fund'));

/** A region on a chain of its own, governed by `admin` without delay (step 07 is not taken). */
export type Region = {
  manager: Deployed.AccessManager;
  council: Deployed.Council;
  registry: Deployed.AuthorityRegistry;
  anchors: Deployed.CertificateAnchors;
  records: Deployed.RecordRegistry;
  uses: Deployed.UseLedger;
  partners: Deployed.PartnerRegistry;
  admin: Signer;
  members: Signer[];
  arbiter: Signer;
  guardian: Signer;
  /** Writes for CODES.housing, accredited for DEPOSIT and FUND. */
  housing: Signer;
  /** Writes for CODES.insurance, accredited for DEPOSIT. */
  insurance: Signer;
  /** Writes for CODES.approval, accredited for nothing. */
  approval: Signer;
  stranger: Signer;
};

export type Connection = Awaited<ReturnType<typeof network.create>>;

async function deploy({ ethers }: Connection): Promise<Region> {
  const [admin, m1, m2, m3, arbiter, guardian, housing, insurance, approval, stranger] = await ethers.getSigners();
  if (!admin || !m1 || !m2 || !m3 || !arbiter || !guardian || !housing || !insurance || !approval || !stranger) {
    throw new Error('the network has too few accounts');
  }
  const create = async <T extends BaseContract>(name: string, ...args: unknown[]): Promise<T> =>
    (await ethers.deployContract(name, args, admin)) as unknown as T;
  const members = [m1, m2, m3];
  const manager = await create<Deployed.AccessManager>('AccessManager', admin.address);
  const memberAddresses = members.map(({ address }) => address);
  const council = await create<Deployed.Council>('Council', memberAddresses, 2, await manager.getAddress());
  const registry = await create<Deployed.AuthorityRegistry>('AuthorityRegistry', await manager.getAddress());
  const partners = await create<Deployed.PartnerRegistry>('PartnerRegistry', await manager.getAddress());
  const anchors = await create<Deployed.CertificateAnchors>('CertificateAnchors', await registry.getAddress());
  const records = await create<Deployed.RecordRegistry>(
    'RecordRegistry',
    await manager.getAddress(),
    await registry.getAddress(),
  );
  const uses = await create<Deployed.UseLedger>('UseLedger', await registry.getAddress());

  const targets: Partial<Record<string, BaseContract>> = {
    authorityRegistry: registry,
    partnerRegistry: partners,
    recordRegistry: records,
  };
  for (const { contract, role, functions } of PERMISSIONS) {
    const target = targets[contract];
    const selectors = functions.map((name) => target?.interface.getFunction(name)?.selector);
    await manager.setTargetFunctionRole(await target?.getAddress(), selectors, ROLES[role]);
  }
  await manager.setRoleGuardian(ROLES.registrar, ROLES.guardian);
  await manager.setRoleGuardian(ROLES.partnership, ROLES.guardian);
  await manager.grantRole(ROLES.registrar, admin.address, 0);
  await manager.grantRole(ROLES.partnership, admin.address, 0);
  await manager.grantRole(ROLES.guardian, guardian.address, 0);
  await manager.grantRole(ROLES.arbiter, arbiter.address, 0);

  await registry.admitDepartment(code(CODES.housing), housing.address, 0);
  await registry.admitDepartment(code(CODES.insurance), insurance.address, 0);
  await registry.admitDepartment(code(CODES.approval), approval.address, 0);
  await registry.accredit(code(CODES.housing), DEPOSIT, 0, 0);
  await registry.accredit(code(CODES.housing), FUND, 0, 0);
  await registry.accredit(code(CODES.insurance), DEPOSIT, 0, 0);
  return {
    manager,
    council,
    registry,
    anchors,
    records,
    uses,
    partners,
    admin,
    members,
    arbiter,
    guardian,
    housing,
    insurance,
    approval,
    stranger,
  };
}

/** One chain a test file; `fresh` puts it back to the region just deployed. */
export async function openRegion(): Promise<Connection & { fresh(): Promise<Region> }> {
  const connection = await network.create();
  const region = async (): Promise<Region> => deploy(connection);
  return { ...connection, fresh: () => connection.networkHelpers.loadFixture(region) };
}

/** A contract as another account calls it. */
export const as = <T extends BaseContract>(contract: T, signer: Signer): T => contract.connect(signer) as T;

/** The receipt of a transaction just sent. */
export async function mined(sent: Promise<ContractTransactionResponse>): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error('no receipt');
  return receipt;
}

/** The block time of a transaction just sent. */
export async function timeOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const block = await (await mined(sent)).getBlock();
  return block.timestamp;
}

/** A distinct 32-byte value. */
export const bytes32 = (text: string): Hex => sha256(text);
