import { expect } from 'chai';
import { network } from 'hardhat';
import { Contract, JsonRpcProvider } from 'ethers';
import type { Hex } from '../../../service/proof/bytes.ts';
import { readArtifacts } from '../../../deploy/artifacts.ts';
import type { DeployContext, DeployedContracts } from '../../../deploy/context.ts';
import { deployRegion } from '../../../deploy/deploy.ts';
import { openDeployment } from '../../../deploy/deployment.ts';
import { govern, governanceCall } from '../../../deploy/govern.ts';
import { run as roles } from '../../../deploy/steps/04-roles.ts';
import { run as departments } from '../../../deploy/steps/05-departments.ts';
import { testCode } from '../support/codes.ts';
import { developmentKeys } from '../../../deploy/development-keys.ts';
import { ROLES } from '../../../deploy/roles.ts';
import { CODES, code, departmentPlan, domainUri, regionContext, sha256, typeUri } from '../support/region.ts';

describe('deployRegion', function () {
  // Blocks at intervals, as the embedded chain makes them, only five a second.
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
      override: {
        allowBlocksWithSameTimestamp: true,
        mining: { auto: false, interval: 200 },
        blockGasLimit: 100_000_000,
      },
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

  it('goes on where it was interrupted, whatever had been sent', async () => {
    const interrupted = regionContext(context.rpcUrl);
    const { load, save } = interrupted.contracts;
    const error: unknown = await deployRegion({
      ...interrupted,
      contracts: {
        load,
        save: async (saved) => {
          await save(saved);
          throw new Error('power failed');
        },
      },
    }).catch((cause: unknown) => cause);
    expect(error).to.have.property('message', 'power failed');

    // Roles, then half of the departments' transactions sent and nobody waiting for them.
    const second = await openDeployment({ ...interrupted, departments: interrupted.departments.slice(0, 1) });
    await roles(second);
    await second.settle();
    await departments(second);
    second.close();

    const recorded = await load();
    const { contracts: finished } = await deployRegion(interrupted);
    expect(finished).to.deep.equal(recorded);
    const registry = new Contract(finished.authorityRegistry, artifacts.authorityRegistry.abi, provider);
    for (const { account, types } of interrupted.departments) {
      await registry.getFunction('authorised')(account, sha256(types[0] ?? ''));
    }
    const before = await nonces();
    await deployRegion(interrupted);
    expect(await nonces()).to.deep.equal(before);
  });

  it('takes up a proposal that an interrupted run left, and signs only what is missing', async () => {
    const later = departmentPlan(testCode(5), 5);
    const deployment = await openDeployment(context);
    const data = deployment.encode('authorityRegistry', 'admitDepartment', [code(later.uscc), later.account, 0]);
    const salt = `0x${'00'.repeat(32)}`;
    const calls = [{ target: contracts.authorityRegistry, data }];
    const approval = deployment.encode('council', 'approve', [calls, salt]);
    const [first] = context.councilKeys;
    const outgoing = { to: contracts.council, data: approval, gas: 1_000_000, label: 'approve' };
    await deployment.sender.send(first as Hex, outgoing);
    await deployment.settle();
    const only = { ...later, signThumbprint: undefined, vrfThumbprint: undefined, types: [] };
    await deployRegion({ ...context, departments: [...context.departments, only], partners: [] });
    deployment.close();
    const state = await at('authorityRegistry').getFunction('departmentState')(code(later.uscc));
    expect(state[0]).to.be.greaterThan(0n);
    const proposal: string = await at('council').getFunction('proposalId')(calls, salt);
    const approved = await at('council').queryFilter(at('council').filters.Approved?.(proposal) ?? []);
    expect(approved).to.have.lengthOf(2);
  });

  it('leaves a partner out that the Council removed', async () => {
    const deployment = await openDeployment(context);
    await govern(deployment, [governanceCall(deployment, 'partnerRegistry', 'remove', [370100], 'remove partner')]);
    deployment.close();
    await deployRegion(context);
    expect(BigInt(await at('partnerRegistry').getFunction('digestOf')(370100))).to.equal(0n);
    expect(context.lines.at(-1)).to.match(/370100/);
  });

  it('leaves a long delay to a later run', async () => {
    const slow = regionContext(context.rpcUrl, { councilDelaySeconds: 3600, partners: [] });
    const { contracts: made } = await deployRegion(slow);
    const later = departmentPlan(testCode(6), 6);
    await deployRegion({ ...slow, departments: [...slow.departments, later] });
    const registry = new Contract(made.authorityRegistry, artifacts.authorityRegistry.abi, provider);
    expect((await registry.getFunction('departmentState')(code(later.uscc)))[0]).to.equal(0n);
    expect(slow.lines.at(-1)).to.match(/run this step again after/);
  });
});
