import { bytesToHex } from '../../proof/bytes.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { Commit, StoreKey, StoreValue } from '../../ports/store.ts';
import type { CheckedRows, SealedRows, SealTask, WrappedPerson } from '../../ports/workshop.ts';
import { certificateType, groupOf, vctOf } from '../issuing/deps.ts';
import { byPersonKey } from '../issuing/rows.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { chooseRows, contentOf, keyOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import { idOf, tailsOf } from './row-place.ts';
import * as rows from './rows.ts';
import type { ChunkRow, ChunkState, IssueBatchRow } from './rows.ts';

/** Other registers, or single requests, may name the same new person at the same moment. */
const MAX_ATTEMPTS = 8;
const LOOKUP_BYTES = 32;

type Landing = { batch: IssueBatchRow; checked: CheckedRows; count: number };

const lookupOf = ({ good }: CheckedRows, at: number): Uint8Array =>
  good.lookups.subarray(at * LOOKUP_BYTES, (at + 1) * LOOKUP_BYTES);

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Known people as the vault has them; new ones by the first row that names them. */
function peopleOf(
  checked: CheckedRows,
  chosen: readonly number[],
  known: readonly (WrappedPerson | undefined)[],
): SealTask['persons'] {
  const firstRow = new Map<string, number>();
  return chosen.map((at, index) => {
    const found = known[index];
    if (found) return found;
    const name = Buffer.from(lookupOf(checked, at)).toString('latin1');
    const first = firstRow.get(name);
    if (first !== undefined) return first;
    firstRow.set(name, index);
    return null;
  });
}

async function seal(deps: BulkDeps, { batch, checked }: Landing, { chosen }: Chosen): Promise<ChunkParts> {
  const type = certificateType(deps, batch.type.code, batch.type.major);
  const { department } = batch;
  const known = await deps.vault.known(chosen.map((at) => lookupOf(checked, at)));
  const { x5tS256 } = await signingCertificate(deps, department);
  const acceptedAt = deps.clock.now();
  const task: SealTask = {
    ...{ base: deps.region.base, department, type, x5tS256, acceptedAt },
    time: await deps.chunkTimes.next(acceptedAt),
    serialFrom: await deps.serials.take(department, type.typeCode, chosen.length),
    claims: chosen.map((at) => checked.good.claims[at] as string),
    validFrom: chosen.map((at) => checked.good.validFrom[at] as number),
    validUntil: chosen.map((at) => checked.good.validUntil[at] as number | null),
    persons: peopleOf(checked, chosen, known),
  };
  const listFrom = await deps.listIndices.take(groupOf(deps, department, vctOf(deps, type)), chosen.length);
  return { task, listFrom, sealed: await deps.workshop.seal(task) };
}

/** The root over a chunk's leaves: what the log says of them. */
function rootOf(deps: BulkDeps, leaves: Uint8Array): string {
  const hashes = Array.from({ length: leaves.length / 32 }, (_, at) => leaves.subarray(at * 32, (at + 1) * 32));
  return bytesToHex(merkleTree(deps.sha256, hashes).root);
}

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
    people: own?.sealed.persons.join('') ?? '',
    leaves: own ? base64url(own.sealed.leaves) : '',
    validFrom: own?.task.validFrom ?? [],
    validUntil: own?.task.validUntil ?? [],
    rejected,
    duplicates: duplicates as ChunkRow['duplicates'],
  };
}

type ChunkParts = { task: SealTask; listFrom: number; sealed: SealedRows };

/** Rows that repeat another of this chunk name its certificate. */
function namedDuplicates(landing: Landing, choice: Chosen, chunk: Pick<ChunkRow, 'time' | 'ids'>): Chosen {
  const { checked } = landing;
  if (choice.duplicates.every(({ certificate }) => certificate !== undefined)) return choice;
  const tails = tailsOf(chunk);
  const byKey = new Map(choice.chosen.map((at, index) => [base64url(keyOf(checked, at)), idOf(chunk, index, tails)]));
  const duplicates = choice.duplicates.map(({ row, certificate }) => {
    const at = checked.good.rows.indexOf(row);
    return { row, certificate: certificate ?? byKey.get(base64url(keyOf(checked, at))) ?? '' };
  });
  return { ...choice, duplicates };
}

/** The writes that make the accepted rows certificates on their way. */
function rowWrites(
  deps: BulkDeps,
  landing: Landing,
  choice: Chosen,
  { task, sealed }: ChunkParts,
  chunk: ChunkRow,
): Required<Pick<Commit, 'put' | 'expect'>> {
  const { batch, checked } = landing;
  const place = { batch: batch.id, from: batch.received };
  const put: [StoreKey, StoreValue][] = [];
  const expect: NonNullable<Commit['expect']> = [{ key: rows.chunkPlaceKey(task.time), value: undefined }];
  const tails = tailsOf(chunk);
  for (const [index, at] of choice.chosen.entries()) {
    const id = idOf(chunk, index, tails);
    const person = sealed.persons[index] as string;
    const wrapped = sealed.wrapped[index];
    if (wrapped) {
      const enrolment = deps.vault.enrolment(lookupOf(checked, at), { person, wrapped });
      put.push(...enrolment);
      // The person's own key is random: only the lookup can be taken.
      expect.push({ key: (enrolment[1] as [StoreKey, StoreValue])[0], value: undefined });
    }
    const key = rows.rowKeyKey(keyOf(checked, at));
    put.push([byPersonKey(person, id), { certificate: id }]);
    put.push([key, { certificate: id, content: contentOf(checked, at) } satisfies rows.RowKeyRow]);
    expect.push({ key, value: choice.before[index] });
  }
  const vct = vctOf(deps, batch.type);
  const { department } = batch;
  put.push(
    [rows.chunkTextsKey(place), sealed.sealed satisfies rows.ChunkTexts],
    [rows.chunkPlaceKey(task.time), place satisfies rows.ChunkPlace],
    [
      rows.pendingChunkKey(groupOf(deps, department, vct), task.time),
      { ...place, department, vct, size: chunk.size } satisfies rows.PendingChunkRow,
    ],
    deps.serials.put(department, task.type.typeCode),
  );
  return { put, expect };
}

async function land(deps: BulkDeps, landing: Landing): Promise<IssueBatchRow> {
  const { batch, checked, count } = landing;
  const first = await chooseRows(deps, checked);
  const parts = first.chosen.length === 0 ? undefined : await seal(deps, landing, first);
  const choice = parts
    ? namedDuplicates(landing, first, { time: parts.task.time, ids: base64url(parts.sealed.ids) })
    : first;
  const chunk = chunkOf(landing, choice, parts);
  const writes = parts ? rowWrites(deps, landing, choice, parts, chunk) : { put: [], expect: [] };
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
    events: [
      {
        ...{ type: 'rows.accepted', v: 1, subject: batch.id, actor: batch.actor },
        ...(batch.case !== undefined && { case: batch.case }),
        facts: {
          ...{ department: batch.department, vct: vctOf(deps, batch.type), from, rows: count },
          ...{ accepted, rejected, duplicates },
          ...(parts && { root: rootOf(deps, parts.sealed.leaves) }),
        },
      },
    ],
  });
  if (parts) deps.payloads.put(parts.task.time, parts.sealed.payloads);
  return after;
}

/**
 * Makes the next rows of a register durable: accepted ones will be issued exactly once, the others are on record with what
 * is wrong with them.
 *
 * @returns the register as it stands then
 * @throws SignerUnavailable, StoreUnavailable, StoreConflict: these rows are not durable
 */
export async function landChunk(
  deps: BulkDeps,
  batch: IssueBatchRow,
  checked: CheckedRows,
  count: number,
): Promise<IssueBatchRow> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await land(deps, { batch, checked, count });
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
      // Somebody else's person or key came first: look again. A register that moved on is no matter of trying again.
      const now = await deps.store.get<IssueBatchRow>(rows.issueBatchKey(batch.id));
      if (now?.received !== batch.received || now.cancelled) throw error;
    }
  }
}
