const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Place of an ASCII character among digits and capital letters, or -1. */
function valueOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x41 && code <= 0x5a ? code - 0x41 + 10 : -1;
}

/**
 * ISO 7064 MOD 11-2: the check character (0..9 or X) of a string of digits.
 *
 * @throws RangeError on anything but ASCII digits
 */
export function mod11Dash2(digits: string): string {
  let remainder = 0;
  for (let at = 0; at < digits.length; at++) {
    const value = valueOf(digits.charCodeAt(at));
    if (value < 0 || value > 9) throw new RangeError('MOD 11-2 takes digits');
    remainder = ((remainder + value) * 2) % 11;
  }
  return '0123456789X'.charAt((12 - remainder) % 11);
}

/**
 * ISO 7064 MOD 37,36: the check character (0..9 or A..Z) of a string of capital letters and digits.
 *
 * @throws RangeError on other characters
 */
export function mod37Comma36(text: string): string {
  let product = 36;
  for (let at = 0; at < text.length; at++) {
    const value = valueOf(text.charCodeAt(at));
    if (value < 0) throw new RangeError('MOD 37,36 takes capital letters and digits');
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - product) % 36);
}
