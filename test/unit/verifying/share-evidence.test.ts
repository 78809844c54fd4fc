import { expect } from 'chai';
import type { KnownRegion } from '../../../service/app/verifying/regions.ts';
import { shareEvidence } from '../../../service/app/verifying/share-evidence.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import { createRegion } from '../../support/engine/region.ts';

const { trustedPoint } = createRegion();
const slot = (n: number) => ({
  address: `0x${'0a'.repeat(20)}` as const,
  slot: `0x${String(n).padStart(64, '0')}` as const,
});

describe('evidence of one set', () => {
  let ms = 0;
  let asked = 0;
  let away = false;
  const reader = {
    async evidence() {
      asked++;
      if (away) throw new ChainUnreachable('away');
      return { number: asked } as never;
    },
    blocks: async () => [],
  };
  const known: KnownRegion = { trustedPoint, home: true, reader };
  const open = async () => {
    ms = asked = 0;
    away = false;
    const regions = shareEvidence({ find: async () => known, all: () => [known] }, () => ms);
    const ask = async (n: number, minimumBlock = 0) => {
      const region = await regions.find(trustedPoint.caip2);
      return region?.reader?.evidence({ slots: [slot(n)], minimumBlock }) as Promise<unknown>;
    };
    return ask;
  };

  it('is asked for once in five seconds, and everybody gets the same bundle', async () => {
    const ask = await open();
    const [one, two] = await Promise.all([ask(1), ask(1)]);
    expect(one).to.equal(two);
    ms = 4_999;
    expect(await ask(1)).to.equal(one);
    ms = 5_001;
    expect(await ask(1)).not.to.equal(one);
    expect(asked).to.equal(2);
  });

  it('of other slots, or at another height, is asked for by itself', async () => {
    const ask = await open();
    await Promise.all([ask(1), ask(2), ask(1, 7)]);
    expect(asked).to.equal(3);
  });

  it('that could not be had is asked for again', async () => {
    const ask = await open();
    away = true;
    expect(await ask(1).catch((error: Error) => error.message)).to.equal('away');
    away = false;
    expect(await ask(1)).to.deep.equal({ number: 2 });
  });
});
