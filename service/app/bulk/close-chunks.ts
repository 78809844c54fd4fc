import { bytesToHex } from '../../proof/bytes.ts';
import { anchorId, uriId } from '../../proof/certificate.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import type { NewEvent, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { anchorItem, limitsOnChain } from '../issuing/close-batches.ts';
import type { BatchLimits } from '../issuing/close-batches.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { batchKey } from '../issuing/rows.ts';
import type { BatchRow } from '../issuing/rows.ts';
import { keepTree, leavesOf } from './batch-leaves.ts';
import { chunkKey, chunkStateKey } from './rows.ts';
import type { ChunkRow, ChunkState, PendingChunkRow } from './rows.ts';

type Waiting = { key: StoreKey; row: PendingChunkRow };

/** Waiting chunks by department and type, so many of each as one transaction takes. */
async function waitingGroups(deps: IssuingDeps, limits: BatchLimits): Promise<Waiting[][]> {
  const most = limits.batchSize * limits.batchesPerTransaction;
  const groups = new Map<string, Waiting[]>();
  const sizes = new Map<string, number>();
  for await (const [key, row] of deps.store.range<PendingChunkRow>([tables.pendingChunks])) {
    const name = `${row.department} ${row.vct}`;
    const size = (sizes.get(name) ?? 0) + row.size;
    if (size > most && groups.has(name)) continue;
    sizes.set(name, size);
    groups.set(name, [...(groups.get(name) ?? []), { key, row }]);
  }
  return [...groups.values()];
}

/** Chunks in batches of at most `batchSize` leaves; a larger chunk is a batch of its own. */
function inBatches(waiting: readonly Waiting[], batchSize: number): Waiting[][] {
  const batches: Waiting[][] = [];
  let size = Infinity;
  for (const one of waiting) {
    size += one.row.size;
    if (size > batchSize) {
      batches.push([]);
      size = one.row.size;
    }
    batches.at(-1)?.push(one);
  }
  return batches;
}

async function batchOf(deps: IssuingDeps, members: readonly Waiting[]): Promise<BatchRow> {
  const { department, vct } = (members[0] as Waiting).row;
  const rows = await deps.store.getMany<ChunkRow>(members.map(({ row }) => chunkKey(row)));
  const leaves = leavesOf(rows as ChunkRow[]);
  const tree = merkleTree(deps.sha256, leaves);
  const { root, size } = tree;
  const type = uriId(deps.sha256, vct);
  const id = bytesToHex(anchorId(deps.sha256, { department, type, root }));
  keepTree(deps, id, tree);
  let offset = 0;
  const chunks = members.map(({ row: { batch, from, size } }) => ({
    batch,
    from,
    size,
    offset: (offset += size) - size,
  }));
  return {
    ...{ id, department, vct, typeId: bytesToHex(type), root: bytesToHex(root), size },
    ...{ closedAt: deps.clock.now(), members: [], chunks },
  };
}

const closedEvent = ({ id, department, vct, root, size, chunks }: BatchRow): NewEvent => ({
  ...{ type: 'batch.closed', v: 1, subject: id, actor: 'system' },
  facts: { department, vct, root, size, chunks: chunks?.map(({ batch, from }) => `${batch}/${from}`) },
});

async function closeDepartment(deps: IssuingDeps, department: string, batches: Waiting[][]): Promise<void> {
  const closed = await Promise.all(batches.map((members) => batchOf(deps, members)));
  const accepted = (size: number): ChunkState => ({ state: 'accepted', size });
  await deps.store.commit({
    // A chunk cancelled meanwhile makes this conflict, and all is looked at again.
    expect: batches.flat().map(({ row }) => ({ key: chunkStateKey(row), value: accepted(row.size) })),
    events: closed.map(closedEvent),
    put: closed.flatMap((batch) => [
      [batchKey(batch.id), batch],
      ...(batch.chunks ?? []).map((chunk): [StoreKey, ChunkState] => {
        const { id, size } = batch;
        return [
          chunkStateKey(chunk),
          { state: 'batched', size: chunk.size, anchor: { id, offset: chunk.offset, size } },
        ];
      }),
    ]),
    del: batches.flat().map(({ key }) => key),
    outbox: [anchorItem(deps, department, closed)],
  });
}

/**
 * Closes batches of the chunks that wait and puts one transaction a department into the outbox, as `closeBatches` does for
 * single instances.
 *
 * @param isBusy whether a department's last batches are still on their way; its chunks then wait
 * @returns whether chunks are left waiting
 */
export async function closeChunks(
  deps: IssuingDeps,
  given: BatchLimits,
  isBusy: (department: string) => boolean,
): Promise<boolean> {
  const limits = await limitsOnChain(deps, given);
  const groups = await waitingGroups(deps, limits);
  let left = false;
  for (const [department, ofDepartment] of Map.groupBy(groups, ([one]) => (one as Waiting).row.department)) {
    if (isBusy(department)) {
      left = true;
      continue;
    }
    const batches = ofDepartment.flatMap((group) => inBatches(group, limits.batchSize));
    const taken = batches.slice(0, limits.batchesPerTransaction);
    left ||= taken.length < batches.length;
    if (taken.length > 0) await closeDepartment(deps, department, taken);
  }
  return left;
}
