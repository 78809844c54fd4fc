import { Problem } from '../problem.ts';

/**
 * The time that was asked for, Unix seconds.
 *
 * @param path where it stands in the request
 * @throws Problem request.invalid when it lies in the future
 */
export function timeNotLaterThan(now: number, asOf: number | undefined, path: string): number | undefined {
  if (asOf === undefined || asOf <= now) return asOf;
  throw new Problem('request.invalid', 'asOf is later than now', { errors: [{ path, message: 'lies in the future' }] });
}
