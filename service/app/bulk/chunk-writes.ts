import { encodePacked } from '../../domain/bulk/packed.ts';
import { rowIdBytes } from '../../domain/bulk/row-id.ts';
import { concatBytes } from '../../proof/bytes.ts';
import { PERSON_BYTES, SEED_BYTES } from '../../ports/person-vault.ts';
import type { SeededPerson } from '../../ports/person-vault.ts';
import { packedKeys } from '../../ports/store-key.ts';
import type { Commit, PackedEntries } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { NEW_PERSON } from '../../ports/workshop.ts';
import type { CheckedRows, SealedRows, SealTask } from '../../ports/workshop.ts';
import { groupOf, vctOf } from '../issuing/deps.ts';
import { NOTHING } from '../issuing/rows.ts';
import { serialGroup } from '../issuing/serials.ts';
import { contentOf, keyOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import { lookupOf } from './prepare-chunk.ts';
import type { ChunkParts } from './prepare-chunk.ts';
import * as rows from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

const TAIL_BYTES = 8;
const ROW_KEY_BYTES = rows.UUID_BYTES + rows.KEY_BYTES;

/** A chunk whose turn it is to become durable. */
export type Landing = { batch: IssueBatchRow; checked: CheckedRows; count: number };

/** The id of a chosen row's certificate. */
export const idBytes = ({ time }: SealTask, { ids }: SealedRows, index: number): Uint8Array =>
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
export function rowWrites(deps: BulkDeps, landing: Landing, choice: Chosen, parts: ChunkParts): Writes {
  const { batch, checked } = landing;
  const { task, sealed } = parts;
  const { department } = batch;
  const place = { batch: batch.id, from: batch.received };
  const vct = vctOf(deps, batch.type);
  const expect: Writes['expect'] = [{ key: rows.chunkPlaceKey(task.time), value: undefined }];
  const put: Writes['put'] = [
    [rows.chunkTextsKey(place), encodePacked(sealed.sealed)],
    [rows.chunkPlaceKey(task.time), place satisfies rows.ChunkPlace],
    [rows.licenceChunkKey(serialGroup(deps.sha256, department, task.type.typeCode), task.serialFrom), place],
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
