import type { RowError } from '../../domain/bulk/read-row.ts';
import type { CheckedRows } from '../../ports/workshop.ts';
import type { BulkDeps } from './deps.ts';
import { stateOfRow } from './row-place.ts';
import { KEY_BYTES, rowKeyParts, rowKeys } from './rows.ts';

export type Chosen = {
  /** Places in `checked.good` of the rows that become certificates. */
  chosen: number[];
  /** The store's revision before it was asked. */
  since: number;
  /** What stands under natural keys that are free again, by the chosen rows' places. */
  before: Map<number, Uint8Array>;
  rejected: { row: number; errors: RowError[] }[];
  /** Rows that are certificates already; `certificate` is absent while a dry run has none to name. */
  duplicates: { row: number; certificate?: string }[];
};

export const keyOf = (checked: CheckedRows, at: number): Uint8Array =>
  checked.good.keys.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES);

export const contentOf = (checked: CheckedRows, at: number): Uint8Array =>
  checked.good.contents.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES);

/** Items of one width side by side, each as a text of as many characters. */
export function itemNames(items: Uint8Array, width: number): (at: number) => string {
  const bytes = Buffer.from(items.buffer, items.byteOffset, items.length);
  return (at) => bytes.toString('latin1', at * width, (at + 1) * width);
}

/** Bytes as a text of as many characters. */
export const nameOf = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

const keyTaken = (row: number): { row: number; errors: RowError[] } => ({
  row,
  errors: [{ code: 'row.keyTaken', path: '/key', message: 'names another certificate of this department already' }],
});

/** A key is free again when its row was cancelled or failed. */
async function isTaken(deps: Pick<BulkDeps, 'store'>, certificate: string): Promise<boolean> {
  const state = await stateOfRow(deps, certificate);
  return state !== 'cancelled' && state !== 'failed';
}

/**
 * Sorts out rows whose natural key is taken: with the same content they are the same certificate and are not issued again,
 * with another they are refused.
 *
 * @param seen keys and contents of rows that are not durable, for a dry run
 */
export async function chooseRows(
  deps: Pick<BulkDeps, 'store'>,
  checked: CheckedRows,
  seen: Map<string, string> = new Map(),
): Promise<Chosen> {
  const { good } = checked;
  const since = deps.store.revision();
  const result: Chosen = { since, chosen: [], before: new Map(), rejected: [...checked.bad], duplicates: [] };
  const held = await deps.store.getPacked(rowKeys(good.rows.length, good.keys));
  const [keyName, contentName] = [itemNames(good.keys, KEY_BYTES), itemNames(good.contents, KEY_BYTES)];
  for (const [at, row] of good.rows.entries()) {
    const name = keyName(at);
    const content = contentName(at);
    const earlier = seen.get(name);
    const stored = held[at];
    const taken = stored && rowKeyParts(stored);
    if (earlier !== undefined) {
      // The same key twice in one register: the first row counts.
      if (earlier === content) result.duplicates.push({ row });
      else result.rejected.push(keyTaken(row));
    } else if (taken !== undefined && (await isTaken(deps, taken.certificate))) {
      if (nameOf(taken.content) === content) result.duplicates.push({ row, certificate: taken.certificate });
      else result.rejected.push(keyTaken(row));
    } else {
      seen.set(name, content);
      result.chosen.push(at);
      if (stored) result.before.set(at, stored);
    }
  }
  result.rejected.sort((a, b) => a.row - b.row);
  return result;
}
