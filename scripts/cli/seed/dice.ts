import { createHash } from 'node:crypto';

/** A number from 0 to n-1 that follows from the name alone: the seed's only source of variety. */
export function roll(name: string, n: number): number {
  return createHash('sha256').update(`zhenglian/seed/1/${name}`).digest().readUIntBE(0, 6) % n;
}

/** One of the list, by name. */
export function pick<T>(name: string, list: readonly T[]): T {
  return list[roll(name, list.length)] as T;
}

/** Hexadecimal digits that follow from the name, for serial numbers of paper. */
export function digits(name: string, length: number): string {
  return createHash('sha256').update(`zhenglian/seed/1/${name}`).digest('hex').slice(0, length).toUpperCase();
}
