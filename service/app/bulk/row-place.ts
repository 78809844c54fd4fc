import { placeOfRow, rowId } from '../../domain/bulk/row-id.ts';
import { uuidFromBytes } from '../../domain/uuid.ts';
import type { Store } from '../../ports/store.ts';
import { instanceKey } from '../issuing/rows.ts';
import type { InstanceRow } from '../issuing/rows.ts';
import { chunkKey, chunkPlaceKey, chunkStateKey, UUID_BYTES } from './rows.ts';
import type { ChunkPlace, ChunkProgress, ChunkRow, ChunkState } from './rows.ts';

export type PlacedRow = { chunk: ChunkRow; state: ChunkState; index: number };

const TAIL_BYTES = 8;

/** The id of a chunk's accepted row. */
export function idOf(chunk: Pick<ChunkRow, 'time' | 'ids'>, index: number, tails = tailsOf(chunk)): string {
  return rowId(chunk.time, index, tails.subarray(index * TAIL_BYTES, (index + 1) * TAIL_BYTES));
}

export const tailsOf = ({ ids }: Pick<ChunkRow, 'ids'>): Uint8Array => Buffer.from(ids, 'base64url');

/** The person of a chunk's accepted row. */
export const personOf = ({ people }: Pick<ChunkRow, 'people'>, index: number): string =>
  uuidFromBytes(Buffer.from(people, 'base64url').subarray(index * UUID_BYTES, (index + 1) * UUID_BYTES));

/** Where the certificate of a register's row lies, or undefined when the id is no such row's. */
export async function placeOf(deps: { store: Store }, id: string): Promise<PlacedRow | undefined> {
  const { time, row: index } = placeOfRow(id);
  const place = await deps.store.get<ChunkPlace>(chunkPlaceKey(time));
  if (!place) return undefined;
  const chunk = await deps.store.get<ChunkRow>(chunkKey(place));
  const state = await deps.store.get<ChunkState>(chunkStateKey(place));
  if (!chunk || !state || index >= chunk.size || idOf(chunk, index) !== id) return undefined;
  return { chunk, state, index };
}

/**
 * How far a register's row is; a row that failed alone is `failed` while its chunk is issued, and one that was given rows of
 * its own is as far as they are.
 */
export async function stateOfRow(deps: { store: Store }, id: string): Promise<ChunkProgress | undefined> {
  const { time, row } = placeOfRow(id);
  const place = await deps.store.get<ChunkPlace>(chunkPlaceKey(time));
  const state = place && (await deps.store.get<ChunkState>(chunkStateKey(place)));
  if (state?.failed?.some(({ index }) => index === row)) return 'failed';
  if (state?.state !== 'requeued') return state?.state;
  const own = await deps.store.get<InstanceRow>(instanceKey(id, id));
  return own?.state ?? 'requeued';
}
