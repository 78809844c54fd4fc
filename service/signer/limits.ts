import type { SignerLimits } from './configuration.ts';

/** What is counted: certificates and status lists signed, status bits set, transactions, VRF evaluations. */
export type Counted = 'certificates' | 'statusChanges' | 'transactions' | 'evaluations';
export type Counts = Record<Counted, number>;

/** A day's counts; `day` is the number of days since 1970 in China's time, UTC+8. */
export type DayCounts = Counts & { day: number };

/** A limit of this Signer's configuration is reached. Wait so many seconds; nothing was signed. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  readonly code = 'signer.limitReached';
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type Limits = {
  /** Counts so many, or throws and counts none. @throws LimitReached */
  take(counted: Counted, count: number): void;
  today(): DayCounts;
};

const MINUTE = 60;
const DAY = 86_400;
const CHINA = 8 * 3600;

const none = (): Counts => ({ certificates: 0, statusChanges: 0, transactions: 0, evaluations: 0 });

const dayOf = (now: number): number => Math.floor((now + CHINA) / DAY);

/**
 * Counts per minute and per day. The day's counts are in every line of the log, so that a restart does not forget them.
 *
 * @param restored the counts of the log's last line
 */
export function createLimits(limits: SignerLimits, now: () => number, restored: DayCounts | undefined): Limits {
  const perMinute: Partial<Counts> = {
    certificates: limits.certificatesPerMinute,
    transactions: limits.transactionsPerMinute,
    evaluations: limits.evaluationsPerMinute,
  };
  const perDay: Counts = {
    certificates: limits.certificatesPerDay,
    statusChanges: limits.statusChangesPerDay,
    transactions: limits.transactionsPerDay,
    evaluations: limits.evaluationsPerDay,
  };
  let minute = { number: 0, ...none() };
  let day: DayCounts = restored ?? { ...none(), day: 0 };

  const turn = (): void => {
    const number = Math.floor(now() / MINUTE);
    if (number !== minute.number) minute = { number, ...none() };
    // A clock set back does not begin a day anew.
    const today = dayOf(now());
    if (today > day.day) day = { ...none(), day: today };
  };

  return {
    take(counted, count) {
      turn();
      if (day[counted] + count > perDay[counted]) {
        const rest = (day.day + 1) * DAY - CHINA - now();
        throw new LimitReached(`the limit of ${perDay[counted]} ${counted} a day is reached`, Math.max(1, rest));
      }
      const most = perMinute[counted] ?? Infinity;
      if (minute[counted] + count > most) {
        const rest = (minute.number + 1) * MINUTE - now();
        throw new LimitReached(`the limit of ${most} ${counted} a minute is reached`, Math.max(1, rest));
      }
      day[counted] += count;
      minute[counted] += count;
    },
    today() {
      turn();
      return { ...day };
    },
  };
}
