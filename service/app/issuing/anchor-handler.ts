import type { Hex } from '../../proof/bytes.ts';
import type { Commit, NewEvent, NewOutboxItem, OutboxItem, StoreKey, StoreValue } from '../../ports/store.ts';
import type { Confirmation, OutboxHandler } from '../outbox/handler.ts';
import { anchoredChunks, refusedChunks } from '../bulk/settle-chunks.ts';
import { anchorItem } from './close-batches.ts';
import type { IssuingDeps } from './deps.ts';
import { carryItem } from './carry-handler.ts';
import { failedEvent } from './settled-events.ts';
import { batchKey, instanceKey, signingKey } from './rows.ts';
import type { BatchRow, InstanceRow, SigningRow } from './rows.ts';

const idsOf = (item: OutboxItem): Hex[] => item.ref.split(',') as Hex[];

async function batchesOf(deps: IssuingDeps, item: OutboxItem): Promise<BatchRow[]> {
  const rows = await Promise.all(idsOf(item).map((id) => deps.store.get<BatchRow>(batchKey(id))));
  return rows.filter((row) => row !== undefined);
}

async function anchoredBlock(deps: IssuingDeps, to: Hex, id: Hex): Promise<number | undefined> {
  const answer = await deps.writer.simulate({ from: to, to, data: deps.calls.anchorOf(id) });
  return 'returned' in answer ? deps.calls.readAnchor(answer.returned)?.block : undefined;
}

/** The instances of a batch that still wait for its anchor. */
async function batched(deps: IssuingDeps, { members }: BatchRow): Promise<InstanceRow[]> {
  const keys = members.map(({ certificate, instance }) => instanceKey(certificate, instance));
  const rows = await Promise.all(keys.map((key) => deps.store.get<InstanceRow>(key)));
  return rows.filter((row) => row?.state === 'batched') as InstanceRow[];
}

const putRow = (row: InstanceRow): [StoreKey, StoreValue] => [instanceKey(row.certificate, row.id), row];

async function confirmed(deps: IssuingDeps, item: OutboxItem, { transaction }: Confirmation): Promise<Commit> {
  const put: [StoreKey, StoreValue][] = [];
  const events: NewEvent[] = [];
  const outbox: NewOutboxItem[] = [];
  for (const batch of await batchesOf(deps, item)) {
    // A repetition may find the batch anchored in an earlier block than this transaction's: the chain knows.
    const block = await anchoredBlock(deps, item.to as Hex, batch.id);
    if (block === undefined) throw new Error(`batch ${batch.id} is confirmed but not on chain`);
    const { id, department, size } = batch;
    const signing: SigningRow = { batch: id, round: 'anchored' };
    put.push([batchKey(id), { ...batch, block } satisfies BatchRow], ...(await anchoredChunks(deps, batch, block)));
    if (batch.members.length > 0) put.push([signingKey(department, id), signing]);
    for (const row of await batched(deps, batch)) {
      const anchored: InstanceRow = {
        ...row,
        state: 'anchored',
        status: 'valid',
        anchor: { id, index: row.anchor?.index ?? 0, size, block },
      };
      put.push(putRow(anchored));
      if (row.carry) outbox.push(carryItem(deps, department, anchored));
    }
    const facts = { department, size, block, ...(transaction && { transaction }) };
    events.push({ type: 'batch.anchored', v: 1, subject: id, actor: 'system', facts });
  }
  return { put, events, outbox };
}

async function refused(deps: IssuingDeps, item: OutboxItem, reason: string): Promise<Commit> {
  const batches = await batchesOf(deps, item);
  if (batches.length > 1) {
    // One bad batch reverts all: each is tried alone, so that only the bad one fails.
    return { outbox: batches.map((batch) => anchorItem(deps, batch.department, [batch])) };
  }
  const put: [StoreKey, StoreValue][] = [];
  const events: NewEvent[] = [];
  for (const batch of batches) {
    const { id, department, size } = batch;
    put.push([batchKey(id), { ...batch, refused: reason } satisfies BatchRow]);
    events.push({ type: 'batch.refused', v: 1, subject: id, actor: 'system', facts: { department, size, reason } });
    for (const row of await batched(deps, batch)) {
      put.push(putRow({ ...row, state: 'failed', reason }));
      events.push(failedEvent(row, reason));
    }
    const chunks = await refusedChunks(deps, batch, reason);
    put.push(...chunks.put);
    events.push(...chunks.events);
  }
  return { put, events };
}

/**
 * Batches' anchors: final on chain, they go to be signed; refused, their certificates fail with the contract's reason.
 */
export function anchorHandler(deps: IssuingDeps): OutboxHandler {
  return {
    async alreadyDone(item) {
      const blocks = await Promise.all(idsOf(item).map((id) => anchoredBlock(deps, item.to as Hex, id)));
      const known = blocks.filter((block) => block !== undefined);
      return known.length === blocks.length ? { height: Math.max(...known) } : undefined;
    },
    confirmed: (item, confirmation) => confirmed(deps, item, confirmation),
    refused: (item, reason) => refused(deps, item, reason),
  };
}
