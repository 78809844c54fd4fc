import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { ChainReader } from '../../ports/chain-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { statusWordSlot } from '../../proof/storage-layout.ts';
import { EvidenceFault, proveHeader } from '../../verify/evidence/prove-header.ts';
import { proveSlots, slotKey } from '../../verify/evidence/prove-slots.ts';
import { readStatus } from '../../verify/evidence/words.ts';
import type { SlotRef, TrustedPoint } from '../../verify/types.ts';

export type StatusWordDeps = {
  clock: Clock;
  primitives: Primitives;
  reader: Pick<ChainReader, 'evidence'>;
  trustedPoint: TrustedPoint;
};

/** What has two status bits on the chain. */
export type Anchored = { anchor: { id: Hex; index: number } };
export type ProvenStatus<T> = T & { status: number; provenAt: number };

/** One question to the chain; a word of status bits is a slot. */
const SLOTS_A_QUESTION = 64;

/** Rows by the slot of their status word. */
function bySlot<T extends Anchored>(trustedPoint: TrustedPoint, rows: readonly T[]): [SlotRef, T[]][] {
  const address = trustedPoint.contracts.certificateAnchors.toLowerCase() as Hex;
  const slotOf = ({ anchor }: Anchored): Hex => statusWordSlot(hexToBytes(anchor.id), anchor.index);
  return [...Map.groupBy(rows, slotOf)].map(([slot, ofSlot]) => [{ address, slot }, ofSlot]);
}

async function ask<T extends Anchored>(
  deps: StatusWordDeps,
  asked: readonly [SlotRef, T[]][],
): Promise<{ rows: ProvenStatus<T>[]; statementTime: number }> {
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
 * What a region's chain says of certificates, by state proof under a fresh head, question by question. At least one is
 * asked, so that without rows it still says how fresh the chain is.
 *
 * @throws ChainUnreachable, ChainBehind when there is no fresh, proven answer
 */
export async function* proveStatusWords<T extends Anchored>(
  deps: StatusWordDeps,
  rows: readonly T[],
): AsyncGenerator<{ rows: ProvenStatus<T>[]; statementTime: number }> {
  const questions = bySlot(deps.trustedPoint, rows);
  let start = 0;
  do {
    yield await ask(deps, questions.slice(start, start + SLOTS_A_QUESTION));
    start += SLOTS_A_QUESTION;
  } while (start < questions.length);
}
