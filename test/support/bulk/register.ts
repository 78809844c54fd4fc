import { mod11Dash2 } from '../../../service/domain/iso7064.ts';

const DAYS = 18_000;

/** The n-th of millions of synthetic 公民身份号码: areas that begin with 99, days of birth from 1950 on. */
export function manyCitizens(n: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + (n % DAYS))).toISOString().slice(0, 10).replaceAll('-', '');
  const rest = Math.floor(n / DAYS);
  const digits = `99${String(Math.floor(rest / 1000)).padStart(4, '0')}${day}${String(rest % 1000).padStart(3, '0')}`;
  return digits + mod11Dash2(digits);
}

/** The n-th row of a register of test certificates; persons repeat after `people` rows. */
export const depositRow = (n: number, people = 1_000_000) => ({
  subject: { idType: 'citizen-id', number: manyCitizens(n % people) },
  claims: { name: `示例·第${n}人`, grade: `G${n}` },
});

/** Rows as NDJSON. */
export const ndjson = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const register = (count: number, row: (n: number) => unknown = depositRow): string =>
  ndjson(Array.from({ length: count }, (_, n) => row(n)));

/** A text in pieces of a few bytes less than a power of two, as a network would cut it: rows and characters are torn. */
export async function* pieces(text: string | Uint8Array, size = 4093): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
