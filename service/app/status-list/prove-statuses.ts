import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { proveStatusWords } from '../verifying/prove-status-words.ts';
import type { StatusWordDeps } from '../verifying/prove-status-words.ts';
import { listedKey } from './rows.ts';
import type { ListedRow } from './rows.ts';

export type StatusProofDeps = StatusWordDeps & { store: Pick<Store, 'commit'> };

/**
 * Brings every row to what the chain says by proof, and keeps that; rows proven already are not asked for again, since a
 * change of status makes a new row. Where store and chain differ, the chain is right.
 *
 * @returns all rows, and the time (Unix seconds) at which validators stood for the chain that was asked
 * @throws ChainUnreachable when there is no fresh, proven answer
 * @throws StoreConflict when a status changed meanwhile: ask again
 */
export async function proveStatuses(
  deps: StatusProofDeps,
  group: Uint8Array,
  rows: readonly ListedRow[],
): Promise<{ rows: ListedRow[]; statementTime: number }> {
  const proven = new Map<number, ListedRow>();
  let statementTime = Infinity;
  const unproven = rows.filter(({ provenAt }) => provenAt === undefined);
  for await (const answer of proveStatusWords(deps, unproven)) {
    statementTime = Math.min(statementTime, answer.statementTime);
    for (const row of answer.rows) proven.set(row.listIndex, row);
  }
  if (proven.size > 0) {
    const expect = rows.flatMap((row) =>
      proven.has(row.listIndex) ? [{ key: listedKey(group, row.listIndex), value: row }] : [],
    );
    const put = [...proven.values()].map((row): [StoreKey, StoreValue] => [listedKey(group, row.listIndex), row]);
    await deps.store.commit({ expect, put });
  }
  return { rows: rows.map((row) => proven.get(row.listIndex) ?? row), statementTime };
}
