import { expect } from 'chai';
import { createLimits, LimitReached } from '../../../service/signer/limits.ts';
import type { Counted, Limits } from '../../../service/signer/limits.ts';
import type { SignerLimits } from '../../../service/signer/configuration.ts';

const configured: SignerLimits = {
  certificatesPerRequest: 5,
  certificatesPerMinute: 10,
  certificatesPerDay: 25,
  statusChangesPerDay: 3,
  transactionsPerMinute: 2,
  transactionsPerDay: 5,
  gasPerTransaction: 1_000_000,
  evaluationsPerMinute: 4,
  evaluationsPerDay: 6,
};

/** 2026-11-24T23:59:00+08:00: the last minute of a day in China. */
const LATE = Date.parse('2026-11-24T23:59:00+08:00') / 1000;
const NOON = Date.parse('2026-11-24T12:00:00+08:00') / 1000;

function refusal(limits: Limits, counted: Counted, count: number): LimitReached | undefined {
  try {
    limits.take(counted, count);
    return undefined;
  } catch (error) {
    if (error instanceof LimitReached) return error;
    throw error;
  }
}

describe('a Signer’s own limits', () => {
  it('count per minute, say how long to wait, and count nothing of what they refuse', () => {
    let now = NOON;
    const limits = createLimits(configured, () => now, undefined);
    limits.take('certificates', 6);
    const refused = refusal(limits, 'certificates', 5);
    expect(refused?.code).to.equal('signer.limitReached');
    expect(refused?.retryAfterSeconds).to.equal(60);
    limits.take('certificates', 4);
    now += 60;
    limits.take('certificates', 10);
    expect(limits.today().certificates).to.equal(20);
  });

  it('count per day in China’s time, each kind by itself', () => {
    let now = LATE;
    const limits = createLimits(configured, () => now, undefined);
    limits.take('statusChanges', 3);
    limits.take('transactions', 1);
    expect(refusal(limits, 'statusChanges', 1)?.retryAfterSeconds).to.equal(60);
    now += 60;
    limits.take('statusChanges', 3);
    expect(limits.today()).to.include({ statusChanges: 3, transactions: 0 });
  });

  it('go on from the day’s counts of the log after a restart', () => {
    const before = createLimits(configured, () => NOON, undefined);
    before.take('evaluations', 4);
    const after = createLimits(configured, () => NOON + 120, before.today());
    expect(refusal(after, 'evaluations', 3)?.code).to.equal('signer.limitReached');
    after.take('evaluations', 2);
  });

  it('are not begun anew by a clock that was set back', () => {
    let now = NOON;
    const limits = createLimits(configured, () => now, undefined);
    limits.take('statusChanges', 3);
    now -= 86_400;
    expect(refusal(limits, 'statusChanges', 1)).not.to.equal(undefined);
  });
});
