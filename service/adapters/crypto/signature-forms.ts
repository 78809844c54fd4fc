import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

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
  let end = at + 2 + padding;
  // Byte by byte: a part of so small an array would get memory of its own first.
  for (let i = first; i < to; i++) der[end++] = raw[i] as number;
  return end;
}

const written = new Uint8Array(2 + 2 * (2 + 1 + HALF));
written[0] = SEQUENCE;

/**
 * The `Ecdsa-Sig-Value` in DER of the 64 bytes r ‖ s: one text for one pair of numbers, whatever they are. In memory that
 * the next call fills in again.
 *
 * @see RFC 3279 section 2.2.3
 */
export function fleetingDerSignature(raw: Uint8Array): Uint8Array {
  const end = writeInteger(written, writeInteger(written, 2, raw, 0), raw, HALF);
  written[1] = end - 2;
  return written.subarray(0, end);
}

/**
 * Puts r and s of a DER signature of our own, 32 bytes each, into `target`. Asking Node for r and s by options takes as long again as
 * the signature itself.
 *
 * @see SEC 1 appendix C.8
 */
export function putSignature(target: Uint8Array, offset: number, der: Uint8Array): void {
  let at = 2;
  for (const end of [offset + HALF, offset + 2 * HALF]) {
    const length = der[at + 1] as number;
    const number = der.subarray(at + 2, at + 2 + length);
    // A zero before a high bit is no digit; leading zeros are left out.
    const digits = number[0] === 0 ? number.subarray(1) : number;
    target.set(digits, end - digits.length);
    at += 2 + length;
  }
}

/** An ES256 signature in 64 bytes, r ‖ s. @param key on P-256 */
export function signEs256(message: Uint8Array, key: KeyObject): Uint8Array {
  const raw = new Uint8Array(2 * HALF);
  putSignature(raw, 0, sign('sha256', message, key));
  return raw;
}
