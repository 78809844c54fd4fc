/** China's offset from UTC in seconds; it has had no summer time since 1991. */
const CHINA_OFFSET = 8 * 3600;

/** Same day of the month and hour, `months` later in China's calendar; the last day when the month is shorter. Unix seconds. */
export function addMonths(time: number, months: number): number {
  const local = new Date((time + CHINA_OFFSET) * 1000);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, lastDay));
  return Math.floor(local.getTime() / 1000) - CHINA_OFFSET;
}

/** The year in China's calendar at a Unix time. */
export function yearOf(time: number): number {
  return new Date((time + CHINA_OFFSET) * 1000).getUTCFullYear();
}

/**
 * From when to when a certificate is valid: as asked for, or from `now` for as long as its type says; undefined when it
 * would end before it begins. Unix seconds; null is without end.
 */
export function validityPeriod(
  type: { validityMonths: number | null },
  asked: { validFrom?: number | undefined; validUntil?: number | undefined },
  now: number,
): { validFrom: number; validUntil: number | null } | undefined {
  const validFrom = asked.validFrom ?? now;
  const end = type.validityMonths === null ? null : addMonths(validFrom, type.validityMonths);
  const validUntil = asked.validUntil ?? end;
  return validUntil !== null && validUntil <= validFrom ? undefined : { validFrom, validUntil };
}
