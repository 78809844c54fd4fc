import { encodePacked } from '../../domain/bulk/packed.ts';
import { rowIdBytes } from '../../domain/bulk/row-id.ts';
import { uuidFromBytes } from '../../domain/uuid.ts';
import { bytesToHex, concatBytes } from '../../proof/bytes.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import { LOOKUP_BYTES, PERSON_BYTES, SEED_BYTES } from '../../ports/person-vault.ts';
import type { SeededPerson } from '../../ports/person-vault.ts';
import { packedKeys } from '../../ports/store-key.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { Commit, PackedEntries } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { KNOWN_PERSON, NEW_PERSON } from '../../ports/workshop.ts';
import type { CheckedRows, SealedRows, SealTask } from '../../ports/workshop.ts';
import { certificateType, groupOf, vctOf } from '../issuing/deps.ts';
import { NOTHING } from '../issuing/rows.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { chooseRows, contentOf, keyOf, nameOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import * as rows from './rows.ts';
import type { ChunkRow, ChunkState, IssueBatchRow } from './rows.ts';

/** Other registers, or single requests, may name the same new person at the same moment. */
const MAX_ATTEMPTS = 8;
const TAIL_BYTES = 8;
const ROW_KEY_BYTES = rows.UUID_BYTES + rows.KEY_BYTES;

type Landing = { batch: IssueBatchRow; checked: CheckedRows; count: number };

const lookupOf = ({ good }: CheckedRows, at: number): Uint8Array =>
  good.lookups.subarray(at * LOOKUP_BYTES, (at + 1) * LOOKUP_BYTES);

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Who the chosen rows are about: people whom the vault knows, and new ones by the first row that names them. */
function peopleOf(
  checked: CheckedRows,
  chosen: readonly number[],
  found: readonly (SeededPerson | undefined)[],
): Pick<SealTask, 'persons' | 'known'> {
  const firstRow = new Map<string, number>();
  const persons = Int32Array.from(chosen, (at, index) => {
    if (found[index]) return KNOWN_PERSON;
    const name = nameOf(lookupOf(checked, at));
    const first = firstRow.get(name);
    if (first !== undefined) return first;
    firstRow.set(name, index);
    return NEW_PERSON;
  });
  return { persons, known: concatBytes(...found.flatMap((one) => (one ? [one.person, one.seed] : []))) };
}

async function seal(deps: BulkDeps, { batch, checked, count }: Landing, { chosen }: Chosen): Promise<ChunkParts> {
  const type = certificateType(deps, batch.type.code, batch.type.major);
  const { department } = batch;
  const found = await deps.vault.known(chosen.map((at) => lookupOf(checked, at)));
  const { x5tS256 } = await signingCertificate(deps, department);
  const acceptedAt = deps.clock.now();
  const task: SealTask = {
    ...{ base: deps.region.base, department, type, x5tS256, acceptedAt },
    time: await deps.chunkTimes.next(acceptedAt),
    serialFrom: await deps.serials.take(department, type.typeCode, chosen.length),
    claims: checked.good.claims,
    ...(chosen.length < count && { chosen }),
    validFrom: chosen.map((at) => checked.good.validFrom[at] as number),
    validUntil: chosen.map((at) => checked.good.validUntil[at] as number | null),
    ...peopleOf(checked, chosen, found),
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
    people: own ? base64url(own.sealed.persons) : '',
    leaves: own ? base64url(own.sealed.leaves) : '',
    validFrom: own?.task.validFrom ?? [],
    validUntil: own?.task.validUntil ?? [],
    rejected,
    duplicates: duplicates as ChunkRow['duplicates'],
  };
}

type ChunkParts = { task: SealTask; listFrom: number; sealed: SealedRows };

/** Rows that repeat another of this chunk name its certificate. */
function namedDuplicates(landing: Landing, choice: Chosen, { task, sealed }: ChunkParts): Chosen {
  const { checked } = landing;
  if (choice.duplicates.every(({ certificate }) => certificate !== undefined)) return choice;
  const idAt = (index: number): string => uuidFromBytes(idBytes(task, sealed, index));
  const byKey = new Map(choice.chosen.map((at, index) => [nameOf(keyOf(checked, at)), idAt(index)]));
  const duplicates = choice.duplicates.map(({ row, certificate }) => {
    const at = checked.good.rows.indexOf(row);
    return { row, certificate: certificate ?? byKey.get(nameOf(keyOf(checked, at))) ?? '' };
  });
  return { ...choice, duplicates };
}

const idBytes = ({ time }: SealTask, { ids }: SealedRows, index: number): Uint8Array =>
  rowIdBytes(time, index, ids.subarray(index * TAIL_BYTES, (index + 1) * TAIL_BYTES));

const personAt = ({ persons }: SealedRows, index: number): Uint8Array =>
  persons.subarray(index * PERSON_BYTES, (index + 1) * PERSON_BYTES);

/** The writes that make new people known. */
function enrolments(
  deps: BulkDeps,
  { checked }: Landing,
  { chosen, since }: Chosen,
  { task, sealed }: ChunkParts,
): PackedEntries[] {
  const people: (SeededPerson & { lookup: Uint8Array })[] = [];
  for (const [index, at] of chosen.entries()) {
    if (task.persons[index] !== NEW_PERSON) continue;
    const start = people.length * SEED_BYTES;
    const seed = sealed.seeds.subarray(start, start + SEED_BYTES);
    people.push({ lookup: lookupOf(checked, at), person: personAt(sealed, index), seed });
  }
  return people.length === 0 ? [] : deps.vault.enrolments(people, since);
}

/** The writes under which each row is found: its person's list, and its natural key. */
function indexEntries(
  { checked }: Landing,
  { chosen, before, since }: Chosen,
  { task, sealed }: ChunkParts,
): PackedEntries[] {
  const byPerson = packedKeys(tables.certificatesByPerson, PERSON_BYTES + rows.UUID_BYTES, chosen.length);
  const fresh = chosen.length - before.size;
  const naturalKeys = packedKeys(tables.rowKeys, rows.KEY_BYTES, fresh);
  const values = new Uint8Array(fresh * ROW_KEY_BYTES);
  let next = 0;
  for (const [index, at] of chosen.entries()) {
    const id = idBytes(task, sealed, index);
    byPerson.set(index, personAt(sealed, index), id);
    if (before.has(at)) continue;
    naturalKeys.set(next, keyOf(checked, at));
    values.set(id, next * ROW_KEY_BYTES);
    values.set(contentOf(checked, at), next * ROW_KEY_BYTES + rows.UUID_BYTES);
    next += 1;
  }
  return [
    { ...byPerson.keys, valueBytes: 0, values: NOTHING },
    { ...naturalKeys.keys, valueBytes: ROW_KEY_BYTES, values, expectAbsentSince: since },
  ];
}

type Writes = Required<Pick<Commit, 'put' | 'putPacked' | 'expect'>>;

/** The writes that make the accepted rows certificates on their way. */
function rowWrites(deps: BulkDeps, landing: Landing, choice: Chosen, parts: ChunkParts): Writes {
  const { batch, checked } = landing;
  const { task, sealed } = parts;
  const { department } = batch;
  const place = { batch: batch.id, from: batch.received };
  const vct = vctOf(deps, batch.type);
  const expect: Writes['expect'] = [{ key: rows.chunkPlaceKey(task.time), value: undefined }];
  const put: Writes['put'] = [
    [rows.chunkTextsKey(place), encodePacked(sealed.sealed)],
    [rows.chunkPlaceKey(task.time), place satisfies rows.ChunkPlace],
    [
      rows.pendingChunkKey(groupOf(deps, department, vct), task.time),
      { ...place, department, vct, size: choice.chosen.length } satisfies rows.PendingChunkRow,
    ],
    deps.serials.put(department, task.type.typeCode),
  ];
  for (const [at, value] of choice.before) {
    const key = rows.rowKeyKey(keyOf(checked, at));
    expect.push({ key, value });
    put.push([key, concatBytes(idBytes(task, sealed, choice.chosen.indexOf(at)), contentOf(checked, at))]);
  }
  const putPacked = [...enrolments(deps, landing, choice, parts), ...indexEntries(landing, choice, parts)];
  return { put, putPacked, expect };
}

async function land(deps: BulkDeps, landing: Landing): Promise<IssueBatchRow> {
  const { batch, checked, count } = landing;
  const first = await chooseRows(deps, checked);
  const parts = first.chosen.length === 0 ? undefined : await seal(deps, landing, first);
  const choice = parts ? namedDuplicates(landing, first, parts) : first;
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
