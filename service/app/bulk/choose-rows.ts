import type { RowError } from '../../domain/bulk/read-row.ts';
import type { CheckedRows } from '../../ports/workshop.ts';
import type { BulkDeps } from './deps.ts';
import { stateOfRow } from './row-place.ts';
import { rowKeyKey } from './rows.ts';
import type { RowKeyRow } from './rows.ts';

const KEY_BYTES = 16;

export type Chosen = {
  /** Places in `checked.good` of the rows that become certificates, and the key rows they take over. */
  chosen: number[];
  before: (RowKeyRow | undefined)[];
  rejected: { row: number; errors: RowError[] }[];
  /** Rows that are certificates already; `certificate` is absent while a dry run has none to name. */
  duplicates: { row: number; certificate?: string }[];
};

export const keyOf = (checked: CheckedRows, at: number): Uint8Array =>
  checked.good.keys.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES);

export const contentOf = (checked: CheckedRows, at: number): string =>
  Buffer.from(checked.good.contents.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES)).toString('base64url');

const keyTaken = (row: number): { row: number; errors: RowError[] } => ({
  row,
  errors: [{ code: 'row.keyTaken', path: '/key', message: 'names another certificate of this department already' }],
});

/** A key is free again when its row was cancelled or failed. */
async function isTaken(deps: Pick<BulkDeps, 'store'>, { certificate }: RowKeyRow): Promise<boolean> {
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
  const result: Chosen = { chosen: [], before: [], rejected: [...checked.bad], duplicates: [] };
  const held = await deps.store.getMany<RowKeyRow>(good.rows.map((_, at) => rowKeyKey(keyOf(checked, at))));
  for (const [at, row] of good.rows.entries()) {
    const name = Buffer.from(keyOf(checked, at)).toString('latin1');
    const content = contentOf(checked, at);
    const earlier = seen.get(name);
    const stored = held[at];
    if (earlier !== undefined) {
      // The same key twice in one register: the first row counts.
      if (earlier === content) result.duplicates.push({ row });
      else result.rejected.push(keyTaken(row));
    } else if (stored !== undefined && (await isTaken(deps, stored))) {
      if (stored.content === content) result.duplicates.push({ row, certificate: stored.certificate });
      else result.rejected.push(keyTaken(row));
    } else {
      seen.set(name, content);
      result.chosen.push(at);
      result.before.push(stored);
    }
  }
  result.rejected.sort((a, b) => a.row - b.row);
  return result;
}
