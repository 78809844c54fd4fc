/**
 * The last second of a day in China's time, Unix seconds: what "on that day" means for status and validity. Undefined for
 * what is no day (YYYY-MM-DD).
 */
export function endOfDay(day: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T23:59:59+08:00`) : NaN;
  return Number.isNaN(at) ? undefined : at / 1000;
}
