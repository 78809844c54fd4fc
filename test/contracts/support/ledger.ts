import { AbiCoder, concat, getBytes, toBeHex } from 'ethers';
import { tag } from '../../../service/proof/tag.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { sha256 } from './region.ts';

/** SHA-256 over the parts put one behind the other, the first being the tag of a purpose. */
export const digest = (purpose: string, ...parts: string[]): Hex =>
  sha256(getBytes(concat([bytesToHex(tag(purpose)), ...parts])));

export const u32 = (value: number): string => toBeHex(value, 4);
export const u64 = (value: number): string => toBeHex(value, 8);
export const u8 = (value: number): string => toBeHex(value, 1);
export const word = (value: bigint): string => toBeHex(value, 32);

/** The bytes an error reverts with. */
export function encodedError(selector: string | undefined, types: string[] = [], values: unknown[] = []): string {
  if (selector === undefined) throw new Error('no such error');
  return concat([selector, AbiCoder.defaultAbiCoder().encode(types, values)]);
}
