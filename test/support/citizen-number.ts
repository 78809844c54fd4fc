const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The n-th synthetic 公民身份号码 of the tests: area 990000, which no county has, and a valid check digit (GB 11643). */
export function citizenNumber(n: number): string {
  const body = `99000019800101${String(n).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (WEIGHTS[index] as number), 0);
  return body + '10X98765432'[sum % 11];
}
