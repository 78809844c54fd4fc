/** China's offset from UTC in seconds, without summer time. */
const OFFSET = 8 * 3600;

/** Months since year 0, in China's calendar. */
export function monthOf(time: number): number {
  const local = new Date((time + OFFSET) * 1000);
  return local.getUTCFullYear() * 12 + local.getUTCMonth();
}

/** `YYYY-MM` of a month number. */
export function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** `YYYY-MM-DD` of a Unix time, in China's calendar. */
export function dayText(time: number): string {
  return new Date((time + OFFSET) * 1000).toISOString().slice(0, 10);
}

/** Unix time at which a month begins in China. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000 - OFFSET;
}

/** One scheduled commit: the months before `end` are closed, and the source is read as they close. */
export type Quarter = { first: number; end: number; from: number; through: number; asOf: number };

export const QUARTERS = 8;

/** The last eight quarters that were over at a time: two years. `first` and `end` are month numbers, `end` exclusive. */
export function quartersBefore(time: number): Quarter[] {
  const last = Math.floor(monthOf(time) / 3) * 3;
  const first = last - 3 * QUARTERS;
  return Array.from({ length: QUARTERS }, (_, i) => {
    const end = first + 3 * (i + 1);
    const closed = monthStart(end);
    return { first, end, from: monthStart(first), through: closed - 1, asOf: closed };
  });
}
