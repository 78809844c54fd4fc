const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A code of 18 characters whose check character is right (GB 32100-2015), from 17 characters of the alphabet. */
export function withCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Department number `index` of a test region, of no real body. */
export const testCode = (index: number): string => withCheck(`11370500${String(99_990_000 + index)}0`);
