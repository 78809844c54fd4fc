import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { mod11Dash2 } from '../../../service/domain/iso7064.ts';

const DAYS = 18_000;

/** The n-th of millions of synthetic 公民身份号码: areas that begin with 99, days of birth from 1950 on. */
function citizenNumber(n: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + (n % DAYS))).toISOString().slice(0, 10).replaceAll('-', '');
  const rest = Math.floor(n / DAYS);
  const digits = `99${String(Math.floor(rest / 1000)).padStart(4, '0')}${day}${String(rest % 1000).padStart(3, '0')}`;
  return digits + mod11Dash2(digits);
}

/** A type of 12 claims, 8 of them selectively disclosable. */
export const BENCH_TYPE = 'employment-registration';

/** The claims of the n-th certificate: all of them another person's. */
export const claimsOf = (n: number) => ({
  name: `示例·就业者${n}`,
  number: citizenNumber(n),
  sex: n % 2 === 0 ? '男' : '女',
  employer: `示例企业有限公司第${n % 5000}分公司`,
  employerCode: '91370500MA3EXAMP0X',
  position: `岗位${n % 300}`,
  employmentForm: '单位就业',
  startedOn: '2024-03-01',
  contractUntil: '2027-02-28',
  monthlyWage: 3000 + (n % 9000),
  registrationNumber: `JY99-${n}`,
  issuedBy: '示例市人力资源和社会保障局',
});

/** Writes a register of rows first..first+count as NDJSON; its length in bytes. */
export async function writeRegister(path: string, first: number, count: number): Promise<number> {
  const file = createWriteStream(path);
  let bytes = 0;
  for (let at = first; at < first + count; at += 500) {
    const rows = Array.from({ length: Math.min(500, first + count - at) }, (_, n) => {
      const claims = claimsOf(at + n);
      return `${JSON.stringify({ subject: { idType: 'citizen-id', number: claims.number }, claims })}\n`;
    });
    const text = Buffer.from(rows.join(''));
    bytes += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return bytes;
}
