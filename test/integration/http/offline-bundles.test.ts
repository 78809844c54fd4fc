import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import {
  openOfflineBundle,
  policyOf,
  prepareArtefact,
  readArtefact,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type { TrustedPoint, Verdict } from '../../../service/verify/index.ts';
import { issuePermit, newKey, permitOffice } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { twoRegions } from '../../support/region.ts';
import type { TestRegion } from '../../support/region.ts';

const primitives = nodePrimitives();
const DAY = 86_400;
const DONGYING = 'eip155:370500';

type Summary = {
  asOf: number;
  maxAgeSeconds: number;
  batches: number;
  certificates: number;
  bytes: number;
  complete: boolean;
};

describe('offline bundles', () => {
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let points: TrustedPoint[];
  let permits: IssuedPermit[];
  let offset = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + offset };

  before(async () => {
    cities = await twoRegions({ clock });
    const { json } = await cities.jinan.call('/v1/trusted-point');
    points = [json['trustedPoint'] as TrustedPoint, ...(json['partners'] as TrustedPoint[])];
    permits = [];
    for (const n of [1, 2, 3]) permits.push(await issuePermit(cities.dongying, n));
    const { token } = await permitOffice(cities.dongying);
    const body = { action: 'revoke', reason: 'issued-in-error' };
    const path = `/v1/certificates/${permits[2]!.id}/status-changes`;
    const reply = await cities.dongying.call(path, { token, headers: newKey(), body });
    expect(reply.status, reply.text).to.equal(201);
  });
  after(async () => {
    await cities.close();
    expect([...cities.dongying.reports, ...cities.jinan.reports]).to.deep.equal([]);
  });

  const download = async (region: TestRegion, query = '') => {
    const summary = await region.call(`/v1/offline-bundles${query}`);
    const bundle = await region.call(`/v1/offline-bundles/newest${query}`);
    expect([summary.status, bundle.status], summary.text + bundle.text.slice(0, 500)).to.deep.equal([200, 200]);
    return { summary: summary.json as unknown as Summary, text: bundle.text, headers: bundle.headers };
  };
  /** As a window without any network would, with points that it had pinned. */
  const verdictOf = async (text: string, { certificate }: { certificate: string }): Promise<Verdict> => {
    const bundle = await openOfflineBundle({ primitives, text, trustedPoints: points });
    const trustedPoint = points.find(({ caip2 }) => caip2 === bundle.chain);
    const artefact = readArtefact(certificate);
    const prepared = await prepareArtefact({ primitives, artefact, trustedPoint });
    const evidence = bundle.evidence(prepared.plan);
    const policy = policyOf('offline', { production: false });
    return verifyArtefact({ primitives, artefact, trustedPoint, prepared, evidence, policy, now: clock.now() });
  };
  const codesOf = async (text: string) =>
    Promise.all(permits.map(async (permit) => (await verdictOf(text, permit)).codes[0]));

  it('say beforehand what they hold and how large they are, and are that', async () => {
    const { summary, text } = await download(cities.dongying);
    expect(summary).to.include({ certificates: 3, complete: true, maxAgeSeconds: DAY, bytes: text.length });
    expect(summary.batches).to.be.within(1, 3);
    expect(clock.now() - summary.asOf).to.be.within(0, 60);
  });

  it('verify what was issued before, as of their time', async () => {
    const { text } = await download(cities.dongying);
    expect(await codesOf(text)).to.deep.equal(['policy.satisfied', 'policy.satisfied', 'status.revoked']);
  });

  it('give the same bytes for the same block, with an entity tag', async () => {
    const [first, again] = [await download(cities.dongying), await download(cities.dongying)];
    expect(again.text).to.equal(first.text);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await cities.dongying.call('/v1/offline-bundles/newest', { headers })).status).to.equal(304);
  });

  it('hold what was selected and leave the rest open', async () => {
    const of = async (query: string) => (await download(cities.dongying, query)).summary.certificates;
    expect(await of(`?department=${cities.dongying.department('public-security')}`)).to.equal(3);
    expect(await of(`?department=${cities.dongying.department('housing-fund')}`)).to.equal(0);
    expect(await of('?type=residence-permit/1,professional-title/1')).to.equal(3);
    expect(await of('?type=professional-title/1')).to.equal(0);
    expect(await of(`?from=${clock.now() + 3600}`)).to.equal(0);
    expect(await of('?through=1000')).to.equal(0);
    const { text, summary } = await download(cities.dongying, '?newest=1');
    expect(summary).to.include({ batches: 1, complete: true });
    const codes = await codesOf(text);
    // The state is small, so the path to one batch may show another as well.
    for (const code of codes) expect(code).to.be.oneOf(['policy.satisfied', 'status.revoked', 'chain.notInBundle']);
    expect(codes[2]).to.equal('status.revoked');
  });

  it('of a partner come through one’s own service, signed by the partner', async () => {
    const { text, summary } = await download(cities.jinan, `?chain=${DONGYING}`);
    expect(summary).to.include({ chain: DONGYING, certificates: 3 });
    expect(await codesOf(text)).to.deep.equal(['policy.satisfied', 'policy.satisfied', 'status.revoked']);
  });

  it('hold nothing about people', async () => {
    const { text } = await download(cities.dongying);
    const bytes = Buffer.concat(
      (JSON.parse(text) as { nodes: string[] }).nodes.map((one) => Buffer.from(one, 'base64url')),
    );
    for (const { certificate, licence, person } of permits) {
      for (const known of [licence, person, '示例', certificate.slice(0, 40)]) {
        expect(text.includes(known) || bytes.includes(known), known).to.equal(false);
      }
    }
  });

  it('say what is wrong with a question', async () => {
    const code = async (query: string) => (await cities.dongying.call(`/v1/offline-bundles${query}`)).json['code'];
    expect(await code('?chain=eip155:999')).to.equal('chain.unknown');
    expect(await code('?chain=370500')).to.equal('request.invalid');
    expect(await code('?newest=-1')).to.equal('request.invalid');
    expect(await code('?size=1')).to.equal('request.invalid');
  });

  it('are made anew after a while, and are given as they were while the chain is away', async () => {
    const before = await download(cities.dongying);
    const later = await issuePermit(cities.dongying, 4);
    expect((await verdictOf(before.text, later)).codes).to.deep.equal(['chain.notInBundle']);
    offset = 121;
    const anew = await download(cities.dongying);
    expect(anew.summary.certificates).to.equal(4);
    await cities.dongying.stopChain();
    offset = 242;
    expect((await download(cities.dongying)).text).to.equal(anew.text);
    expect((await verdictOf(anew.text, permits[0]!)).verdict).to.equal('valid');
    offset = DAY + 122;
    expect((await verdictOf(anew.text, permits[0]!)).codes).to.deep.equal(['chain.bundleExpired']);
    await cities.dongying.stopService();
    expect((await cities.jinan.call(`/v1/offline-bundles?chain=${DONGYING}`)).json['code']).to.equal(
      'partner.unreachable',
    );
  });
});

describe('a region that makes one offline bundle at a time', () => {
  it('refuses further ones, of home and of a partner, and says when to ask again', async () => {
    const cities = await twoRegions({ args: ['--max-offline-making', '1'] });
    try {
      for (const chain of ['', `&chain=${DONGYING}`]) {
        const paths = [1, 2, 3, 4, 1].map((newest) => `/v1/offline-bundles/newest?newest=${newest}${chain}`);
        const replies = await Promise.all(paths.map((path) => cities.jinan.call(path)));
        expect(replies.map(({ status }) => status)).to.include.members([200, 429]);
        for (const { status, json, headers } of replies.filter((reply) => reply.status !== 200)) {
          const waits = { status, code: json['code'], after: headers.get('retry-after') };
          expect(waits).to.deep.equal({ status: 429, code: 'bundle.busy', after: '5' });
        }
        const busy = paths[replies.findIndex(({ status }) => status === 429)]!;
        expect((await cities.jinan.call(busy)).status).to.equal(200);
      }
    } finally {
      await cities.close();
    }
  });
});

describe('a region that gives no offline bundles', () => {
  it('says so', async () => {
    const cities = await twoRegions({ args: ['--max-offline-slots', '0'] });
    try {
      for (const path of [
        '/v1/offline-bundles',
        '/v1/offline-bundles/newest',
        `/v1/offline-bundles?chain=${DONGYING}`,
      ]) {
        const { status, json } = await cities.jinan.call(path);
        expect({ status, code: json['code'] }).to.deep.equal({ status: 404, code: 'bundle.notOffered' });
      }
    } finally {
      await cities.close();
    }
  });
});
