import { expect } from 'chai';
import fc from 'fast-check';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { anchorSlot, keySlot, statusWordSlot } from '../../../service/proof/storage-layout.ts';
import {
  createReceipt,
  OfflineBundleUnusable,
  openOfflineBundle,
  prepareArtefact,
  readArtefact,
  verifyArchive,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type { OfflineBundle, OpenBundle, Plan, SlotRef, TrustedPoint, Verdict } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createDomain } from '../../support/engine/records.ts';
import { bundleOf, DAY, regionSigner } from '../../support/engine/offline.ts';
import { createRegion, jwkOf, NOW, primitives, sha256, signRaw } from '../../support/engine/region.ts';
import type { TestRegion } from '../../support/engine/region.ts';
import { policy } from '../../support/engine/verify.ts';

type Issued = ReturnType<typeof issue>;

/** What a service puts into a bundle: the keys of the region, and anchor and status words of batches. */
function slotsOf(region: TestRegion, batches: readonly Issued[]): SlotRef[] {
  const { authorityRegistry, certificateAnchors: address } = region.trustedPoint.contracts;
  return [
    { address: authorityRegistry, slot: keySlot(sha256(region.signer.certificate)) },
    ...batches.flatMap(({ anchorId, index }) => [
      { address, slot: anchorSlot(anchorId) },
      { address, slot: statusWordSlot(anchorId, index) },
    ]),
  ];
}

const open = (text: string, ...regions: TestRegion[]): Promise<OpenBundle> =>
  openOfflineBundle({ primitives, text, trustedPoints: regions.map(({ trustedPoint }) => trustedPoint) });

async function plan(text: string, trustedPoint: TrustedPoint, asOf?: number): Promise<Plan> {
  return (await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint, asOf })).plan;
}

/** Verifies with a bundle and nothing else. */
async function verdictOf(region: TestRegion, text: string, bundle: OpenBundle, now = NOW): Promise<Verdict> {
  const { trustedPoint } = region;
  const evidence = bundle.evidence(await plan(text, trustedPoint));
  const artefact = readArtefact(text);
  return verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy: policy('offline'), now });
}

const refused = (text: string, ...regions: TestRegion[]): Promise<string> =>
  open(text, ...regions).then(
    () => 'opened',
    (error: unknown) => {
      if (!(error instanceof OfflineBundleUnusable)) throw error;
      return error.code;
    },
  );

describe('an offline bundle', () => {
  const region = createRegion();
  const batches = Array.from({ length: 40 }, (_, i) => issue(region, { index: i % 5, status: i === 7 ? 1 : 0 }));
  const inside = batches.slice(0, 30);
  let text: string;
  let bundle: OpenBundle;
  before(async () => {
    text = await bundleOf(region, slotsOf(region, inside), { time: NOW - 3600 });
    bundle = await open(text, region);
  });

  it('says of which chain, block and time it is, and how long it counts', () => {
    const { chain, height, asOf, maxAgeSeconds } = bundle;
    expect({ chain, height, asOf, maxAgeSeconds }).to.deep.equal({
      ...{ chain: region.caip2, height: 100, asOf: NOW - 3600, maxAgeSeconds: DAY },
    });
  });

  it('makes a valid certificate valid as of its time, and shows its age and limit', async () => {
    for (const [i, certificate] of inside.entries()) {
      const verdict = await verdictOf(region, certificate.text, bundle);
      expect(verdict.verdict, `${i}`).to.equal(i === 7 ? 'invalid' : 'valid');
      const { statementTime, ageSeconds, maxAgeSeconds, offline } = verdict.evidence!;
      expect({ statementTime, ageSeconds, maxAgeSeconds, offline }).to.deep.equal({
        ...{ statementTime: NOW - 3600, ageSeconds: 3600, maxAgeSeconds: DAY, offline: true },
      });
    }
  });

  it('condemns what was revoked when it was made, as of then', async () => {
    const { codes, checks } = await verdictOf(region, inside[7]!.text, bundle);
    expect(codes).to.deep.equal(['status.revoked']);
    expect(checks.find(({ check }) => check === 'status')!.asOf).to.equal(NOW - 3600);
  });

  it('counts until its signed maximum age and no second longer', async () => {
    const asOf = NOW - 3600;
    const [certificate] = inside;
    expect((await verdictOf(region, certificate!.text, bundle, asOf + DAY)).verdict).to.equal('valid');
    const late = await verdictOf(region, certificate!.text, bundle, asOf + DAY + 1);
    expect(late.codes).to.deep.equal(['chain.bundleExpired']);
    expect(late.evidence!.ageSeconds).to.equal(DAY + 1);
    // Not even a revocation that it proves: after its age it decides nothing.
    expect((await verdictOf(region, inside[7]!.text, bundle, asOf + DAY + 1)).verdict).to.equal('undetermined');
  });

  it('counts for nothing while the clock is before it', async () => {
    const early = await verdictOf(region, inside[0]!.text, bundle, NOW - 3600 - 31);
    expect(early.codes).to.deep.equal(['chain.fromFuture']);
  });

  it('leaves open what it does not hold: other batches, later ones, the past, records', async () => {
    for (const { text: other } of batches.slice(30)) {
      // A batch whose path the taken nodes happen to cover is proven as well; it is never condemned.
      const { verdict, codes } = await verdictOf(region, other, bundle);
      if (verdict !== 'valid') expect(codes).to.deep.equal(['chain.notInBundle']);
    }
    const later = issue(region, { block: 101 });
    expect((await verdictOf(region, later.text, bundle)).codes).to.deep.equal(['chain.notInBundle']);
    const past = await plan(inside[0]!.text, region.trustedPoint, NOW - 7200);
    expect(bundle.evidence(past)).to.include({ unavailable: 'chain.notInBundle' });
    const domain = createDomain(region);
    await domain.commit([{ number: '990101199001011234', fields: ['王小明', '990101199001011234'] }]);
    const answer = JSON.stringify(await domain.answer('990101199001011234', [0]));
    expect((await verdictOf(region, answer, bundle)).codes).to.deep.equal(['chain.notInBundle']);
  });

  it('leaves most batches open that were not taken along', async () => {
    const verdicts = await Promise.all(batches.slice(30).map((one) => verdictOf(region, one.text, bundle)));
    expect(verdicts.filter(({ codes }) => codes[0] === 'chain.notInBundle')).to.have.length.above(2);
  });

  it('can be archived and verified again, long after', async () => {
    const artefact = readArtefact(inside[0]!.text);
    const { trustedPoint } = region;
    const evidence = bundle.evidence(await plan(inside[0]!.text, trustedPoint));
    const given = { primitives, artefact, trustedPoint, evidence, policy: policy('offline'), now: NOW };
    const verdict = await verifyArtefact(given);
    const key = newSigningKey();
    const issuer = { iss: 'https://window.example', key: jwkOf(key), sign: async (b: Uint8Array) => signRaw(key, b) };
    const verified = { ...given, artefact: inside[0]!.text, holder: undefined, verdict };
    const { archive } = await createReceipt({ sha256, verified, issuer });
    const again = await verifyArchive({
      ...{ primitives, archive: JSON.stringify(archive), now: NOW + 365 * DAY },
      trust: { trustedPoints: [trustedPoint], signers: [], production: false },
    });
    expect(again.receipt.outcome).to.not.equal('failed');
    expect(again.verdict.checkedAt).to.equal(NOW);
  });

  it('holds each node once, and grows less than its slots', async () => {
    const { nodes } = JSON.parse(text) as OfflineBundle;
    expect(new Set(nodes).size).to.equal(nodes.length);
    const listed = region
      .evidence(slotsOf(region, inside))
      .accounts.flatMap(({ storageProof }) => storageProof.flatMap(({ proof }) => proof));
    expect(nodes.length).to.be.lessThan(listed.length / 2);
  });
});

describe('a bundle that is not what the region signed', () => {
  const region = createRegion();
  const other = createRegion({ caip2: 'eip155:370100', base: 'https://jinan.example', name: '济南市' });
  const certificate = issue(region);
  const slots = slotsOf(region, [certificate, issue(region), issue(region)]);
  let text: string;
  before(async () => (text = await bundleOf(region, slots)));

  const changed = (change: (bundle: OfflineBundle) => Partial<OfflineBundle>): string => {
    const bundle = JSON.parse(text) as OfflineBundle;
    const result: Record<string, unknown> = { ...bundle, ...change(bundle) };
    return JSON.stringify(Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1))));
  };

  it('opens where nothing is changed, white space around it or not', async () => {
    expect(await refused(text, region)).to.equal('opened');
    expect(
      await refused(
        changed(() => ({})),
        region,
      ),
    ).to.equal('opened');
    expect(await refused(`${text}\n`, region)).to.equal('opened');
  });

  it('is refused by whoever does not know the region', async () => {
    expect(await refused(text, other)).to.equal('bundle.unknownRegion');
    expect(
      await refused(
        changed(() => ({ chain: other.caip2 })),
        region,
        other,
      ),
    ).to.equal('bundle.unproven');
  });

  it('is refused when it is of another chain under the same name', async () => {
    const copy = { ...region, trustedPoint: { ...region.trustedPoint, genesisHash: `0x${'22'.repeat(32)}` as const } };
    expect(await refused(text, copy)).to.equal('bundle.unproven');
  });

  it('is refused with a node more, a node less, or nodes in another order', async () => {
    expect(
      await refused(
        changed(({ nodes }) => ({ nodes: nodes.slice(1) })),
        region,
      ),
    ).to.equal('bundle.unproven');
    expect(
      await refused(
        changed(({ nodes }) => ({ nodes: [...nodes, 'zzzz'] })),
        region,
      ),
    ).to.equal('bundle.unproven');
    expect(
      await refused(
        changed(({ nodes }) => ({ nodes: nodes.toReversed() })),
        region,
      ),
    ).to.equal('bundle.malformed');
  });

  it('is refused with too few votes, or with a statement by a department', async () => {
    expect(
      await refused(
        changed(({ votes }) => ({ votes: votes!.slice(1) })),
        region,
      ),
    ).to.equal('bundle.unproven');
    const signer = regionSigner(region, region.iss);
    expect(await refused(await bundleOf(region, slots, { signer }), region)).to.equal('bundle.unproven');
  });

  it('is refused when it is cut off anywhere', async () => {
    const property = fc.asyncProperty(fc.nat(text.length - 1), async (length) => {
      expect(await refused(text.slice(0, length), region)).to.equal('bundle.malformed');
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('never makes valid with one character changed', async () => {
    expect((await verdictOf(region, certificate.text, await open(text, region))).verdict).to.equal('valid');
    const place = fc.record({ at: fc.nat(text.length - 1), code: fc.integer({ min: 32, max: 126 }) });
    const property = fc.asyncProperty(place, async ({ at, code }) => {
      fc.pre(code !== text.charCodeAt(at));
      const mutant = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
      expect(await refused(mutant, region), text.slice(at - 20, at + 5)).to.not.equal('opened');
    });
    await fc.assert(property, { numRuns: 1_500 });
  }).timeout(60_000);

  it('is refused whatever else is handed in', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify(value)),
    );
    const property = fc.asyncProperty(anything, async (input) => {
      expect(await refused(input, region)).to.match(/^bundle\./);
    });
    await fc.assert(property, { numRuns: 500 });
    for (const member of ['header', 'votes', 'statement', 'nodes', 'scheme'] as const) {
      for (const value of [null, 0, '', {}, [{}], ['x'], [null]]) {
        expect(
          await refused(
            changed(() => ({ [member]: value })),
            region,
          ),
          member,
        ).to.match(/^bundle\./);
      }
    }
  });
});
