import { expect } from 'chai';
import { shareSources } from '../../../service/app/verifying/sources.ts';
import type { Evidence, Sources } from '../../../service/app/verifying/sources.ts';
import { createRegion } from '../../support/engine/region.ts';

const { caip2: chain, trustedPoint } = createRegion();
const planOf = (n: number, minimumBlock = 0) => ({
  ...{ chain, minimumBlock },
  slots: [{ address: `0x${'0a'.repeat(20)}` as const, slot: `0x${String(n).padStart(64, '0')}` as const }],
});

describe('sources of one set', () => {
  let ms: number;
  let asked: string[];
  let away: boolean;
  let sources: Sources;
  beforeEach(() => {
    ms = 0;
    asked = [];
    away = false;
    sources = shareSources(
      {
        async trustedPoint() {
          asked.push('trustedPoint');
          return trustedPoint;
        },
        async gather() {
          asked.push('gather');
          return (away ? { unavailable: 'chain.unreachable' } : { number: asked.length }) as Evidence;
        },
        async statusList(_chain, uri, fresh) {
          asked.push(`${fresh ? 'fresh ' : ''}${uri}`);
          return `list ${asked.length}`;
        },
        async keep() {
          asked.push('keep');
        },
        kept: async () => undefined,
      },
      () => ms,
    );
  });

  it('ask for evidence once in five seconds, and everybody gets the same bundle', async () => {
    const [one, two] = await Promise.all([sources.gather(planOf(1)), sources.gather(planOf(1))]);
    expect(one).to.equal(two);
    ms = 4_999;
    expect(await sources.gather(planOf(1))).to.equal(one);
    ms = 5_001;
    expect(await sources.gather(planOf(1))).not.to.equal(one);
    expect(asked).to.have.length(2);
  });

  it('ask for other slots, or at another height, by themselves', async () => {
    await Promise.all([planOf(1), planOf(2), planOf(1, 7)].map((plan) => sources.gather(plan)));
    expect(asked).to.have.length(3);
  });

  it('ask again for what could not be had', async () => {
    away = true;
    expect(await sources.gather(planOf(1))).to.deep.equal({ unavailable: 'chain.unreachable' });
    away = false;
    expect(await sources.gather(planOf(1))).to.deep.equal({ number: 2 });
  });

  it('bring a fresh list to whom the shared one is not enough', async () => {
    const lists = [false, false, true].map((fresh) => sources.statusList(chain, 'a', fresh));
    expect(await Promise.all(lists)).to.deep.equal(['list 1', 'list 1', 'list 2']);
    expect(asked).to.deep.equal(['a', 'fresh a']);
  });

  it('keep a bundle once, however many rest on it', async () => {
    const bundle = (await sources.gather(planOf(1))) as Extract<Evidence, { v: 1 }>;
    const proven = { height: 1, blockHash: '0x00' as const, statementTime: 0 };
    for (let i = 0; i < 3; i++) await sources.keep(trustedPoint.genesisHash, planOf(1).slots, bundle, proven);
    expect(asked).to.deep.equal(['gather', 'keep']);
  });
});
