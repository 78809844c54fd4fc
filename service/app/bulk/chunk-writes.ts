import { rowIdsBytes } from '../../domain/bulk/row-id.ts';
import { concatBytes } from '../../proof/bytes.ts';
import { joinColumns, pick } from '../../ports/byte-columns.ts';
import type { ByteColumn } from '../../ports/byte-columns.ts';
import { LOOKUP_BYTES, PERSON_BYTES } from '../../ports/person-vault.ts';
import { packedKeys } from '../../ports/store-key.ts';
import type { Commit, PackedEntries } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { NEW_PERSON } from '../../ports/workshop.ts';
import type { CheckedRows, SealedRows } from '../../ports/workshop.ts';
import { groupOf, vctOf } from '../issuing/deps.ts';
import { NOTHING } from '../issuing/rows.ts';
import { serialGroup } from '../issuing/serials.ts';
import { contentOf, keyOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import type { ChunkParts } from './prepare-chunk.ts';
import * as rows from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

/** A chunk whose turn it is to become durable. */
export type Landing = { batch: IssueBatchRow; checked: CheckedRows; count: number };

/** The ids of the chosen rows' certificates. */
export const idsOf = ({ task, sealed }: ChunkParts): ByteColumn =>
  column(rowIdsBytes(task.time, sealed.ids), rows.UUID_BYTES);

const column = (bytes: Uint8Array, width: number): ByteColumn => ({ bytes, width });

/** The writes that make new people known. */
function enrolments(
  deps: BulkDeps,
  { checked }: Landing,
  { chosen, since }: Chosen,
  { task, sealed }: ChunkParts,
): PackedEntries[] {
  const places = [...chosen.keys()].filter((index) => task.persons[index] === NEW_PERSON);
  if (places.length === 0) return [];
  const ats = places.map((index) => chosen[index] as number);
  return deps.vault.enrolments(
    {
      lookups: pick(column(checked.good.lookups, LOOKUP_BYTES), ats).bytes,
      persons: pick(column(sealed.persons, PERSON_BYTES), places).bytes,
      seeds: sealed.seeds,
    },
    since,
  );
}

/** The writes under which each row is found: its person's list, and its natural key. */
function indexEntries(
  { checked }: Landing,
  { chosen, before, since }: Chosen,
  { persons }: SealedRows,
  ids: ByteColumn,
): PackedEntries[] {
  const [keys, contents] = [checked.good.keys, checked.good.contents].map((bytes) => column(bytes, rows.KEY_BYTES)) as [
    ByteColumn,
    ByteColumn,
  ];
  const places = [...chosen.keys()].filter((index) => !before.has(chosen[index] as number));
  const ats = places.map((index) => chosen[index] as number);
  const values = joinColumns(NOTHING, places.length, [pick(ids, places), pick(contents, ats)]);
  return [
    {
      ...packedKeys(tables.certificatesByPerson, chosen.length, column(persons, PERSON_BYTES), ids),
      ...{ valueBytes: 0, values: NOTHING },
    },
    {
      ...rows.rowKeys(places.length, pick(keys, ats).bytes),
      ...{ valueBytes: values.width, values: values.bytes, expectAbsentSince: since },
    },
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
    [rows.chunkTextsKey(place), sealed.sealed],
    [rows.chunkPlaceKey(task.time), place satisfies rows.ChunkPlace],
    [rows.licenceChunkKey(serialGroup(deps.sha256, department, task.type.typeCode), task.serialFrom), place],
    [
      rows.pendingChunkKey(groupOf(deps, department, vct), task.time),
      { ...place, department, vct, size: choice.chosen.length } satisfies rows.PendingChunkRow,
    ],
    deps.serials.put(department, task.type.typeCode),
  ];
  const ids = idsOf(parts);
  for (const [at, value] of choice.before) {
    const key = rows.rowKeyKey(keyOf(checked, at));
    expect.push({ key, value });
    put.push([key, concatBytes(pick(ids, [choice.chosen.indexOf(at)]).bytes, contentOf(checked, at))]);
  }
  const putPacked = [...enrolments(deps, landing, choice, parts), ...indexEntries(landing, choice, sealed, ids)];
  return { put, putPacked, expect };
}
