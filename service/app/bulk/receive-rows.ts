import { setTimeout as sleep } from 'node:timers/promises';
import type { CertificateType } from '../../domain/certificate-type.ts';
import type { CheckedRows } from '../../ports/workshop.ts';
import { IdempotencyMismatch } from '../idempotency/request-key.ts';
import { certificateType } from '../issuing/deps.ts';
import type { BulkDeps } from './deps.ts';
import { IssueBatchBusy, IssueBatchCancelled, IssueBatchPosition, QueueFull } from './errors.ts';
import { landChunk } from './land-chunk.ts';
import { openIssueBatch } from './open-issue-batch.ts';
import type { IssueBatchOrder } from './open-issue-batch.ts';
import { namesOf, prepareChunk } from './prepare-chunk.ts';
import { chunkKey, issueBatchKey } from './rows.ts';
import type { ChunkRow, IssueBatchRow } from './rows.ts';
import { sentRows } from './sent-rows.ts';

export type RowsOrder = IssueBatchOrder & {
  /** Number of the first row sent: 0, or where the durable rows end. */
  from: number;
  stream: AsyncIterable<Uint8Array>;
};

/** What one request did: the register, and how many of the rows sent were durable already. */
export type Received = { batch: IssueBatchRow; repeated: number };

/** Chunks that are checked and prepared while one before them becomes durable. */
const AHEAD = 3;
/** Rows on their way from which on the sender waits for the signer: what two blocks of a second each can bring, and some. */
const PACED_ROWS = 28_672;
const PACE_MS = 5;

/** Registers that a request of this process is sending. */
const receiving = new WeakMap<object, Set<string>>();

function lock(deps: BulkDeps, id: string): () => void {
  const busy = receiving.get(deps.store) ?? new Set<string>();
  receiving.set(deps.store, busy);
  if (busy.has(id)) throw new IssueBatchBusy('another request sends rows of this register');
  busy.add(id);
  return () => busy.delete(id);
}

/**
 * Lets signing keep up: what is signed soon after it was accepted costs less and holds little memory. While nothing moves,
 * because the chain is away, rows are taken at full speed.
 */
async function pace({ queue }: BulkDeps): Promise<void> {
  while (queue.depth() > PACED_ROWS && queue.isMoving()) await sleep(PACE_MS);
}

/** Rows that are durable already must be the same ones. @returns how many they are */
async function repetition(
  deps: BulkDeps,
  place: { batch: string; from: number },
  { count, digest }: { count: number; digest: string },
): Promise<number> {
  const known = await deps.store.get<ChunkRow>(chunkKey(place));
  if (known?.rows !== count || known.digest !== digest) {
    throw new IdempotencyMismatch(`rows from ${place.from + 1} on are others than those this key brought before`);
  }
  return count;
}

/** A chunk that is read; `from` counts from the register's beginning. */
type ComingRows = { from: number; count: number; checked: Promise<CheckedRows>; names: Promise<Set<string>> };
/** A chunk on its way from the stream into the store. */
type Coming = ComingRows & { landed: Promise<void> };

async function receive(deps: BulkDeps, opened: IssueBatchRow, order: RowsOrder): Promise<Received> {
  const type: CertificateType = certificateType(deps, opened.type.code, opened.type.major);
  const { maxRowBytes, maxRows, maxQueuedRows } = deps.bulkLimits;
  const limits = { maxRowBytes, maxRows: maxRows - order.from };
  const coming: Coming[] = [];
  let batch = opened;
  let repeated = 0;

  /** Chunks are prepared side by side and become durable in their order. */
  const land = async (rows: ComingRows, before: Coming[]): Promise<void> => {
    const { from, count } = rows;
    const checked = await rows.checked;
    const previous = before.at(-1)?.landed;
    if (from < opened.received) {
      await previous;
      repeated += await repetition(deps, { batch: batch.id, from }, { count, digest: checked.digest });
      return;
    }
    if (deps.queue.depth() >= maxQueuedRows) throw new QueueFull(`${maxQueuedRows} rows are on their way`);
    await pace(deps);
    // Who names the same people or keys has to see what becomes of them first.
    const names = await rows.names;
    for (const earlier of before) if (!names.isDisjointFrom(await earlier.names)) await earlier.landed;
    const prepared = await prepareChunk(deps, opened, checked);
    await previous;
    batch = await landChunk(deps, batch, { checked, count, prepared });
  };
  const landNext = async (): Promise<void> => {
    await coming[0]?.landed;
    coming.shift();
  };
  const landAll = async (): Promise<void> => {
    while (coming.length > 0) await landNext();
  };
  const chunks = sentRows(order.stream, order.format, type, limits);
  for (;;) {
    const { done, value: sent } = await chunks.next().catch(async (error: unknown) => {
      // The stream broke: what came whole is kept.
      await landAll();
      throw error;
    });
    if (done) break;
    // The workshop may take the bytes over.
    const count = sent.packed.ends.length;
    const task = {
      department: batch.department,
      type,
      columns: sent.columns,
      now: deps.clock.now(),
      rows: sent.packed,
    };
    const checked = deps.workshop.check(task);
    const next = { from: order.from + sent.from, count, checked, names: checked.then(namesOf) };
    const landed = land(next, [...coming]);
    for (const heardLater of [next.names, landed]) heardLater.catch(() => undefined);
    coming.push({ ...next, landed });
    if (coming.length > AHEAD) await landNext();
  }
  await landAll();
  if (batch.complete) return { batch, repeated };
  const complete: IssueBatchRow = { ...batch, complete: true };
  await deps.store.commit({
    expect: [{ key: issueBatchKey(batch.id), value: batch }],
    put: [[issueBatchKey(batch.id), complete]],
    events: [
      {
        ...{ type: 'issueBatch.received', v: 1, subject: batch.id, actor: batch.actor },
        facts: { department: batch.department, rows: batch.received },
      },
    ],
  });
  return { batch: complete, repeated };
}

/**
 * Takes a register, chunk by chunk: whatever is durable is issued exactly once, even if the stream breaks. The same register
 * under the same key goes on where the durable rows end; rows that are certificates already are not issued again.
 *
 * @throws what {@link openIssueBatch} throws
 * @throws IssueBatchBusy, IssueBatchCancelled, IssueBatchPosition, IdempotencyMismatch, HeaderInvalid, RowEndless,
 *   IssueBatchTooLong: what is durable stays; see each error for what to do
 * @throws QueueFull, SignerUnavailable, StoreUnavailable, StoreConflict: go on later, with the same key
 */
export async function receiveRows(deps: BulkDeps, order: RowsOrder): Promise<Received> {
  const batch = await openIssueBatch(deps, order);
  if (batch.cancelled) throw new IssueBatchCancelled('this register was cancelled');
  const unlock = lock(deps, batch.id);
  try {
    // Who sent before may have ended between the first look and the lock.
    const now = (await deps.store.get<IssueBatchRow>(issueBatchKey(batch.id))) ?? batch;
    if (order.from !== 0 && order.from !== now.received) {
      throw new IssueBatchPosition(`${now.received} rows are durable; send the rest from there`);
    }
    if (deps.queue.depth() >= deps.bulkLimits.maxQueuedRows) throw new QueueFull('too much is on its way');
    return await receive(deps, now, order);
  } finally {
    unlock();
  }
}
