import { uuidToBytes } from '../../domain/uuid.ts';
import { tables } from '../../ports/tables.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { StoreKey } from '../../ports/store.ts';
import { groupOf, vctOf } from '../issuing/deps.ts';
import type { BulkDeps } from './deps.ts';
import { issueBatch } from './open-issue-batch.ts';
import { chunkKey, issueBatchKey, pendingChunkKey } from './rows.ts';
import type { ChunkRow, ChunkState, IssueBatchRow } from './rows.ts';

const MAX_ATTEMPTS = 8;

/** From here on the register takes no more rows. */
async function close(deps: BulkDeps, id: string, by: { department: string; actor: string }): Promise<IssueBatchRow> {
  for (let attempt = 1; ; attempt++) {
    const batch = await issueBatch(deps, id, by.department);
    if (batch.cancelled) return batch;
    const cancelled: IssueBatchRow = { ...batch, cancelled: true };
    try {
      await deps.store.commit({
        expect: [{ key: issueBatchKey(id), value: batch }],
        put: [[issueBatchKey(id), cancelled]],
        events: [
          {
            ...{ type: 'issueBatch.cancelled', v: 1, subject: id, actor: by.actor },
            facts: { department: by.department, received: batch.received },
          },
        ],
      });
      return cancelled;
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

async function cancelChunk(deps: BulkDeps, key: StoreKey, state: ChunkState, chunk: ChunkRow): Promise<number> {
  const vct = vctOf(deps, chunk.type);
  try {
    await deps.store.commit({
      expect: [{ key, value: state }],
      put: [[key, { ...state, state: 'cancelled' } satisfies ChunkState]],
      del: [pendingChunkKey(groupOf(deps, chunk.department, vct), chunk.time)],
      events: [
        {
          ...{ type: 'rows.cancelled', v: 1, subject: chunk.batch, actor: 'system' },
          facts: { department: chunk.department, from: chunk.from, cancelled: chunk.size },
        },
      ],
    });
  } catch (error) {
    // Its batch was closed at this moment: too late.
    if (error instanceof StoreConflict) return 0;
    throw error;
  }
  return chunk.size;
}

/**
 * Takes a register back as far as its rows are not in a batch for the chain; those are issued. The natural keys of what is
 * cancelled are free again. Asking again does what is left to do.
 *
 * @returns how many rows this call cancelled
 * @throws IssueBatchUnknown, StoreUnavailable
 */
export async function cancelIssueBatch(
  deps: BulkDeps,
  id: string,
  by: { department: string; actor: string },
): Promise<number> {
  const batch = await close(deps, id, by);
  let cancelled = 0;
  const states = deps.store.range<ChunkState>([tables.issueChunkStates, uuidToBytes(batch.id)]);
  for await (const [key, state] of states) {
    if (state.state !== 'accepted') continue;
    const from = Number(new DataView((key[1] as Uint8Array).slice(16).buffer).getBigUint64(0));
    const chunk = await deps.store.get<ChunkRow>(chunkKey({ batch: id, from }));
    if (chunk) cancelled += await cancelChunk(deps, key, state, chunk);
  }
  return cancelled;
}
