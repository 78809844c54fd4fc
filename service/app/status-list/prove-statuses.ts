import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { ChainReader } from '../../ports/chain-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { statusWordSlot } from '../../proof/storage-layout.ts';
import { EvidenceFault, proveHeader } from '../../verify/evidence/prove-header.ts';
import { proveSlots, slotKey } from '../../verify/evidence/prove-slots.ts';
import { readStatus } from '../../verify/evidence/words.ts';
import type { SlotRef, TrustedPoint } from '../../verify/types.ts';
import { listedKey } from './rows.ts';
import type { ListedRow } from './rows.ts';

export type StatusProofDeps = {
  store: Pick<Store, 'commit'>;
  clock: Clock;
  primitives: Primitives;
  reader: Pick<ChainReader, 'evidence'>;
  trustedPoint: TrustedPoint;
};

/** One question to the chain; a word of status bits is a slot. */
const SLOTS_A_QUESTION = 64;

/** Rows by the slot of their status word. */
function bySlot(trustedPoint: TrustedPoint, rows: readonly ListedRow[]): [SlotRef, ListedRow[]][] {
  const address = trustedPoint.contracts.certificateAnchors.toLowerCase() as Hex;
  const slotOf = ({ anchor }: ListedRow): Hex => statusWordSlot(hexToBytes(anchor.id), anchor.index);
  return [...Map.groupBy(rows, slotOf)].map(([slot, ofSlot]) => [{ address, slot }, ofSlot]);
}

async function ask(
  deps: StatusProofDeps,
  asked: readonly [SlotRef, ListedRow[]][],
): Promise<{ rows: ListedRow[]; statementTime: number }> {
  const slots = asked.map(([slot]) => slot);
  const bundle = await deps.reader.evidence({ slots, minimumBlock: 0 });
  try {
    const header = await proveHeader(deps.primitives, bundle, deps.trustedPoint);
    if (deps.clock.now() - header.statementTime > deps.trustedPoint.maxAgeSeconds) {
      throw new ChainUnreachable('the newest statement about the chain is too old');
    }
    const words = proveSlots(bundle, header, slots, new Map());
    const rows = asked.flatMap(([slot, ofSlot]) =>
      ofSlot.map((row) => ({
        ...row,
        status: readStatus(words.get(slotKey(slot)) as Uint8Array, row.anchor.index),
        provenAt: header.number,
      })),
    );
    return { rows, statementTime: header.statementTime };
  } catch (error) {
    if (error instanceof EvidenceFault) throw new ChainUnreachable(error.message, { cause: error });
    throw error;
  }
}

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
  const questions = bySlot(
    deps.trustedPoint,
    rows.filter(({ provenAt }) => provenAt === undefined),
  );
  const proven = new Map<number, ListedRow>();
  let statementTime = Infinity;
  let start = 0;
  do {
    const answer = await ask(deps, questions.slice(start, start + SLOTS_A_QUESTION));
    statementTime = Math.min(statementTime, answer.statementTime);
    for (const row of answer.rows) proven.set(row.listIndex, row);
    start += SLOTS_A_QUESTION;
  } while (start < questions.length);
  if (proven.size > 0) {
    const expect = rows.flatMap((row) =>
      proven.has(row.listIndex) ? [{ key: listedKey(group, row.listIndex), value: row }] : [],
    );
    const put = [...proven.values()].map((row): [StoreKey, StoreValue] => [listedKey(group, row.listIndex), row]);
    await deps.store.commit({ expect, put });
  }
  return { rows: rows.map((row) => proven.get(row.listIndex) ?? row), statementTime };
}
