import { uuidToBytes } from '../../domain/uuid.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** Which use record grows old: a reliance by its leaf and relier, or a notice by its inbox and id. Bytes in base64url. */
export type AgingRow = { reliance: { leaf: Hex; who: string } } | { notice: { group: string; id: string } };

/** The write that has a use record found when its time is over; oldest first. `id` is its own. */
export function agingPut(at: number, id: string, row: AgingRow): [StoreKey, StoreValue] {
  return [[tables.agingUseRecords, at, uuidToBytes(id)], row];
}
