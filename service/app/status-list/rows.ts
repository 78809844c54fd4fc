import type { Hex } from '../../proof/bytes.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** Up to where the indices of a department and type are set aside; those below may be in use. */
export type ListIndexRow = { reserved: number };

/**
 * What the status list says of one certificate, kept once its status has ever been another than valid. `provenAt` is the
 * block at which the chain was seen to say the same, absent until it was asked.
 */
export type ListedRow = {
  listIndex: number;
  status: number;
  anchor: { id: Hex; index: number };
  provenAt?: number;
};

/** @param group first 16 bytes of the hash of department and vct */
export const listIndexKey = (group: Uint8Array): StoreKey => [tables.statusListIndices, group];

/** The write that lists an instance's new status; none for one that has no place in a list. */
export function listedPut(
  group: Uint8Array,
  row: { listIndex?: number; anchor?: { id: Hex; index: number } },
  status: number,
): [StoreKey, StoreValue][] {
  const { listIndex, anchor } = row;
  if (listIndex === undefined || anchor === undefined) return [];
  const listed: ListedRow = { listIndex, status, anchor: { id: anchor.id, index: anchor.index } };
  return [[listedKey(group, listIndex), listed]];
}

export const listedKey = (group: Uint8Array, listIndex: number): StoreKey => [tables.listedStatuses, group, listIndex];
