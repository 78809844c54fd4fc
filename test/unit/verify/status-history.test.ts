import { expect } from 'chai';
import fc from 'fast-check';
import type { StatusLink } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';
import { changeStatus } from '../../support/engine/status-history.ts';
import { verdictOf } from '../../support/engine/verify.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('a certificate as of a day in the past', () => {
  const region = createRegion();
  const certificate = issue(region, { time: NOW - 10 * DAY, size: 300, index: 150 });
  const links = changeStatus(region, certificate, [
    { time: NOW - 8 * DAY, changes: [[3, 1]] },
    {
      time: NOW - 6 * DAY,
      changes: [
        [7, 2],
        [150, 2],
      ],
    },
    {
      time: NOW - 4 * DAY,
      dense: true,
      changes: [
        [3, 1],
        [150, 0],
      ],
    },
    { time: NOW - 2 * DAY, changes: [[150, 1]] },
    { time: NOW - DAY, changes: [[9, 3]] },
  ]);
  const asOf = (time: number, statusHistory: unknown = links) =>
    verdictOf(region, certificate.text, {
      asOf: time,
      evidence: (bundle) => ({ ...bundle, statusHistory: statusHistory as StatusLink[] }),
    });

  const days: [string, number, string[]][] = [
    ['before anything changed', NOW - 9 * DAY, ['policy.satisfied']],
    ['after a change of others', NOW - 7 * DAY, ['policy.satisfied']],
    ['while suspended', NOW - 5 * DAY, ['status.suspended']],
    ['at the second of the change', NOW - 6 * DAY, ['status.suspended']],
    ['a second before', NOW - 6 * DAY - 1, ['policy.satisfied']],
    ['after its whole word was set', NOW - 3 * DAY, ['policy.satisfied']],
    ['after it was revoked', NOW - HOUR, ['status.revoked']],
    ['before it was anchored', NOW - 11 * DAY, ['anchor.later', 'validity.notYetValid']],
  ];
  for (const [when, time, codes] of days) {
    it(`${when}: ${codes.join(', ')}`, async () => {
      const verdict = await asOf(time);
      expect(verdict.codes).to.deep.equal(codes);
      expect(verdict.asOf).to.equal(time);
    });
  }

  it('needs only the changes since the one that decides', async () => {
    expect((await asOf(NOW - 5 * DAY, links.slice(0, 4))).codes).to.deep.equal(['status.suspended']);
    expect((await asOf(NOW - 5 * DAY, links.slice(0, 3))).codes).to.deep.equal(['status.historyUnproven']);
  });

  it('is the present status while nothing ever changed', async () => {
    const fresh = createRegion();
    const { text } = issue(fresh);
    expect((await verdictOf(fresh, text, { asOf: NOW - 60 })).codes).to.deep.equal(['policy.satisfied']);
  });

  it('is not determined without the changes, nor by evidence older than the day', async () => {
    expect((await asOf(NOW - 5 * DAY, null)).codes).to.deep.equal(['status.historyUnproven']);
    const old = await verdictOf(region, certificate.text, { asOf: NOW, time: NOW - 10 });
    expect(old.codes).to.deep.equal(['chain.behind']);
  });

  it('is not determined from changes that were altered, left out, reordered or made up', async () => {
    const json = JSON.stringify(links);
    const property = fc.asyncProperty(fc.nat(json.length - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
      fc.pre(json.charCodeAt(at) !== code);
      let altered: unknown;
      try {
        altered = JSON.parse(json.slice(0, at) + String.fromCharCode(code) + json.slice(at + 1));
      } catch {
        return;
      }
      const { codes } = await asOf(NOW - 9 * DAY, altered);
      expect(codes).to.deep.equal(['status.historyUnproven']);
    });
    await fc.assert(property, { numRuns: 500 });
    const [first, second, ...rest] = links;
    for (const wrong of [
      [second, first, ...rest],
      [first, ...rest],
      [first, ...links],
      [...links, first],
      null,
      [null],
      {},
    ]) {
      expect((await asOf(NOW - 9 * DAY, wrong)).codes).to.deep.equal(['status.historyUnproven']);
    }
  });

  it('judges the period of validity by that day', async () => {
    const scene = createRegion();
    const { text } = issue(scene, { payload: { exp: NOW - 60 } });
    expect((await verdictOf(scene, text)).codes).to.deep.equal(['validity.expired']);
    expect((await verdictOf(scene, text, { asOf: NOW - 120 })).codes).to.deep.equal(['policy.satisfied']);
  });
});
