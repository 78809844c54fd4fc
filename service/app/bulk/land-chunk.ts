import { uuidFromBytes } from '../../domain/uuid.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import { pick } from '../../ports/byte-columns.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { CheckedRows } from '../../ports/workshop.ts';
import { vctOf } from '../issuing/deps.ts';
import { keyOf, nameOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import { idsOf, rowWrites } from './chunk-writes.ts';
import type { Landing } from './chunk-writes.ts';
import type { BulkDeps } from './deps.ts';
import { prepareChunk } from './prepare-chunk.ts';
import type { ChunkParts, PreparedChunk } from './prepare-chunk.ts';
import * as rows from './rows.ts';
import type { ChunkRow, ChunkState, IssueBatchRow } from './rows.ts';

/** Other registers, or single requests, may name the same new person at the same moment. */
const MAX_ATTEMPTS = 8;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function chunkOf(
  { batch, checked, count }: Landing,
  { chosen, rejected, duplicates }: Chosen,
  own?: ChunkParts,
): ChunkRow {
  const { department, type } = batch;
  const all = chosen.length === count;
  return {
    ...{ batch: batch.id, from: batch.received, rows: count, department, type },
    acceptedAt: own?.task.acceptedAt ?? 0,
    x5tS256: own?.task.x5tS256 ?? '',
    time: own?.task.time ?? 0,
    serialFrom: own?.task.serialFrom ?? 0,
    listFrom: own?.listFrom ?? 0,
    digest: checked.digest,
    ...(all ? {} : { places: chosen.map((at) => checked.good.rows[at] as number) }),
    size: chosen.length,
    ids: own ? base64url(own.sealed.ids) : '',
    people: own ? base64url(own.sealed.persons) : '',
    leaves: own ? base64url(own.sealed.leaves) : '',
    validFrom: own?.task.validFrom ?? [],
    validUntil: own?.task.validUntil ?? [],
    rejected,
    duplicates: duplicates as ChunkRow['duplicates'],
  };
}

/** Rows that repeat another of this chunk name its certificate. */
function namedDuplicates(checked: CheckedRows, choice: Chosen, parts: ChunkParts): Chosen {
  if (choice.duplicates.every(({ certificate }) => certificate !== undefined)) return choice;
  const ids = idsOf(parts);
  const idAt = (index: number): string => uuidFromBytes(pick(ids, [index]).bytes);
  const byKey = new Map(choice.chosen.map((at, index) => [nameOf(keyOf(checked, at)), idAt(index)]));
  const duplicates = choice.duplicates.map(({ row, certificate }) => {
    const at = checked.good.rows.indexOf(row);
    return { row, certificate: certificate ?? byKey.get(nameOf(keyOf(checked, at))) ?? '' };
  });
  return { ...choice, duplicates };
}

async function land(deps: BulkDeps, landing: Landing, prepared: PreparedChunk): Promise<IssueBatchRow> {
  const { batch, checked, count } = landing;
  const { parts } = prepared;
  const choice = parts ? namedDuplicates(checked, prepared.choice, parts) : prepared.choice;
  const chunk = chunkOf(landing, choice, parts);
  const writes = parts ? rowWrites(deps, landing, choice, parts) : { put: [], putPacked: [], expect: [] };
  const [accepted, rejected, duplicates] = [chunk.size, chunk.rejected.length, chunk.duplicates.length];
  const after: IssueBatchRow = {
    ...batch,
    received: batch.received + count,
    accepted: batch.accepted + accepted,
    rejected: batch.rejected + rejected,
    duplicates: batch.duplicates + duplicates,
  };
  const state: ChunkState = { state: parts ? 'accepted' : 'issued', size: accepted };
  const { from } = chunk;
  await deps.store.commit({
    expect: [{ key: rows.issueBatchKey(batch.id), value: batch }, ...writes.expect],
    put: [
      [rows.issueBatchKey(batch.id), after],
      [rows.chunkKey(chunk), chunk],
      [rows.chunkStateKey(chunk), state],
      ...writes.put,
    ],
    putPacked: writes.putPacked,
    events: [
      {
        ...{ type: 'rows.accepted', v: 1, subject: batch.id, actor: batch.actor },
        ...(batch.case !== undefined && { case: batch.case }),
        facts: {
          ...{ department: batch.department, vct: vctOf(deps, batch.type), from, rows: count },
          ...{ accepted, rejected, duplicates },
          ...(parts && { root: bytesToHex(merkleTree(deps.sha256, parts.sealed.leaves).root) }),
        },
      },
    ],
  });
  if (parts) deps.payloads.put(chunk, parts.sealed.payloads);
  return after;
}

/**
 * Makes the next rows of a register durable: accepted ones will be issued exactly once, the others are on record with what
 * is wrong with them.
 *
 * @param rows as they were checked, and as {@link prepareChunk} prepared them
 * @returns the register as it stands then
 * @throws SignerUnavailable, StoreUnavailable, StoreConflict: these rows are not durable
 */
export async function landChunk(
  deps: BulkDeps,
  batch: IssueBatchRow,
  { checked, count, prepared: first }: { checked: CheckedRows; count: number; prepared: PreparedChunk },
): Promise<IssueBatchRow> {
  for (let attempt = 1, prepared = first; ; attempt++) {
    try {
      return await land(deps, { batch, checked, count }, prepared);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
      // Somebody else's person or key came first: look again. A register that moved on is no matter of trying again.
      const now = await deps.store.get<IssueBatchRow>(rows.issueBatchKey(batch.id));
      if (now?.received !== batch.received || now.cancelled) throw error;
      prepared = await prepareChunk(deps, batch, checked);
    }
  }
}
