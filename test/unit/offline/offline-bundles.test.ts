import { expect } from 'chai';
import { openOfflineBundles } from '../../../service/app/offline/offline-bundles.ts';
import type { OfflineBundlesDeps } from '../../../service/app/offline/offline-bundles.ts';
import type { BundleSelection } from '../../../service/app/offline/selection.ts';
import { openShelf } from '../../../service/app/offline/shelf.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import type { ChainReader } from '../../../service/ports/chain-reader.ts';
import type { AnchoredBatch } from '../../../service/ports/region-events.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { openOfflineBundle } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { DAY, regionSigner } from '../../support/engine/offline.ts';
import { createRegion, NOW, primitives, sha256 } from '../../support/engine/region.ts';

const SIZE = 300;
const SLOTS_A_BATCH = 1 + Math.ceil(SIZE / 128);

describe('the making of offline bundles', () => {
  const region = createRegion();
  const { trustedPoint } = region;
  const type = bytesToHex(uriId(sha256, `${region.base}/types/housing-fund-deposit/1`));
  const batches = Array.from({ length: 12 }, (_, i): AnchoredBatch => {
    const { anchorId } = issue(region, { size: SIZE, block: 10 + i, time: NOW - 1000 + i });
    return { id: bytesToHex(anchorId), department: region.department, type, size: SIZE, block: 10 + i };
  }).toReversed();
  const thumbprint = bytesToHex(sha256(region.signer.certificate));

  let asked: { what: 'evidence' | 'proofs'; slots: number }[];
  let now: number;
  beforeEach(() => {
    asked = [];
    now = NOW;
  });

  type Reader = Pick<ChainReader, 'evidence' | 'proofs'>;
  const honest: Reader = {
    async evidence({ slots }) {
      asked.push({ what: 'evidence', slots: slots.length });
      return region.evidence(slots, { time: now });
    },
    async proofs({ block, slots }) {
      asked.push({ what: 'proofs', slots: slots.length });
      const { header, accounts } = region.evidence(slots, { time: now });
      if (bytesToHex(decodeHeader(header).hash) !== block.hash) throw new ChainUnreachable('another block');
      return accounts;
    },
  };
  const bundles = (change: Partial<OfflineBundlesDeps> = {}) => {
    const make = openOfflineBundles({
      shelf: openShelf({ maxBytes: 10_000_000, maxMaking: 8 }),
      ...{ primitives, trustedPoint, reader: honest, clock: { now: () => now }, maxAgeSeconds: DAY },
      events: {
        async *batches() {
          yield* batches;
        },
        signingKeys: async () => [thumbprint],
      },
      ...{ maxSlots: 10_000, signer: regionSigner(region), ...change },
    });
    return async (selection: BundleSelection) => {
      const { bytes, summary } = await make(selection, new AbortController().signal);
      return { text: new TextDecoder().decode(bytes), summary };
    };
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: { code?: string }) => error.code,
    );

  it('reads the chain once, however many ask for however much', async () => {
    const make = bundles();
    const made = await Promise.all([make({}), make({ newest: 3 }), make({ types: ['other/1'] }), make({})]);
    expect(made.map(({ summary }) => summary.batches)).to.deep.equal([12, 3, 0, 12]);
    expect(made[0]!.text).to.equal(made[3]!.text);
    expect(asked.filter(({ what }) => what === 'proofs')).to.deep.equal([
      { what: 'proofs', slots: 12 * SLOTS_A_BATCH },
    ]);
    const before = asked.length;
    now += 119;
    await make({ newest: 4 });
    expect(asked).to.have.length(before);
    now += 1;
    await make({ newest: 4 });
    expect(asked).to.have.length(before * 2);
  });

  it('takes the newest batches that the limit lets in, and says that it is not all', async () => {
    const make = bundles({ maxSlots: 5 * SLOTS_A_BATCH + 1 });
    expect((await make({})).summary).to.include({ batches: 5, complete: false });
    expect((await make({ newest: 5 })).summary).to.include({ batches: 5, complete: true });
    expect((await make({ from: NOW - 1000 + 9 })).summary).to.include({ batches: 3, complete: true });
    expect((await make({ departments: ['none'] })).summary).to.include({ batches: 0, complete: false });
    expect(asked.find(({ what }) => what === 'proofs')).to.deep.equal({ what: 'proofs', slots: 5 * SLOTS_A_BATCH });
  });

  it('selects by the time of the anchor', async () => {
    const make = bundles();
    const selection = { from: NOW - 1000 + 2, through: NOW - 1000 + 4 };
    expect((await make(selection)).summary).to.include({ batches: 3, certificates: 3 * SIZE, complete: true });
  });

  it('makes one after another, and refuses what is more than may wait', async () => {
    const make = bundles({ shelf: openShelf({ maxBytes: 10_000_000, maxMaking: 2 }) });
    const codes = Promise.all([1, 2, 3, 2].map((newest) => codeOf(make({ newest }))));
    expect(await codes).to.deep.equal(['none', 'none', 'bundle.busy', 'none']);
    expect(await codeOf(make({ newest: 3 }))).to.equal('none');
  });

  it('opens as what its summary says', async () => {
    const { text, summary } = await bundles()({});
    const bundle = await openOfflineBundle({ primitives, text, trustedPoints: [trustedPoint] });
    expect(bundle).to.include({ height: summary.height, asOf: summary.asOf, maxAgeSeconds: DAY });
    expect(summary.bytes).to.equal(Buffer.byteLength(text));
  });

  it('signs nothing that a node made up', async () => {
    const lies: Reader['proofs'][] = [
      async (request) => (await honest.proofs(request)).map((one) => ({ ...one, accountProof: [] })),
      async (request) =>
        (await honest.proofs(request)).map((one) => ({
          ...one,
          storageProof: one.storageProof.map((storage) => ({ ...storage, value: '0x7' as const })),
        })),
      async (request) => honest.proofs({ ...request, slots: request.slots.slice(1) }),
      async () => [],
    ];
    for (const proofs of lies) {
      expect(await codeOf(bundles({ reader: { ...honest, proofs } })({}))).to.equal('chain.unreachable');
    }
    const invented = { ...batches[0]!, id: `0x${'77'.repeat(32)}` as const };
    const events = {
      async *batches() {
        yield invented;
        yield batches[0]!;
      },
      signingKeys: async () => [],
    };
    expect((await bundles({ events })({})).summary.batches).to.equal(1);
  });

  it('gives the last one while the chain is away, and none when there never was one', async () => {
    let away = false;
    const reader: Reader = {
      ...honest,
      evidence: (request) => (away ? Promise.reject(new ChainUnreachable('away')) : honest.evidence(request)),
    };
    const make = bundles({ reader });
    const { text } = await make({});
    away = true;
    now += 500;
    expect((await make({})).text).to.equal(text);
    expect(await codeOf(bundles({ reader })({}))).to.equal('chain.unreachable');
  });

  it('is not offered without the region’s certificate, or with a limit of none', async () => {
    expect(await codeOf(bundles({ signer: undefined })({}))).to.equal('bundle.notOffered');
    expect(await codeOf(bundles({ maxSlots: 0 })({}))).to.equal('bundle.notOffered');
  });
});
