import { isCalendarDate } from './calendar.ts';
import { mod11Dash2 } from './iso7064.ts';

/** Whether the last of 18 characters is the check character of the others (GB 11643, ISO 7064 MOD 11-2). */
export function hasCitizenIdCheck(id: string): boolean {
  return /^[0-9]{17}[0-9X]$/.test(id) && mod11Dash2(id.slice(0, 17)) === id.charAt(17);
}

/** The sequence numbers that the form of 15 digits kept for people of a hundred years and more: born in the 19th century. */
const CENTENARIANS = /99[6-9]$/;

/**
 * The number of 18 characters of a number of 15 digits: the century put before the year, the check character behind
 * (GB 11643-1999). Every such number has exactly one; other texts are given back as they are.
 */
export function eighteenDigits(id: string): string {
  if (!/^[0-9]{15}$/.test(id)) return id;
  const century = CENTENARIANS.test(id) ? '18' : '19';
  const digits = `${id.slice(0, 6)}${century}${id.slice(6)}`;
  return digits + mod11Dash2(digits);
}

/**
 * The date of birth in a number as YYYY-MM-DD, or undefined when it is no date or lies after `now` (Unix seconds).
 */
export function birthDateOf(id: string, now: number): string | undefined {
  const digits = eighteenDigits(id).slice(6, 14);
  if (!/^[0-9]{8}$/.test(digits)) return undefined;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)] as const;
  if (!isCalendarDate(Number(year), Number(month), Number(day))) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000 > now ? undefined : `${year}-${month}-${day}`;
}

/**
 * Whether a text is a citizen's identity number: 18 characters with a right check character and a possible date of
 * birth (GB 11643-1999), or 15 digits with a possible date (the form before 1999, without check character).
 * Nothing is said about the area code: numbers beginning with 99 are synthetic, and numbers of abolished areas live on.
 */
export function isCitizenId(id: string, now: number): boolean {
  return (hasCitizenIdCheck(id) || /^[0-9]{15}$/.test(id)) && birthDateOf(id, now) !== undefined;
}
