const CHARSET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 characters of a unified social credit code, or undefined (GB 32100-2015). */
export function usccCheck(first17: string): string | undefined {
  if (first17.length !== 17) return undefined;
  let sum = 0;
  for (const [place, weight] of WEIGHTS.entries()) {
    const value = CHARSET.indexOf(first17.charAt(place));
    if (value < 0) return undefined;
    sum += value * weight;
  }
  return CHARSET.charAt((31 - (sum % 31)) % 31);
}

/** The check character of the first 8 characters of an organisation code: 0..9 or X (GB 11714-1997). */
export function organisationCodeCheck(first8: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return undefined;
  let sum = 0;
  for (const [place, weight] of ORGANISATION_WEIGHTS.entries()) sum += parseInt(first8.charAt(place), 36) * weight;
  return '0123456789X'.charAt((11 - (sum % 11)) % 11);
}

/** Whether a text of 9 characters is an organisation code with its right check character (GB 11714-1997). */
export function isOrganisationCode(code: string): boolean {
  return code.length === 9 && organisationCodeCheck(code.slice(0, 8)) === code.charAt(8);
}

/**
 * Whether a text is a 统一社会信用代码 with its right check character (GB 32100-2015). The inner organisation code's own
 * check (position 17) is asked separately, because codes in force are known that break it.
 */
export function isUscc(code: string): boolean {
  return code.length === 18 && /^[0-9A-Z]{2}[0-9]{6}/.test(code) && usccCheck(code.slice(0, 17)) === code.charAt(17);
}
