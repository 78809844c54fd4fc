import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { Refusal } from './refusal.ts';

const WORD = 32;

const malformed = (): Refusal =>
  new Refusal('signer.callMalformed', 'the call’s arguments are not in their one canonical form');

/** Arguments of a call in words of 32 bytes. Every reader refuses what the contract's own encoding would not be. */
export type Words = {
  readonly count: number;
  bytes32(index: number): Hex;
  /** An unsigned integer of so many bits, at most 48. */
  uint(index: number, bits: number): number;
  /** Every word must be read as what it is; a padded type has zeros before it. */
  address(index: number): Hex;
};

/** @throws Refusal unless the data are a selector and whole words */
export function wordsOf(data: Hex): Words {
  const bytes = hexToBytes(data).subarray(4);
  if (bytes.length % WORD !== 0) throw malformed();
  const word = (index: number): Uint8Array => {
    const start = index * WORD;
    if (start + WORD > bytes.length) throw malformed();
    return bytes.subarray(start, start + WORD);
  };
  const low = (index: number, size: number): Uint8Array => {
    const all = word(index);
    if (all.subarray(0, WORD - size).some((byte) => byte !== 0)) throw malformed();
    return all.subarray(WORD - size);
  };
  return {
    count: bytes.length / WORD,
    bytes32: (index) => bytesToHex(word(index)),
    uint(index, bits) {
      const value = low(index, 6).reduce((sum, byte) => sum * 256 + byte, 0);
      if (value >= 2 ** bits) throw malformed();
      return value;
    },
    address: (index) => bytesToHex(low(index, 20)),
  };
}

/**
 * The number of items of the one dynamic array of static tuples whose offset stands at `offsetAt`, its items following
 * right after the head: the only encoding that ABI coders write.
 *
 * @param head words before the array's length
 * @throws Refusal
 */
export function arrayLength(words: Words, layout: { offsetAt: number; head: number; itemWords: number }): number {
  const { offsetAt, head, itemWords } = layout;
  const length = words.uint(head, 32);
  if (words.uint(offsetAt, 32) !== head * WORD || words.count !== head + 1 + length * itemWords) throw malformed();
  return length;
}
