import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import { readJws } from '../../../service/verify/artefact/read-sd-jwt.ts';
import { artefactChain, createEngineCache, planVerification, readArtefact } from '../../../service/verify/index.ts';
import { verifyArtefact } from '../../../service/verify/index.ts';
import { readChain } from '../../../service/verify/x509/read-chain.ts';
import { bind, issue } from '../../support/engine/certificates.ts';
import { demand } from '../../support/engine/cases/holder.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { policy, verdictOf } from '../../support/engine/verify.ts';

const unreachable = { unavailable: 'chain.unreachable' } as const;

describe('a genuine certificate', () => {
  const region = createRegion();
  const { text } = issue(region);

  it('is valid, with its claims and the evidence it rests on', async () => {
    const verdict = await verdictOf(region, text, { time: NOW - 20 });
    expect(verdict.verdict).to.equal('valid');
    expect(verdict.codes).to.deep.equal(['policy.satisfied']);
    expect(verdict.region).to.equal('eip155:370500');
    expect(verdict.claims)
      .to.include({ name: '王小明', accountStatus: '正常' })
      .and.not.have.any.keys('_sd', '_sd_alg');
    expect(verdict.evidence).to.include({ height: 100, ageSeconds: 20, statementTime: NOW - 20, quorum: 3, votes: 3 });
    expect(verdict.checkedAt).to.equal(NOW);
    const status = verdict.checks.find(({ check }) => check === 'status');
    expect(status?.asOf).to.equal(NOW - 20);
  });

  it('is valid as bytes and with white space around it', async () => {
    expect((await verdictOf(region, utf8(`\r\n ${text}\t\n`))).verdict).to.equal('valid');
  });

  it('is valid with any of its disclosures withheld', async () => {
    const [jwt, ...disclosures] = text.split('~');
    const { verdict, claims } = await verdictOf(region, `${[jwt, disclosures[3]].join('~')}~`);
    expect(verdict).to.equal('valid');
    expect(claims).to.have.property('account');
    expect(claims).to.not.have.property('name');
  });

  it('issued this moment is valid for a verifier whose clock is half a minute behind', async () => {
    expect((await verdictOf(region, issue(region, { payload: { nbf: NOW + 30 } }).text)).verdict).to.equal('valid');
  });

  it('without end of validity is valid', async () => {
    const { text } = issue(region, { payload: { exp: undefined } });
    expect((await verdictOf(region, text)).verdict).to.equal('valid');
  });

  it('of a type the verifier does not know is valid, its schema not applicable', async () => {
    const { text } = issue(region, { payload: { vct: 'https://dongying.example/types/unheard-of/7' } });
    const verdict = await verdictOf(region, text);
    expect(verdict.verdict).to.equal('valid');
    expect(verdict.checks.find(({ check }) => check === 'schema')?.outcome).to.equal('notApplicable');
  });

  it('stays valid when its key was compromised later', async () => {
    const scene = createRegion();
    const certified = scene.certify();
    const { text } = issue(scene, {
      key: certified.key,
      certificates: [certified.certificate, scene.root.certificate],
    });
    scene.setKey(primitives.sha256(certified.certificate), { compromisedFrom: NOW - 3599 });
    expect((await verdictOf(scene, text)).verdict).to.equal('valid');
  });

  it('of development validators is valid with a notice', async () => {
    const trustedPoint = { ...region.trustedPoint, development: true };
    const verdict = await verdictOf(region, text, { trustedPoint });
    expect(verdict.verdict).to.equal('valid');
    expect(verdict.notices).to.deep.equal(['chain.developmentQuorum']);
  });
});

describe('infrastructure trouble', () => {
  const region = createRegion();

  it('is never a reason against a certificate', async () => {
    const { text } = issue(region);
    const { verdict, codes } = await verdictOf(region, text, { evidence: unreachable });
    expect(verdict).to.equal('undetermined');
    expect(codes).to.deep.equal(['chain.unreachable']);
  });

  it('does not excuse what is wrong with the certificate itself', async () => {
    const { text } = issue(region, { payload: { exp: NOW - 1 } });
    const { verdict, codes } = await verdictOf(region, text, { evidence: unreachable });
    expect(verdict).to.equal('invalid');
    expect(codes).to.deep.equal(['validity.expired']);
  });

  it('leaves an artefact that was decided offline without a question', async () => {
    const artefact = readArtefact(issue(region, { key: newSigningKey() }).text);
    const plan = await planVerification(primitives, artefact, region.trustedPoint);
    expect(plan.slots).to.deep.equal([]);
  });
});

describe('a policy', () => {
  const region = createRegion();
  const { text } = issue(region);

  it('that requires a check that does not apply is not satisfied', async () => {
    const required = [...policy().required, 'record' as const];
    const { verdict, codes } = await verdictOf(region, text, { policy: policy('window', { required }) });
    expect(verdict).to.equal('undetermined');
    expect(codes).to.deep.equal(['record.notApplicable', 'policy.requirementUnmet']);
  });

  it('that requires holder binding is satisfied by a presentation made for here and now', async () => {
    const holder = newSigningKey();
    const presented = bind(issue(region, { holder }).text, holder);
    const circumstances = { policy: policy('presentation'), holder: demand };
    expect((await verdictOf(region, presented, circumstances)).verdict).to.equal('valid');
  });

  it('that requires holder binding is not satisfied by a certificate alone', async () => {
    const { verdict, codes } = await verdictOf(region, text, { policy: policy('presentation') });
    expect(verdict).to.equal('undetermined');
    expect(codes).to.deep.equal(['holder.missing']);
  });
});

describe('a plan', () => {
  const region = createRegion();

  it('names anchor, status word and key, and the block below which nothing can be said', async () => {
    const artefact = readArtefact(issue(region).text);
    expect(artefactChain(artefact)).to.equal('eip155:370500');
    const plan = await planVerification(primitives, artefact, region.trustedPoint);
    expect(plan).to.include({ chain: 'eip155:370500', minimumBlock: 42 });
    expect(plan.slots).to.have.length(3);
    for (const { address, slot } of plan.slots) {
      expect(address).to.match(/^0x[0-9a-f]{40}$/);
      expect(slot).to.match(/^0x[0-9a-f]{64}$/);
    }
  });
});

describe('a cache', () => {
  const region = createRegion();
  const { text } = issue(region);
  const artefact = readArtefact(text);

  it('keeps no verdict and no age', async () => {
    const cache = createEngineCache();
    const { trustedPoint } = region;
    const plan = await planVerification(primitives, artefact, trustedPoint);
    const evidence = region.evidence(plan.slots);
    const at = (now: number) =>
      verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy: policy(), now, cache });
    expect((await at(NOW)).verdict).to.equal('valid');
    expect((await at(NOW + 301)).codes).to.deep.equal(['chain.stale']);
  });

  it('keeps the headers of departments and no endless one of a stranger', () => {
    const cache = createEngineCache();
    const endless = Buffer.from(`{"x5c":[${Array(40_000).fill('{}').join()}]}`).toString('base64url');
    const kept = [text, `${endless}.e30.AA~`].map((given) => {
      const read = readArtefact(given, cache);
      const header = cache.headers.get(given.slice(0, given.indexOf('.')));
      return header !== undefined && read.kind === 'certificate' && header === read.header;
    });
    expect(kept).to.deep.equal([true, false]);
  });

  it('keeps of an artefact no more than it is found by', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const cache = createEngineCache();
    const x5c = artefact.kind === 'certificate' ? (artefact.header['x5c'] as string[]) : [];
    /** 250 kB with a header of some sixty characters, each another. */
    const large = (n: number): string => {
      const header = Buffer.from(`{"alg":"ES256","typ":"dc+sd-jwt","number":${n + 1_000}}`).toString('base64url');
      return Buffer.from(`${header}.e30.${'A'.repeat(250_000)}`).toString('latin1');
    };
    const before = held();
    for (let n = 0; n < 60; n++) {
      const jws = large(n);
      const { headerText } = readJws(jws, 'certificate', cache.headers);
      readJws(jws, 'key binding', cache.bindings);
      expect(await readChain(primitives, headerText, x5c, cache.chains)).to.include({ ok: true });
    }
    const grown = held() - before;
    for (const { get } of [cache.headers, cache.bindings, cache.chains]) {
      expect(get(large(0).split('.', 1)[0] as string)).to.be.an('object');
    }
    expect(grown).to.be.below(4_000_000);
  });

  it('does not serve one trusted point with what was proven under another', async () => {
    const cache = createEngineCache();
    const plan = await planVerification(primitives, artefact, region.trustedPoint);
    const evidence = region.evidence(plan.slots);
    const under = (trustedPoint: typeof region.trustedPoint) =>
      verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy: policy(), now: NOW, cache });
    expect((await under(region.trustedPoint)).verdict).to.equal('valid');
    const others = createRegion().trustedPoint.validators;
    expect((await under({ ...region.trustedPoint, validators: others })).codes).to.deep.equal(['chain.noQuorum']);
  });
});
