import type { Commit, NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import type { BatchRow, SigningRow } from '../issuing/rows.ts';
import { chunkSigningKey, chunkStateKey } from './rows.ts';
import type { ChunkState } from './rows.ts';

type Writes = { put: NonNullable<Commit['put']>; events: NewEvent[] };
type Waiting = { key: StoreKey; state: ChunkState; batch: string; from: number; size: number };

/** The chunks of a batch that still wait for its anchor. */
async function batched(deps: Pick<IssuingDeps, 'store'>, { id, chunks = [] }: BatchRow): Promise<Waiting[]> {
  const states = await deps.store.getMany<ChunkState>(chunks.map(chunkStateKey));
  return chunks.flatMap((chunk, index) => {
    const state = states[index];
    return state?.state === 'batched' && state.anchor?.id === id
      ? [{ ...chunk, state, key: chunkStateKey(chunk) }]
      : [];
  });
}

/** A batch's anchor is final: its chunks go to be signed. */
export async function anchoredChunks(
  deps: Pick<IssuingDeps, 'store'>,
  batch: BatchRow,
  block: number,
): Promise<[StoreKey, StoreValue][]> {
  if (batch.chunks === undefined) return [];
  const signing: SigningRow = { batch: batch.id, round: 'anchored' };
  const put: [StoreKey, StoreValue][] = [[chunkSigningKey(batch.department, batch.id), signing]];
  for (const { key, state } of await batched(deps, batch)) {
    const anchor = { ...(state.anchor as NonNullable<ChunkState['anchor']>), block };
    put.push([key, { ...state, state: 'anchored', anchor } satisfies ChunkState]);
  }
  return put;
}

/** The contract refused a batch: its chunks fail. */
export async function refusedChunks(
  deps: Pick<IssuingDeps, 'store'>,
  batch: BatchRow,
  reason: string,
): Promise<Writes> {
  const writes: Writes = { put: [], events: [] };
  for (const { key, state, from, size, ...chunk } of await batched(deps, batch)) {
    writes.put.push([key, { ...state, state: 'failed', reason } satisfies ChunkState]);
    const facts = { department: batch.department, from, failed: size, reason };
    writes.events.push({ type: 'rows.failed', v: 1, subject: chunk.batch, actor: 'system', facts });
  }
  return writes;
}
