/** A minimal, positive INTEGER of at most 32 bytes, left-padded; undefined when it is another thing. */
function integerAt(der: Uint8Array, at: number): { bytes: Uint8Array; end: number } | undefined {
  const length = der[at + 1];
  if (der[at] !== 0x02 || length === undefined || length === 0 || length > 33) return undefined;
  const start = at + 2;
  const end = start + length;
  if (end > der.length) return undefined;
  const first = der[start] as number;
  if (first >= 0x80) return undefined;
  if (first === 0 && length > 1 && (der[start + 1] as number) < 0x80) return undefined;
  const digits = first === 0 ? der.subarray(start + 1, end) : der.subarray(start, end);
  if (digits.length > 32) return undefined;
  const bytes = new Uint8Array(32);
  bytes.set(digits, 32 - digits.length);
  return { bytes, end };
}

/**
 * The 64 bytes r ‖ s of a DER `Ecdsa-Sig-Value` on P-256, as certificates carry it; undefined when it is not DER.
 *
 * @see RFC 3279 section 2.2.3
 */
export function rawSignature(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return undefined;
  const r = integerAt(der, 2);
  const s = r && integerAt(der, r.end);
  if (r === undefined || s === undefined || s.end !== der.length) return undefined;
  const raw = new Uint8Array(64);
  raw.set(r.bytes);
  raw.set(s.bytes, 32);
  return raw;
}
