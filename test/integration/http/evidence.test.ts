import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { prepareArtefact, policyOf, readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type { EvidenceBundle, Plan, TrustedPoint } from '../../../service/verify/types.ts';
import { issuePermit } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { twoRegions } from '../../support/region.ts';

const primitives = nodePrimitives();
const policy = policyOf('window', { production: false });
const now = () => Math.floor(Date.now() / 1000);

describe('the evidence relay', () => {
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let permit: IssuedPermit;
  let point: TrustedPoint;
  let plan: Plan;
  before(async () => {
    cities = await twoRegions();
    permit = await issuePermit(cities.dongying, 1);
    const { partners } = (await cities.jinan.call('/v1/trusted-point')).json as { partners: TrustedPoint[] };
    point = partners.find(({ caip2 }) => caip2 === 'eip155:370500') as TrustedPoint;
    const artefact = readArtefact(permit.certificate);
    const { chain, minimumBlock, slots } = (await prepareArtefact({ primitives, artefact, trustedPoint: point })).plan;
    // What a relay is asked for; the rest of a plan is its caller's own business.
    plan = { chain, minimumBlock, slots };
  });
  after(async () => {
    await cities.close();
    expect([...cities.dongying.reports, ...cities.jinan.reports]).to.deep.equal([]);
  });

  const relay = (body: unknown) => cities.jinan.call('/v1/evidence', { body });
  const judge = (evidence: EvidenceBundle) =>
    verifyArtefact({
      primitives,
      artefact: readArtefact(permit.certificate),
      trustedPoint: point,
      evidence,
      policy,
      now: now(),
    });

  it('brings what an engine elsewhere needs, for the slots alone', async () => {
    const { status, json } = await relay(plan);
    expect(status).to.equal(200);
    const verdict = await judge(json as unknown as EvidenceBundle);
    expect(verdict.verdict).to.equal('valid');
    expect(verdict.evidence?.chain).to.equal('eip155:370500');
  });

  it('takes addresses and slots in any case', async () => {
    const slots = plan.slots.map(({ address, slot }) => ({
      address: `0x${address.slice(2).toUpperCase()}`,
      slot: `0x${slot.slice(2).toUpperCase()}`,
    }));
    const { status, json } = await relay({ ...plan, slots });
    expect(status).to.equal(200);
    expect((await judge(json as unknown as EvidenceBundle)).verdict).to.equal('valid');
  });

  it('refuses chains it does not know, heights that are not there, and more than a question', async () => {
    expect((await relay({ ...plan, chain: 'eip155:1' })).json.code).to.equal('chain.unknown');
    const ahead = await relay({ ...plan, minimumBlock: 1_000_000 });
    expect({ status: ahead.status, code: ahead.json.code }).to.deep.equal({ status: 503, code: 'chain.behind' });
    expect(Number(ahead.headers.get('retry-after'))).to.be.greaterThan(0);
    const [slot] = plan.slots;
    for (const body of [
      { ...plan, slots: Array.from({ length: 65 }, () => slot) },
      { ...plan, slots: [] },
      { ...plan, slots: [{ ...slot, slot: '0x1' }] },
      { ...plan, artefact: permit.certificate },
      { ...plan, minimumBlock: -1 },
    ]) {
      expect((await relay(body)).json.code).to.equal('request.invalid');
    }
  });

  it('says chain.unreachable for a partner that is admitted but has no address here', async () => {
    const { partners } = (await cities.jinan.call('/v1/trusted-point')).json as { partners: TrustedPoint[] };
    const offline = partners.find(({ name }) => name.zh === '示例离线市') as TrustedPoint;
    const { status, json } = await relay({ ...plan, chain: offline.caip2 });
    expect({ status, code: json.code }).to.deep.equal({ status: 503, code: 'chain.unreachable' });
  });

  it('gives what it kept while the chain does not answer, and nothing it never proved', async () => {
    await cities.dongying.stopChain();
    const { status, json } = await relay(plan);
    expect(status).to.equal(200);
    expect((await judge(json as unknown as EvidenceBundle)).verdict).to.equal('valid');
    const unseen = { ...plan, slots: plan.slots.map((one) => ({ ...one, slot: `0x${'1'.repeat(64)}` })) };
    expect((await relay(unseen)).json.code).to.equal('chain.unreachable');
  });
});
