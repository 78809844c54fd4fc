import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keyFiles } from './key-files.ts';

/** Where the development signing key number `number` of a department lies, and its certificates; 1 is the ceremony's. */
export function signingFilePair(folder: string, number: number): { key: string; certificates: string } {
  const numbered = (name: string): string =>
    join(folder, number === 1 ? name : name.replace(/\.pem$/, `-${number}.pem`));
  return { key: numbered(keyFiles.signing), certificates: numbered(keyFiles.certificates) };
}

/** All development signing keys of a department's folder, oldest first: a rotation adds the next number. */
export function signingFiles(folder: string): { key: string; certificates: string }[] {
  const pairs: { key: string; certificates: string }[] = [];
  for (let number = 1; ; number++) {
    const pair = signingFilePair(folder, number);
    // Written last: with its certificates a key is complete.
    if (!existsSync(pair.certificates)) return pairs;
    pairs.push(pair);
  }
}
