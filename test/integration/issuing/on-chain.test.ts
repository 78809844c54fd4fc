import { join } from 'node:path';
import { expect } from 'chai';
import { chainIdOf } from '../../../scripts/start/region-data.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { createChainWriter } from '../../../service/adapters/ethers/chain-writer.ts';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { acceptInstance } from '../../../service/app/issuing/accept-instance.ts';
import { certificateKey } from '../../../service/app/issuing/rows.ts';
import type { CertificateRow } from '../../../service/app/issuing/rows.ts';
import { whenIssued } from '../../../service/app/issuing/when-issued.ts';
import { anchorLog, logHandler, newestLogAnchor, LOG_KIND } from '../../../service/app/log/anchor-log.ts';
import type { LogAnchorDeps } from '../../../service/app/log/anchor-log.ts';
import { startOutbox } from '../../../service/app/outbox/start-outbox.ts';
import { changeStatus, whenStatusChanged } from '../../../service/app/status/change-status.ts';
import { createEvidenceCache } from '../../../service/app/verifying/evidence-cache.ts';
import { regionSources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import type { StatusAction } from '../../../service/domain/certificate-status.ts';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { createEngineCache } from '../../../service/verify/cache.ts';
import { policyOf } from '../../../service/verify/policy.ts';
import type { Verdict } from '../../../service/verify/types.ts';
import { domainRegion } from '../../../service/wiring/region-data.ts';
import { createHolder } from '../../support/issuing/holder.ts';
import { createLevelDisk } from '../../support/issuing/level-disk.ts';
import { startMortal } from '../../support/issuing/mortal-process.ts';
import type { MortalProcess, World } from '../../support/issuing/mortal-process.ts';
import { someClaims } from '../../support/issuing/typed-claims.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const WAIT = 15_000;
const NUMBERS = ['990101194910010013', '990101194910010021', '99010119491001003X'];
const clock = { now: () => Math.floor(Date.now() / 1000) };
const primitives = nodePrimitives();

describe('issuing on a region’s chain', function () {
  this.timeout(120_000);
  let chains: PreparedChains;
  let network: NetworkFile;
  let world: World;
  let service: MortalProcess;
  let verify: (artefact: string) => Promise<Verdict>;

  before(async () => {
    chains = await openPreparedChains(['dongying']);
    network = chains.networks.get('dongying') as NetworkFile;
    const region = domainRegion('dongying', network.trustedPoint);
    world = {
      disk: createLevelDisk(join(chains.data, 'dongying', 'store')),
      chain: { writer: createChainWriter(network.chain), reader: createChainReader(network.chain) },
      signers: developmentSigners({ folder: join(chains.keys, 'dongying'), production: false }),
      now: clock.now,
      region,
      timings: { pollFrom: 40, pollTo: 40 },
      pipeline: { gatherMs: 150, batchSize: 64, batchesPerTransaction: 8 },
    };
    service = await startMortal(world);
    // Any other city: the trusted point and the chain's own answers, nothing of the service.
    const known = { trustedPoint: network.trustedPoint, home: false, reader: createChainReader(network.chain) };
    const regions = { find: async () => known, all: () => [known] };
    const evidence = createEvidenceCache(10);
    const statusLists = { find: async () => undefined };
    const policy = policyOf('window', { production: false });
    const sources = regionSources({ regions, evidence, statusLists });
    const deps = { primitives, clock, sources, engine: createEngineCache() };
    verify = async (artefact) => (await verifyAnArtefact(deps, { artefact, policy })).verdict;
  });
  after(async () => {
    await service.stop();
    await world.disk.close();
    await chains.close();
  });

  const orderOf = (place: number, key: string) => {
    const { departments, certificateTypes } = service.deps.region;
    const type = certificateTypes[place % certificateTypes.length] as (typeof certificateTypes)[number];
    const department = departments.find(({ kind }) => kind === type.owner)?.uscc ?? '';
    const number = NUMBERS[place % NUMBERS.length] as string;
    const body = { type: type.code, subject: { idType: 'citizen-id' as const, number }, claims: someClaims(type) };
    return { department, actor: department, idempotencyKey: key, body };
  };
  const issue = async (place: number, key: string) => {
    const { id } = await acceptCertificate(service.deps, orderOf(place, key));
    const made = await whenIssued(service.deps, id, WAIT);
    expect(made.state, made.reason).to.equal('issued');
    return { ...made, certificate: made.certificate ?? '', department: orderOf(place, key).department };
  };
  const change = async (id: string, department: string, action: StatusAction, reason: string) => {
    const request = {
      certificate: id,
      department,
      actor: department,
      idempotencyKey: `${action}-1`,
      body: { action, reason },
    };
    return whenStatusChanged(service.deps, id, await changeStatus(service.deps, request), WAIT);
  };

  it('gives a certificate of every type that another city finds valid', async () => {
    const places = service.deps.region.certificateTypes.map((_, place) => place);
    const made = await Promise.all(places.map((place) => issue(place, `every-type-${place}`)));
    for (const { certificate } of made) {
      const verdict = await verify(certificate);
      expect([verdict.verdict, verdict.codes], JSON.stringify(verdict.checks)).to.deep.equal([
        'valid',
        ['policy.satisfied'],
      ]);
    }
  });

  it('carries suspension, reinstatement and revocation to every instance, and to those made meanwhile', async () => {
    const { id, department, certificate } = await issue(0, 'life-of-one');
    const { person } = (await service.deps.store.get<CertificateRow>(certificateKey(id))) as CertificateRow;
    const texts = [certificate];
    const bind = async (key: string): Promise<void> => {
      const holder = createHolder();
      const proof = holder.proof({ aud: service.deps.region.base, certificate: id, iat: clock.now() });
      const order = { certificate: id, person, idempotencyKey: key, body: { jwk: holder.jwk, proof } };
      const { instance } = await acceptInstance(service.deps, order);
      texts.push((await whenIssued(service.deps, id, WAIT, instance)).certificate ?? '');
    };
    const verdicts = async () => [
      ...new Set(await Promise.all(texts.map(async (text) => (await verify(text)).codes[0]))),
    ];

    await bind('instance-1');
    expect(await verdicts()).to.deep.equal(['policy.satisfied']);
    expect(await change(id, department, 'suspend', 'device-lost')).to.include({ state: 'final', status: 'suspended' });
    await bind('instance-2');
    expect(await verdicts()).to.deep.equal(['status.suspended']);
    expect((await change(id, department, 'reinstate', 'dispute-settled')).state).to.equal('final');
    expect(await verdicts()).to.deep.equal(['policy.satisfied']);
    expect((await change(id, department, 'revoke', 'device-lost')).state).to.equal('final');
    expect(await verdicts()).to.deep.equal(['status.revoked']);
    expect(texts).to.have.length(3);
  });

  it('loses and doubles nothing when the process dies again and again', async () => {
    const keys = Array.from({ length: 12 }, (_, n) => `through-death-${n}`);
    const accepted = new Map<string, string>();
    for (const dieAt of [23, 61, 97, 140, undefined]) {
      service.kill();
      service = await startMortal(world, dieAt === undefined ? undefined : dieAt + Math.floor(Math.random() * 20));
      const work = Promise.all(
        keys.map(async (key, place) => {
          const { id } = await acceptCertificate(service.deps, orderOf(place, key));
          expect(accepted.get(key) ?? id).to.equal(id);
          accepted.set(key, id);
          await whenIssued(service.deps, id, WAIT);
        }),
      );
      await Promise.race([work, service.died]);
    }
    expect(accepted.size).to.equal(keys.length);
    const issued = new Map<unknown, number>();
    for await (const [, { type, facts }] of service.deps.store.range<LoggedEvent>([tables.events])) {
      if (type !== 'certificate.issued') continue;
      issued.set(facts?.['certificate'], (issued.get(facts?.['certificate']) ?? 0) + 1);
    }
    for (const id of accepted.values()) {
      const { certificate = '' } = await whenIssued(service.deps, id, WAIT);
      expect((await verify(certificate)).verdict).to.equal('valid');
      expect(issued.get(id)).to.equal(1);
    }
    expect(service.reported).to.deep.equal([]);
  });

  describe('the event log', () => {
    const until = async (seq: number): Promise<void> => {
      for (let tries = 0; tries < 200; tries++) {
        const row = await newestLogAnchor(service.deps.store);
        if (row?.state === 'final' && row.seq === seq) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no anchor of ${seq}: ${JSON.stringify(await newestLogAnchor(service.deps.store))}`);
    };

    it('has its head on chain in its own domain, again when it moved on, and not when it did not', async () => {
      // The process under test knows nothing of the log; an outbox of its own takes this over.
      await service.outbox.stop();
      const keeper = service.deps.region.departments.find(({ kind }) => kind === 'data');
      const deps: LogAnchorDeps = { ...service.deps, department: keeper?.uscc ?? '' };
      const chainId = chainIdOf(network.chain.caip2);
      const outbox = await startOutbox(
        { ...service.deps, ...world.chain, chainId, timings: { pollFrom: 40, pollTo: 40 } },
        { [LOG_KIND]: logHandler(deps) },
      );
      const domain = bytesToHex(uriId(primitives.sha256, `${deps.region.base}/domains/log`));
      const to = deps.region.contracts.recordRegistry;
      for (const epoch of [1, 2]) {
        await service.deps.store.commit({ events: [{ type: 'test', v: 1, subject: `epoch-${epoch}`, actor: 'test' }] });
        const head = await service.deps.store.head();
        expect(await anchorLog(deps)).to.equal(true);
        await until(head.seq);
        const answer = await world.chain.writer.simulate({ from: to, to, data: contractCalls.headOf(domain) });
        const onChain = contractCalls.readHead('returned' in answer ? answer.returned : '0x');
        expect(onChain).to.include({ root: head.hash, epoch });
        expect(await anchorLog(deps)).to.equal(false);
      }
      await outbox.stop();
    });
  });
});
