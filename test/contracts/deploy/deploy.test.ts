import { expect } from 'chai';
import { network } from 'hardhat';
import { Contract, JsonRpcProvider } from 'ethers';
import { readArtifacts } from '../../../deploy/artifacts.ts';
import type { DeployContext, DeployedContracts } from '../../../deploy/context.ts';
import { deployRegion } from '../../../deploy/deploy.ts';
import { developmentKeys } from '../../../deploy/development-keys.ts';
import { ROLES } from '../../../deploy/roles.ts';
import { CODES, code, departmentPlan, domainUri, regionContext, sha256, typeUri } from '../support/region.ts';

describe('deployRegion', function () {
  // A block a second, as the embedded chain makes them.
  this.timeout(60_000);
  let server: Awaited<ReturnType<typeof network.createServer>>;
  let provider: JsonRpcProvider;
  let context: DeployContext & { lines: string[] };
  let contracts: DeployedContracts;
  const artifacts = readArtifacts();

  const at = (name: keyof DeployedContracts): Contract => new Contract(contracts[name], artifacts[name].abi, provider);
  const nonces = (): Promise<number[]> => {
    const { deployer, council } = developmentKeys();
    return Promise.all([deployer, ...council].map(({ address }) => provider.getTransactionCount(address)));
  };

  before(async () => {
    server = await network.createServer({
      network: 'default',
      override: { mining: { auto: false, interval: 1000 }, blockGasLimit: 100_000_000 },
    });
    const { address, port } = await server.listen();
    const rpcUrl = `http://${address}:${port}`;
    provider = new JsonRpcProvider(rpcUrl, 370500, { staticNetwork: true, batchMaxCount: 1 });
    context = regionContext(rpcUrl);
    ({ contracts } = await deployRegion(context));
  });

  after(async () => {
    provider?.destroy();
    await server?.close();
  });

  it('creates seven contracts and records their EIP-55 addresses', async () => {
    expect(Object.keys(contracts)).to.have.members([
      'council',
      'accessManager',
      'authorityRegistry',
      'certificateAnchors',
      'recordRegistry',
      'useLedger',
      'partnerRegistry',
    ]);
    expect(await context.contracts.load()).to.deep.equal(contracts);
    for (const address of Object.values(contracts)) expect(await provider.getCode(address)).to.not.equal('0x');
  });

  it('admits the departments with account, keys and accreditations', async () => {
    const registry = at('authorityRegistry');
    const account = context.departments[0]?.account;
    const department = code(CODES.housing);
    expect(await registry.getFunction('authorised')(account, sha256(typeUri('deposit')))).to.equal(department);
    expect(await registry.getFunction('authorised')(account, sha256(domainUri('housing-fund')))).to.equal(department);
    const key = await registry.getFunction('keyOf')(sha256(`sign ${CODES.housing}`));
    expect([key.department, key.use]).to.deep.equal([department, 1n]);
  });

  it('records the partners', async () => {
    expect(await at('partnerRegistry').getFunction('digestOf')(370100)).to.equal(sha256('{"name":"jinan"}'));
  });

  it('leaves the deployer without any role and the Council with a delay', async () => {
    const manager = at('accessManager');
    const deployer = developmentKeys().deployer.address;
    for (const role of Object.values(ROLES)) {
      expect((await manager.getFunction('hasRole')(role, deployer))[0]).to.equal(false);
    }
    for (const role of [ROLES.admin, ROLES.registrar, ROLES.partnership]) {
      const [isMember, delay] = await manager.getFunction('hasRole')(role, contracts.council);
      expect([isMember, delay]).to.deep.equal([true, 1n]);
    }
    expect((await manager.getFunction('hasRole')(ROLES.guardian, context.guardian))[0]).to.equal(true);
    expect((await manager.getFunction('hasRole')(ROLES.arbiter, context.arbiter))[0]).to.equal(true);
  });

  it('finds nothing to do on a finished region, within a second', async () => {
    const before = await nonces();
    const started = performance.now();
    expect((await deployRegion(context)).contracts).to.deep.equal(contracts);
    expect(performance.now() - started).to.be.lessThan(1000);
    expect(await nonces()).to.deep.equal(before);
  });

  it('admits a later department and a changed partner by proposals of two Council members', async () => {
    const [, , second, third] = await nonces();
    const later = departmentPlan(CODES.approval, 2, { types: [typeUri('permit'), typeUri('licence')] });
    await deployRegion({
      ...context,
      departments: [...context.departments, later],
      partners: [{ chainId: 370100, entry: '{"name":"Jinan"}' }],
    });
    const registry = at('authorityRegistry');
    expect(await registry.getFunction('authorised')(later.account, sha256(typeUri('licence')))).to.equal(
      code(CODES.approval),
    );
    expect(await at('partnerRegistry').getFunction('digestOf')(370100)).to.equal(sha256('{"name":"Jinan"}'));
    const now = await nonces();
    expect(now[2]).to.be.greaterThan(second as number);
    expect(now[3]).to.equal(third);
  });

  it('refuses recorded addresses of another chain', async () => {
    const elsewhere = { ...context, contracts: { load: () => ({ council: context.guardian }), save: () => undefined } };
    const error: unknown = await deployRegion(elsewhere).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'deploy.elsewhere');
  });

  it('refuses a node of another chain', async () => {
    const error: unknown = await deployRegion({ ...context, chainId: 370100 }).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'deploy.wrongChain');
  });

  it('names the transaction and the contract error when the chain refuses', async () => {
    const broken = departmentPlan('12370500999900011G', 3);
    const fresh = regionContext(context.rpcUrl, { departments: [broken] });
    const error: unknown = await deployRegion(fresh).catch((cause: unknown) => cause);
    expect(error).to.include({ code: 'deploy.failed', revert: 'InvalidDepartmentCode' });
  });
});
