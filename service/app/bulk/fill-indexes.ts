import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { certificateType } from '../issuing/deps.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { serialGroup } from '../issuing/serials.ts';
import { chunkKey, issueBatchOfKey, licenceChunkKey } from './rows.ts';
import type { ChunkPlace, ChunkRow, IssueBatchRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'store' | 'region' | 'sha256'>;
type Entry = [StoreKey, StoreValue];

/** Entries of one commit. */
const PAGE = 500;

async function* registers({ store }: Deps, reverse: boolean): AsyncGenerator<Entry> {
  for await (const [, { department, id }] of store.range<IssueBatchRow>([tables.issueBatches], { reverse })) {
    yield [issueBatchOfKey(department, id), id];
  }
}

async function* chunks({ store, region, sha256 }: Deps, reverse: boolean): AsyncGenerator<Entry> {
  for await (const [, place] of store.range<ChunkPlace>([tables.issueChunkPlaces], { reverse })) {
    const { department, type, serialFrom } = (await store.get<ChunkRow>(chunkKey(place))) as ChunkRow;
    const { typeCode } = certificateType({ region }, type.code, type.major);
    yield [licenceChunkKey(serialGroup(sha256, department, typeCode), serialFrom), place];
  }
}

/** Oldest first, so that the newest is there only when all are. */
async function fill(store: Store, entries: (reverse: boolean) => AsyncIterable<Entry>): Promise<void> {
  for await (const [key] of entries(true)) {
    if ((await store.get(key)) !== undefined) return;
    break;
  }
  let put: Entry[] = [];
  for await (const entry of entries(false)) {
    if (put.push(entry) < PAGE) continue;
    await store.commit({ put });
    put = [];
  }
  if (put.length > 0) await store.commit({ put });
}

/**
 * Puts what versions without them wrote into the indexes of registers by department and of licences by serial; to be called
 * before anything is found by them or written. Does nothing in a store where that is done, and begins again where it was
 * interrupted.
 *
 * @throws StoreUnavailable
 */
export async function fillIndexes(deps: Deps): Promise<void> {
  await fill(deps.store, (reverse) => registers(deps, reverse));
  await fill(deps.store, (reverse) => chunks(deps, reverse));
}
