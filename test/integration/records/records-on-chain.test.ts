import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { certificateTypes, chainIdOf, recordDomains, regionOf } from '../../../scripts/start/region-data.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { createChainWriter } from '../../../service/adapters/ethers/chain-writer.ts';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import { openLevelStore } from '../../../service/adapters/level/open-level-store.ts';
import { readRegionKeys } from '../../../service/adapters/pki/region-keys.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import { createPersonVault } from '../../../service/adapters/vault/person-vault.ts';
import { createWaiters } from '../../../service/app/issuing/waiters.ts';
import { startOutbox } from '../../../service/app/outbox/start-outbox.ts';
import { RECORD_COMMIT, recordCommitHandler } from '../../../service/app/records/commit-outbox.ts';
import { publishRecords } from '../../../service/app/records/publish-records.ts';
import { queryRecords } from '../../../service/app/records/query-records.ts';
import type { QueryDependencies, RecordQuery } from '../../../service/app/records/query-records.ts';
import { commitKey } from '../../../service/app/records/rows.ts';
import type { CommitRow } from '../../../service/app/records/rows.ts';
import { startRecordCommits } from '../../../service/app/records/start-commits.ts';
import { createEvidenceCache } from '../../../service/app/verifying/evidence-cache.ts';
import { regionSources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { createEngineCache } from '../../../service/verify/cache.ts';
import { policyOf } from '../../../service/verify/policy.ts';
import type { Verdict } from '../../../service/verify/types.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';
import { FUND, fundBatch, subjectOf } from '../../support/records.ts';

const region = regionOf('dongying');
const clock = { now: () => Math.floor(Date.now() / 1000) };
const primitives = nodePrimitives();

/** A verifier that knows the region by its trusted point and asks its chain alone: any other city. */
function verifierOf(network: NetworkFile): (artefact: string) => Promise<Verdict> {
  const reader = createChainReader(network.chain, { now: clock.now });
  const known = { trustedPoint: network.trustedPoint, home: false, reader };
  const deps = {
    primitives,
    clock,
    engine: createEngineCache(),
    sources: regionSources({
      evidence: createEvidenceCache(100),
      statusLists: { find: async () => undefined },
      regions: {
        find: async (caip2: string) => (caip2 === network.chain.caip2 ? known : undefined),
        all: () => [known],
      },
    }),
  };
  const policy = policyOf('window', { production: false });
  return async (artefact) => (await verifyAnArtefact(deps, { artefact, policy })).verdict;
}

/** The record use cases of a service over the chain: everything but HTTP. */
async function openService(chains: PreparedChains) {
  const network = chains.networks.get('dongying') as NetworkFile;
  const keys = join(chains.keys, 'dongying');
  const { certificateAnchors, recordRegistry } = network.trustedPoint.contracts;
  const store = await openLevelStore(join(chains.data, 'dongying', 'store'), clock);
  const reported: unknown[] = [];
  const signers = developmentSigners({ folder: keys, production: false });
  const writer = createChainWriter(network.chain);
  const deps: QueryDependencies & { waiters: ReturnType<typeof createWaiters>; report(error: unknown): void } = {
    store,
    vault: createPersonVault(store, readRegionKeys(keys)),
    signers,
    clock,
    sha256: primitives.sha256,
    region: { ...region, contracts: { certificateAnchors, recordRegistry }, certificateTypes },
    domains: recordDomains,
    random: (length) => new Uint8Array(randomBytes(length)),
    calls: contractCalls,
    writer,
    waiters: createWaiters(),
    report: (error) => reported.push(error),
    verify: verifierOf(network),
  };
  const reader = createChainReader(network.chain, { now: clock.now });
  const outbox = await startOutbox(
    {
      ...deps,
      calls: contractCalls,
      reader,
      writer,
      chainId: chainIdOf(region.caip2),
      timings: { pollFrom: 50, pollTo: 50 },
    },
    { [RECORD_COMMIT]: recordCommitHandler(deps) },
  );
  const commits = startRecordCommits(deps);
  return {
    deps,
    reported,
    async close() {
      await commits.stop();
      await outbox.stop();
      await store.close();
    },
  };
}

describe('records of a region on its chain', function () {
  this.timeout(120_000);
  let chains: PreparedChains;
  let service: Awaited<ReturnType<typeof openService>>;
  before(async () => {
    chains = await openPreparedChains(['dongying']);
    service = await openService(chains);
  });
  after(async () => {
    await service?.close();
    await chains?.close();
  });
  afterEach(() => expect(service?.reported).to.deep.equal([]));

  const publish = (people: number[], balance: number, key: string, waitMs = 20_000): Promise<CommitRow> =>
    publishRecords(service.deps, {
      department: FUND,
      batch: fundBatch(people, balance, clock.now() - 5),
      idempotencyKey: key,
      waitMs,
    });
  const query = (n: number): RecordQuery => ({
    domain: 'housing-fund',
    subject: subjectOf(n),
    fields: ['balance'],
    basis: { kind: 'statutory', reference: 'test' },
    case: `case-${n}`,
  });
  const ask = (n: number) => queryRecords(service.deps, { role: 'clerk', subject: 'clerk-1' }, query(n));
  const network = () => chains.networks.get('dongying') as NetworkFile;
  const headOnChain = async (): Promise<{ root: string; epoch: number }> => {
    const domain = contractCalls.headOf(domainId());
    const to = network().trustedPoint.contracts.recordRegistry;
    const answer = await service.deps.writer.simulate({ from: to, to, data: domain });
    return contractCalls.readHead('returned' in answer ? answer.returned : '0x');
  };
  const domainId = () => {
    const id = primitives.sha256(new TextEncoder().encode('https://dongying.example/domains/housing-fund'));
    return `0x${Buffer.from(id).toString('hex')}` as const;
  };

  it('are final with a root that the chain holds, and present by proof for any other city', async () => {
    const row = await publish([1, 2, 3], 100, 'first');
    expect(row).to.include({ state: 'final', epoch: 1 });
    expect(await headOnChain()).to.include({ root: row.newRoot, epoch: 1 });
    const { answer, verdict } = await ask(2);
    expect([verdict.verdict, verdict.codes[0]]).to.deep.equal(['valid', 'record.present']);
    expect(answer.leaf?.fields.map(({ value }) => value)).to.deep.equal([100]);
    const elsewhere = await verifierOf(network())(JSON.stringify(answer));
    expect(elsewhere.verdict).to.equal('valid');
    expect(elsewhere.checks.find(({ check }) => check === 'record')?.code).to.equal('record.present');
  });

  it('are absent by proof where there is none, and no mutation of that answer is ever valid', async () => {
    const { answer, verdict } = await ask(77);
    expect(verdict.verdict).to.equal('valid');
    expect(verdict.checks.find(({ check }) => check === 'record')?.code).to.equal('record.absent');
    const text = JSON.stringify(answer);
    const verify = verifierOf(network());
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 33, max: 126 }), async (at, code) => {
        const mutated = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        fc.pre(mutated !== text);
        const { verdict: word } = await verify(mutated);
        expect(word, mutated.slice(Math.max(0, at - 20), at + 20)).to.not.equal('valid');
      }),
      { numRuns: 60 },
    );
  });

  it('of another person do not answer for this one', async () => {
    const { answer } = await ask(1);
    const other = { ...answer, subject: { ...answer.subject, number: subjectOf(2).number } };
    expect((await service.deps.verify(JSON.stringify(other))).verdict).to.equal('invalid');
  });

  it('are outdated, not forged, once the next commit is final', async () => {
    const { answer } = await ask(1);
    const row = await publish([1], 150, 'second');
    expect(row).to.include({ state: 'final', epoch: 2 });
    const verdict = await service.deps.verify(JSON.stringify(answer));
    expect([verdict.verdict, verdict.codes[0]]).to.deep.equal(['undetermined', 'record.outdated']);
    const { answer: newer, verdict: now } = await ask(1);
    expect([now.verdict, newer.leaf?.version, newer.leaf?.fields[0]?.value]).to.deep.equal(['valid', 2, 150]);
  });

  it('answer validly at every moment while commits go through', async () => {
    let running = true;
    const verdicts: string[] = [];
    const asking = (async () => {
      while (running) verdicts.push((await ask(3)).verdict.verdict);
    })();
    for (const i of [1, 2, 3]) await publish([3, 10 + i], 200 + i, `moving-${i}`);
    running = false;
    await asking;
    expect(verdicts.length).to.be.greaterThan(3);
    expect(new Set(verdicts)).to.deep.equal(new Set(['valid']));
  });

  it('survive stops at any moment: each batch is committed once, in order, and the map is the chain’s', async () => {
    const { epoch: before } = await headOnChain();
    const ids: string[] = [];
    for (let round = 0; round < 6; round++) {
      const row = await publish([1, 20 + round], 1000 + round, `round-${round}`, 0);
      ids.push(row.id);
      await sleep(Math.random() * 700);
      await service.close();
      service = await openService(chains);
    }
    const last = await publish([1, 20, 21], 5000, 'last');
    expect(last.state).to.equal('final');
    const rows = await Promise.all(ids.map((id) => service.deps.store.get<CommitRow>(commitKey(id))));
    expect(rows.map((row) => row?.epoch)).to.deep.equal(ids.map((_, i) => before + 1 + i));
    expect(await headOnChain()).to.include({ root: last.newRoot, epoch: before + ids.length + 1 });
    const { answer, verdict } = await ask(1);
    expect([verdict.verdict, answer.leaf?.fields[0]?.value]).to.deep.equal(['valid', 5000]);
    for (const n of [20, 25]) expect((await ask(n)).verdict.verdict, String(n)).to.equal('valid');
    expect(hexToBytes(last.newRoot ?? '0x')).to.have.length(32);
  });
});
