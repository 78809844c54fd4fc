import fc from 'fast-check';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';

export const primitives = nodePrimitives();
export const { sha256 } = primitives;

/** Arbitrary bytes of a fixed length. */
export const bytesOf = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

/** A distinct 32-byte value for every number. */
export function hash32(n: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return sha256(bytes);
}

/** A copy with one bit changed; `at` is taken modulo the number of bits. */
export function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const bit = at % (copy.length * 8);
  copy[bit >>> 3] = (copy[bit >>> 3] as number) ^ (1 << (bit & 7));
  return copy;
}

/** The `code` of what a function throws; undefined when it does not throw. */
export function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export const bytes = (hex: string): Uint8Array => hexToBytes(hex);
export const bytesList = (list: readonly string[]): Uint8Array[] => list.map(bytes);
