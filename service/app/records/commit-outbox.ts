import type { OutboxHandler } from '../outbox/handler.ts';
import type { Commit, OutboxItem } from '../../ports/store.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import { applyCommit } from './apply-commit.ts';
import { VRF_EPOCH } from './dependencies.ts';
import type { RecordDependencies } from './dependencies.ts';
import { domainOf } from './domain-of.ts';
import { commitKey, headKey, queueKey, queuePrefix } from './rows.ts';
import type { CommitRow, HeadRow } from './rows.ts';

/** Kind of the outbox items that carry a record commit; `ref` is the commit's id. */
export const RECORD_COMMIT = 'recordCommit';

/** The map gives another root than the one that was sent: the store is damaged. Restore it from a backup. */
export class RecordMapDiverged extends Error {
  override readonly name = 'RecordMapDiverged';
  readonly code = 'record.mapDiverged';
}

async function rowOf(deps: RecordDependencies, item: OutboxItem): Promise<CommitRow> {
  const row = await deps.store.get<CommitRow>(commitKey(item.ref));
  if (row === undefined) throw new RecordMapDiverged(`no commit ${item.ref}`);
  return row;
}

/**
 * Sends the next commit of a domain, if there is one and none is on its way: a commit is built on the root before it, so
 * they go one by one.
 *
 * @returns whether one was sent
 * @throws StoreConflict when another call sent it meanwhile
 */
export async function sendNextCommit(deps: RecordDependencies, domain: string): Promise<boolean> {
  const named = domainOf(deps, domain);
  let row: CommitRow | undefined;
  for await (const [, id] of deps.store.range<string>(queuePrefix(named.id), { limit: 1 })) {
    row = await deps.store.get<CommitRow>(commitKey(id));
  }
  if (row?.state !== 'accepted') return false;
  const { previousRoot, newRoot, count, epoch, firstEvent } = await applyCommit(deps, named, row);
  const sent: CommitRow = { ...row, state: 'sent', firstEvent, previousRoot, newRoot, count, epoch };
  const data = deps.calls.commitRecords({
    domain: bytesToHex(named.id),
    previousRoot,
    newRoot,
    coverage: { ...row.coverage, vrfEpoch: VRF_EPOCH, count, closedAt: row.asOf },
  });
  const to = deps.region.contracts.recordRegistry;
  await deps.store.commit({
    expect: [{ key: commitKey(row.id), value: row }],
    put: [[commitKey(row.id), sent]],
    outbox: [{ kind: RECORD_COMMIT, ref: row.id, signer: row.department, to, data }],
  });
  return true;
}

async function confirmed(deps: RecordDependencies, row: CommitRow, height: number): Promise<Commit> {
  const named = domainOf(deps, row.domain);
  const application = await applyCommit(deps, named, row);
  const { newRoot, previousRoot, count, epoch } = application;
  if (newRoot !== row.newRoot) throw new RecordMapDiverged(`commit ${row.id} gives ${newRoot}, not ${row.newRoot}`);
  const head: HeadRow = {
    root: newRoot,
    epoch,
    count,
    coverage: row.coverage,
    vrfEpoch: VRF_EPOCH,
    asOf: row.asOf,
    commit: row.id,
    height,
  };
  const final: CommitRow = { ...row, state: 'final', height };
  const facts = { domain: row.domain, epoch, previousRoot, newRoot, count, height, size: row.size };
  return {
    expect: [{ key: commitKey(row.id), value: row }],
    events: [{ type: 'records.committed', v: 1, subject: row.id, actor: row.department, facts }],
    put: [...application.put, [headKey(named.id), head], [commitKey(row.id), final]],
    del: [...application.del, queueKey(named.id, row.place)],
  };
}

function refused(deps: RecordDependencies, row: CommitRow, refusal: string): Commit {
  const named = domainOf(deps, row.domain);
  const facts = { domain: row.domain, refusal };
  return {
    expect: [{ key: commitKey(row.id), value: row }],
    events: [{ type: 'records.refused', v: 1, subject: row.id, actor: row.department, facts }],
    put: [[commitKey(row.id), { ...row, state: 'refused', refusal } satisfies CommitRow]],
    del: [queueKey(named.id, row.place)],
  };
}

/**
 * What the chain's word means to a record commit. Leaves, nodes and head of the map move in the batch that also removes
 * the outbox item: readers meet the map of one final root or of the next, never one between.
 */
export function recordCommitHandler(deps: RecordDependencies): OutboxHandler {
  return {
    async alreadyDone(item) {
      const row = await rowOf(deps, item);
      const data = deps.calls.headOf(bytesToHex(domainOf(deps, row.domain).id));
      const to = deps.region.contracts.recordRegistry;
      const answer = await deps.writer.simulate({ from: to, to, data });
      return 'returned' in answer && deps.calls.readHead(answer.returned).root === row.newRoot ? {} : undefined;
    },
    confirmed: async (item, { height }) => confirmed(deps, await rowOf(deps, item), height),
    refused: async (item, reason) => refused(deps, await rowOf(deps, item), reason),
  };
}
