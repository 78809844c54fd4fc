import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { certificateType } from '../issuing/deps.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { serialGroup } from '../issuing/serials.ts';
import { issueBatchOfKey, licenceChunkKey } from './rows.ts';
import type { ChunkRow, IssueBatchRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'store' | 'region' | 'sha256'>;

/** Entries of one commit. */
const PAGE = 500;

/** What says that an index holds all that was written before there was one. */
const filledKey = (index: number): StoreKey => [tables.settings, index];

async function fill<Row>(
  store: Store,
  { index, from, entryOf }: { index: number; from: number; entryOf(row: Row): [StoreKey, StoreValue] | undefined },
): Promise<void> {
  if ((await store.get(filledKey(index))) !== undefined) return;
  let put: [StoreKey, StoreValue][] = [];
  for await (const [, row] of store.range<Row>([from])) {
    const entry = entryOf(row);
    if (entry !== undefined) put.push(entry);
    if (put.length < PAGE) continue;
    await store.commit({ put });
    put = [];
  }
  await store.commit({ put: [...put, [filledKey(index), true]] });
}

/**
 * Puts what older versions wrote into the indexes that came later; to be called before anything is found by them. Does
 * nothing in a store where that is done, and begins again where it was interrupted.
 *
 * @throws StoreUnavailable
 */
export async function fillIndexes({ store, region, sha256 }: Deps): Promise<void> {
  await fill<IssueBatchRow>(store, {
    index: tables.issueBatchesByDepartment,
    from: tables.issueBatches,
    entryOf: ({ department, id }) => [issueBatchOfKey(department, id), id],
  });
  await fill<ChunkRow>(store, {
    index: tables.licenceChunks,
    from: tables.issueChunks,
    entryOf({ batch, from, department, type, serialFrom, size }) {
      if (size === 0) return undefined;
      const { typeCode } = certificateType({ region }, type.code, type.major);
      return [licenceChunkKey(serialGroup(sha256, department, typeCode), serialFrom), { batch, from }];
    },
  });
}
