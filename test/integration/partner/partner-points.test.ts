import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { openDeployment } from '../../../deploy/deployment.ts';
import { developmentKeys } from '../../../deploy/development-keys.ts';
import { govern, governanceCall } from '../../../deploy/govern.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { createStore } from '../../../service/adapters/level/store.ts';
import { createRegistryEntries } from '../../../service/adapters/partner/registry-entries.ts';
import { openPartnerPoints } from '../../../service/app/partner/partner-points.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import type { ChainReader } from '../../../service/ports/chain-reader.ts';
import type { PartnerEntries, PartnerEntry } from '../../../service/ports/partner-entries.ts';
import type { Store } from '../../../service/ports/store.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { TrustedPoint } from '../../../service/verify/types.ts';
import { until } from '../../support/issue.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const JINAN = 370_100;
const OFFLINE = 370_399;
const primitives = nodePrimitives();

describe('trusted points of partners', () => {
  let chains: PreparedChains;
  let home: TrustedPoint;
  let reader: ChainReader;
  let registry: PartnerEntries;
  let store: Store;
  let offset = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + offset };

  before(async () => {
    chains = await openPreparedChains(['dongying', 'jinan']);
    const network = chains.networks.get('dongying');
    if (network === undefined) throw new Error('not prepared');
    home = network.trustedPoint;
    reader = createChainReader(network.chain);
    registry = createRegistryEntries(network.chain, home.contracts.partnerRegistry);
  });
  after(() => chains.close());
  beforeEach(async () => {
    offset = 0;
    store = await createStore(createMemoryDisk(), clock);
  });

  type Parts = { reader?: Pick<ChainReader, 'evidence'>; entries?: PartnerEntries };
  const open = ({ reader: asked = reader, entries = registry }: Parts = {}) =>
    openPartnerPoints({ store, clock, primitives, trustedPoint: home, reader: asked, entries });
  const names = (points: { all(): TrustedPoint[] }) =>
    points
      .all()
      .map(({ caip2 }) => caip2)
      .sort();
  const entriesBut = (change: (entry: PartnerEntry) => PartnerEntry[]): PartnerEntries => ({
    entries: async () => (await registry.entries()).flatMap(change),
  });
  const away: Pick<ChainReader, 'evidence'> = {
    evidence: async () => {
      throw new ChainUnreachable('stopped');
    },
  };

  it('are those of the PartnerRegistry, each proven under the home head', async () => {
    const points = await open();
    expect(names(points)).to.deep.equal([]);
    expect(await points.refresh()).to.equal(true);
    expect(names(points)).to.deep.equal([`eip155:${JINAN}`, `eip155:${OFFLINE}`].sort());
    expect(points.find(`eip155:${JINAN}`)).to.deep.equal(chains.networks.get('jinan')?.trustedPoint);
    expect(points.find('eip155:1')).to.equal(undefined);
  });

  it('are not those that a node makes up: the digest decides', async () => {
    const forged = canonicalJson({ ...JSON.parse('{}'), trustedPoint: 'mine' });
    const points = await open({
      entries: entriesBut(({ chainId, entry }) => [
        { chainId, entry: new TextEncoder().encode(forged) },
        { chainId, entry: entry.slice(0, -1) },
        { chainId: 4711, entry },
      ]),
    });
    await points.refresh();
    expect(names(points)).to.deep.equal([]);
  });

  it('are gone when a node hides the entry that is in force', async () => {
    const points = await open({ entries: entriesBut((one) => (one.chainId === JINAN ? [] : [one])) });
    await points.refresh();
    expect(names(points)).to.deep.equal([`eip155:${OFFLINE}`]);
  });

  it('are not believed on a changed proof, header or vote; what was proven before stays', async () => {
    await (await open()).refresh();
    const lies: ((evidence: Awaited<ReturnType<ChainReader['evidence']>>) => unknown)[] = [
      (evidence) => ({ ...evidence, votes: evidence.votes?.slice(0, 2) }),
      (evidence) => ({ ...evidence, votes: evidence.votes?.map((vote) => ({ ...vote, time: vote.time + 1 })) }),
      (evidence) => ({ ...evidence, header: `${evidence.header.slice(0, -2)}00` }),
      (evidence) => ({
        ...evidence,
        accounts: evidence.accounts.map((account) => ({ ...account, accountProof: account.accountProof.slice(1) })),
      }),
      (evidence) => ({ ...evidence, accounts: [] }),
    ];
    for (const lie of lies) {
      const liar = { evidence: async (request: never) => lie(await reader.evidence(request)) as never };
      const points = await open({ reader: liar });
      expect(await points.refresh()).to.equal(false);
      expect(names(points)).to.have.length(2);
    }
  });

  it('are known without the home chain from the last proof kept, for its trust period', async () => {
    await (await open()).refresh();
    const points = await open({ reader: away });
    expect(await points.refresh()).to.equal(false);
    expect(names(points)).to.have.length(2);
    offset = home.trustPeriodSeconds + 60;
    expect(names(points)).to.deep.equal([]);
    expect(points.find(`eip155:${JINAN}`)).to.equal(undefined);
  });

  it('are not proven by a head that nobody renewed', async () => {
    offset = home.maxAgeSeconds + 60;
    expect(await (await open()).refresh()).to.equal(false);
  });

  it('change and go with the Council’s decisions', async () => {
    const points = await open();
    await points.refresh();
    const { deployer, council, guardian, arbiter } = developmentKeys();
    const deployment = await openDeployment({
      rpcUrl: chains.running[0]?.rpcUrl as string,
      chainId: 370_500,
      deployerKey: deployer.privateKey,
      councilKeys: council.map(({ privateKey }) => privateKey),
      guardian: guardian.address,
      arbiter: arbiter.address,
      departments: [],
      partners: [],
      contracts: { load: () => home.contracts, save: () => undefined },
      report: () => undefined,
    });
    const call = (method: string, args: unknown[]) =>
      governanceCall(deployment, 'partnerRegistry', method, args, method);
    try {
      const renewed = { ...(points.find(`eip155:${JINAN}`) as TrustedPoint), maxAgeSeconds: 120 };
      const thumbprint = createHash('sha256').update('key').digest('base64url');
      const entry = canonicalJson({
        name: renewed.name,
        serviceKeyThumbprint: thumbprint,
        trustedPoint: renewed,
      } as never);
      await govern(deployment, [call('update', [JINAN, new TextEncoder().encode(entry)]), call('remove', [OFFLINE])]);
    } finally {
      deployment.close();
    }
    await until(async () => (await points.refresh()) && names(points).length === 1, 'the decisions to be attested');
    expect(points.find(`eip155:${JINAN}`)?.maxAgeSeconds).to.equal(120);
    // What the store keeps follows, so that a removed partner does not come back with a start.
    expect(names(await open({ reader: away }))).to.deep.equal([`eip155:${JINAN}`]);
  });
});
