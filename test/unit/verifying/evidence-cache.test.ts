import { expect } from 'chai';
import { createEvidenceCache } from '../../../service/app/verifying/evidence-cache.ts';
import type { EvidenceBundle, Plan, SlotRef } from '../../../service/verify/types.ts';

const genesis = `0x${'1'.repeat(64)}`;
const slot = (n: number): SlotRef => ({ address: `0x${'a'.repeat(40)}`, slot: `0x${String(n).padStart(64, '0')}` });
const plan = (slots: SlotRef[], minimumBlock = 0): Plan => ({ chain: 'eip155:370500', minimumBlock, slots });
const bundle = (mark: string, time: number): EvidenceBundle => ({
  v: 1,
  chain: 'eip155:370500',
  scheme: 'attested',
  header: `0x${mark}`,
  votes: [{ kid: 'k', time, sig: 's' }],
  accounts: [],
  asOf: time,
});
const at = (height: number, statementTime: number) => ({
  height,
  blockHash: `0x${String(height).padStart(64, '0')}` as const,
  statementTime,
});

describe('the evidence cache', () => {
  it('gives what was put for the same slots of the same chain, in any order', () => {
    const cache = createEvidenceCache(10);
    cache.put(genesis, [slot(1), slot(2)], bundle('aa', 100), at(5, 100));
    expect(cache.find(genesis, plan([slot(2), slot(1)]))?.header).to.equal('0xaa');
    expect(cache.find(genesis, plan([slot(1)]))).to.equal(undefined);
    expect(cache.find(`0x${'2'.repeat(64)}`, plan([slot(1), slot(2)]))).to.equal(undefined);
  });

  it('gives nothing below the block that is needed', () => {
    const cache = createEvidenceCache(10);
    cache.put(genesis, [slot(1)], bundle('aa', 100), at(5, 100));
    expect(cache.find(genesis, plan([slot(1)], 5))?.header).to.equal('0xaa');
    expect(cache.find(genesis, plan([slot(1)], 6))).to.equal(undefined);
  });

  it('keeps the higher block, and never goes back to a lower one', () => {
    const cache = createEvidenceCache(10);
    cache.put(genesis, [slot(1)], bundle('aa', 100), at(5, 100));
    cache.put(genesis, [slot(1)], bundle('bb', 110), at(6, 110));
    cache.put(genesis, [slot(1)], bundle('cc', 120), at(4, 120));
    expect(cache.find(genesis, plan([slot(1)]))?.header).to.equal('0xbb');
  });

  it('gives the newest votes known of the block, whichever question brought them: an idle chain stays fresh', () => {
    const cache = createEvidenceCache(10);
    cache.put(genesis, [slot(1)], bundle('aa', 100), at(5, 100));
    cache.put(genesis, [slot(2)], bundle('aa', 190), at(5, 190));
    expect(cache.find(genesis, plan([slot(1)]))?.votes?.[0]?.time).to.equal(190);
    cache.put(genesis, [slot(3)], bundle('aa', 150), at(5, 150));
    expect(cache.find(genesis, plan([slot(1)]))?.votes?.[0]?.time).to.equal(190);
  });

  it('holds no more than it is given room for; with none, nothing', () => {
    const cache = createEvidenceCache(2);
    for (const n of [1, 2, 3]) cache.put(genesis, [slot(n)], bundle('aa', 100), at(5, 100));
    const found = [1, 2, 3].map((n) => cache.find(genesis, plan([slot(n)])) !== undefined);
    expect(found).to.deep.equal([false, true, true]);
    const none = createEvidenceCache(0);
    none.put(genesis, [slot(1)], bundle('aa', 100), at(5, 100));
    expect(none.find(genesis, plan([slot(1)]))).to.equal(undefined);
  });
});
