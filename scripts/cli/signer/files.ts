import { existsSync } from 'node:fs';
import { UsageError } from './usage.ts';

/** Nothing is ever written over: a key that is gone cannot be made again. @throws UsageError */
export function refuseExisting(paths: readonly string[]): void {
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) throw new UsageError(`${found}: 已存在 exists already`);
}
