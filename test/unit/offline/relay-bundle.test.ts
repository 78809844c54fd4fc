import { expect } from 'chai';
import { openBundleRelay, PARTNER_SECONDS } from '../../../service/app/offline/relay-bundle.ts';
import type { RelayBundleDeps } from '../../../service/app/offline/relay-bundle.ts';
import { openShelf } from '../../../service/app/offline/shelf.ts';
import { bundleOf, DAY } from '../../support/engine/offline.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';

describe('the relay of partners’ offline bundles', () => {
  const partner = createRegion();
  const { trustedPoint } = partner;
  const { caip2 } = trustedPoint;
  let text: string;
  let summary: string;
  before(async () => {
    text = await bundleOf(partner, []);
    summary = JSON.stringify({
      ...{ chain: caip2, height: 100, blockHash: `0x${'11'.repeat(32)}`, asOf: NOW, maxAgeSeconds: DAY },
      ...{ batches: 0, certificates: 0, bytes: text.length, complete: true },
    });
  });

  let now: number;
  let asked: string[];
  /** What the partner's service answers; by itself it answers as it should. */
  let answer: (what: 'summary' | 'bundle') => Promise<string>;
  beforeEach(() => {
    now = NOW;
    asked = [];
    answer = async (what) => (what === 'bundle' ? text : summary);
  });
  const open = () =>
    openBundleRelay({
      primitives,
      regions: {
        find: async () => ({ trustedPoint, home: false, reader: undefined }),
        all: () => [],
      },
      partners: new Map([
        [
          caip2,
          {
            offlineBundle(what, query) {
              asked.push(`${what} ${query.get('newest')}`);
              return answer(what);
            },
          },
        ],
      ]),
      home: () => Promise.reject(new Error('not asked here')),
      shelf: openShelf({ maxBytes: 10_000_000, maxMaking: 2 }),
      clock: { now: () => now },
    } satisfies RelayBundleDeps);
  const here = () => new AbortController().signal;
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: { code?: string }) => error.code ?? 'bug',
    );

  it('asks a partner once for all who ask for the same, and again after a minute', async () => {
    const relay = open();
    const read = () => relay.read(caip2, { newest: 5 }, here());
    const all = await Promise.all([read(), read(), read()]);
    expect(new Set(all.map(({ bytes }) => bytes)).size).to.equal(1);
    expect(Buffer.from(all[0]!.bytes).toString()).to.equal(text);
    now += PARTNER_SECONDS - 1;
    await read();
    expect(asked).to.deep.equal(['bundle 5']);
    now += 1;
    await read();
    expect(asked).to.deep.equal(['bundle 5', 'bundle 5']);
  });

  it('asks a partner for one bundle at a time, and lets few wait; a size is said meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    answer = (what) => (what === 'bundle' ? promise : Promise.resolve(summary));
    const relay = open();
    const reads = [1, 2, 3].map((newest) => relay.read(caip2, { newest }, here()));
    expect(await codeOf(reads[2]!)).to.equal('bundle.busy');
    expect((await relay.describe(caip2, { newest: 4 }, here())).chain).to.equal(caip2);
    expect(asked).to.deep.equal(['bundle 1', 'summary 4']);
    resolve(text);
    await Promise.all(reads.slice(0, 2));
    expect(asked).to.deep.equal(['bundle 1', 'summary 4', 'bundle 2']);
  });

  it('keeps nothing that is no use, and says so to all who waited', async () => {
    const relay = open();
    answer = async () => text.replace('"v":1', '"v":2');
    const read = () => relay.read(caip2, {}, here());
    expect(await Promise.all([codeOf(read()), codeOf(read())])).to.deep.equal([
      'partner.unreachable',
      'partner.unreachable',
    ]);
    answer = async () => '{}';
    expect(await codeOf(relay.describe(caip2, {}, here()))).to.equal('partner.unreachable');
    answer = async (what) => (what === 'bundle' ? text : summary);
    expect(await codeOf(read())).to.equal('none');
    expect(await codeOf(relay.describe(caip2, {}, here()))).to.equal('none');
  });
});
