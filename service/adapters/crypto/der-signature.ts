const SEQUENCE = 0x30;
const INTEGER = 0x02;
const HALF = 32;

/** Writes the INTEGER of 32 big-endian bytes at `at`: no leading zeros but one before a set sign bit. Returns its end. */
function writeInteger(der: Uint8Array, at: number, raw: Uint8Array, from: number): number {
  const to = from + HALF;
  let first = from;
  while (first < to - 1 && raw[first] === 0) first++;
  const padding = (raw[first] as number) >>> 7;
  der[at] = INTEGER;
  der[at + 1] = to - first + padding;
  der[at + 2] = 0;
  der.set(raw.subarray(first, to), at + 2 + padding);
  return at + 2 + padding + to - first;
}

/**
 * The `Ecdsa-Sig-Value` in DER of the 64 bytes r ‖ s: one text for one pair of numbers, whatever they are.
 *
 * @see RFC 3279 section 2.2.3
 */
export function derSignature(raw: Uint8Array): Uint8Array {
  const der = new Uint8Array(2 + 2 * (2 + 1 + HALF));
  der[0] = SEQUENCE;
  const end = writeInteger(der, writeInteger(der, 2, raw, 0), raw, HALF);
  der[1] = end - 2;
  return der.subarray(0, end);
}
