import { expect } from 'chai';
import type { KnownRegion } from '../../../service/app/verifying/regions.ts';
import { createStatusListSource } from '../../../service/app/verifying/status-list-source.ts';
import { PartnerUnreachable } from '../../../service/ports/partner-service.ts';
import { createRegion } from '../../support/engine/region.ts';

const BASE = 'https://dongying.example';
const PATH = '/status-lists/11370500F00000001A/residence-permit/1/0';
const SECOND = 'eip155:370999';
const { trustedPoint } = createRegion();
const partner: KnownRegion = { trustedPoint: { ...trustedPoint, base: BASE }, home: false, reader: undefined };

describe('status lists of partners', () => {
  let asked: string[];
  let away: boolean;
  let ms: number;
  beforeEach(() => {
    asked = [];
    away = false;
    ms = 0;
  });
  const open = () =>
    createStatusListSource({
      monotonicMs: () => ms,
      hostOf: (caip2) =>
        ![trustedPoint.caip2, SECOND].includes(caip2)
          ? undefined
          : {
              async statusList(path) {
                asked.push(path);
                if (away) throw new PartnerUnreachable('away');
                return `list ${asked.length}`;
              },
            },
    });

  it('are asked of the partner’s service and kept for five seconds', async () => {
    const lists = open();
    expect(await Promise.all([lists.find(partner, BASE + PATH), lists.find(partner, BASE + PATH)])).to.deep.equal([
      'list 1',
      'list 1',
    ]);
    ms = 4_999;
    expect(await lists.find(partner, BASE + PATH)).to.equal('list 1');
    ms = 5_001;
    expect(await lists.find(partner, BASE + PATH)).to.equal('list 2');
    expect(asked).to.deep.equal([PATH, PATH]);
  });

  it('are asked for again at once when what was kept is not enough', async () => {
    const lists = open();
    await lists.find(partner, BASE + PATH);
    expect(await lists.find(partner, BASE + PATH, { fresh: true })).to.equal('list 2');
  });

  it('of a partner that does not answer are left alone for half a minute', async () => {
    const lists = open();
    away = true;
    expect(await lists.find(partner, BASE + PATH)).to.equal(undefined);
    away = false;
    ms = 29_000;
    expect(await lists.find(partner, BASE + PATH)).to.equal(undefined);
    ms = 31_000;
    expect(await lists.find(partner, BASE + PATH)).to.equal('list 2');
  });

  it('of a partner that does not answer are left alone together; those that came before stay', async () => {
    const lists = open();
    const other = (n: number) => `${BASE}/status-lists/11370500F00000001A/residence-permit/1/${n}`;
    expect(await lists.find(partner, other(1))).to.equal('list 1');
    away = true;
    const first = await Promise.all([lists.find(partner, other(2)), lists.find(partner, other(3))]);
    expect(first).to.deep.equal([undefined, undefined]);
    expect(asked).to.have.length(3);
    expect(await lists.find(partner, other(1))).to.equal('list 1');
    ms = 29_000;
    expect(await lists.find(partner, other(1))).to.equal(undefined);
    expect(await lists.find(partner, other(4))).to.equal(undefined);
    expect(asked).to.have.length(3);
    const second = { ...partner, trustedPoint: { ...partner.trustedPoint, caip2: SECOND } };
    away = false;
    expect(await lists.find(second, other(1))).to.equal('list 4');
    ms = 31_000;
    expect(await lists.find(partner, other(4))).to.equal('list 5');
  });

  it('that contradict the chain are asked for again even of a partner that did not answer', async () => {
    const lists = open();
    await lists.find(partner, BASE + PATH);
    away = true;
    await lists.find(partner, `${BASE}/status-lists/11370500F00000001A/residence-permit/1/9`);
    away = false;
    expect(await lists.find(partner, BASE + PATH, { fresh: true })).to.equal('list 3');
  });

  it('are never fetched from where a certificate alone says, nor from this service itself', async () => {
    const lists = open();
    for (const uri of [
      `https://elsewhere.example${PATH}`,
      `${BASE}.elsewhere.example${PATH}`,
      `${BASE}/v1/development/tokens`,
      `${BASE}/status-lists/../v1/events`,
      `${BASE}${PATH}?x=1`,
      '',
    ]) {
      expect(await lists.find(partner, uri), uri).to.equal(undefined);
    }
    expect(await lists.find({ ...partner, home: true }, BASE + PATH)).to.equal(undefined);
    const unknown = { ...partner, trustedPoint: { ...partner.trustedPoint, caip2: 'eip155:1' } };
    expect(await lists.find(unknown, BASE + PATH)).to.equal(undefined);
    expect(asked).to.deep.equal([]);
  });
});
