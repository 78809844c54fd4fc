import type { OutboxHandler } from '../outbox/handler.ts';
import type { Commit, StoreKey } from '../../ports/store.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import { applyCommit } from './apply-commit.ts';
import type { StatedBatch } from './apply-commit.ts';
import { VRF_EPOCH } from './dependencies.ts';
import type { RecordDependencies } from './dependencies.ts';
import { domainOf } from './domain-of.ts';
import type { NamedDomain } from './domain-of.ts';
import { commitKey, headKey, queueKey, queuePrefix } from './rows.ts';
import type { CommitRow, HeadRow } from './rows.ts';
import { statementsOf } from './statements.ts';

/** Kind of the outbox items that carry a record commit; `ref` is the id of its first batch. */
export const RECORD_COMMIT = 'recordCommit';

/** Records of one commit, so that its confirmation stays one batch of the store that can be written in a second. */
const MAX_RECORDS = 20_000;

/** The map gives another root than the one that was sent: the store is damaged. Restore it from a backup. */
export class RecordMapDiverged extends Error {
  override readonly name = 'RecordMapDiverged';
  readonly code = 'record.mapDiverged';
}

async function rowOf(deps: RecordDependencies, id: string): Promise<CommitRow> {
  const row = await deps.store.get<CommitRow>(commitKey(id));
  if (row === undefined) throw new RecordMapDiverged(`no batch ${id}`);
  return row;
}

const sameReading = (a: CommitRow, b: CommitRow): boolean =>
  a.department === b.department &&
  a.asOf === b.asOf &&
  a.coverage.from === b.coverage.from &&
  a.coverage.through === b.coverage.through;

/**
 * The batches of a domain's next commit: the first that waits, and those after it of the same reading, as long as no
 * person comes twice. A city's quarter is thousands of requests and a handful of commits.
 */
async function nextBatches(deps: RecordDependencies, named: NamedDomain): Promise<StatedBatch[]> {
  const batches: StatedBatch[] = [];
  const people = new Set<string>();
  for await (const [, id] of deps.store.range<string>(queuePrefix(named.id))) {
    const row = await rowOf(deps, id);
    const first = batches[0]?.row;
    if (row.state !== 'accepted' || (first !== undefined && !sameReading(first, row))) break;
    if (people.size > 0 && people.size + row.size > MAX_RECORDS) break;
    const statements = await statementsOf(deps.store, row);
    if (statements.some(({ person }) => people.has(person))) break;
    for (const { person } of statements) people.add(person);
    batches.push({ row, statements });
  }
  return batches;
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
  const batches = await nextBatches(deps, named);
  const first = batches[0]?.row;
  if (first === undefined) return false;
  const { previousRoot, newRoot, count, epoch } = await applyCommit(deps, named, batches);
  const sent = batches.map(({ row, statements }, place): CommitRow => {
    const known: CommitRow = { ...row, state: 'sent', firstEvent: statements[0]?.event ?? 0, newRoot, epoch };
    return place === 0 ? { ...known, batches: batches.map((batch) => batch.row.id) } : known;
  });
  const data = deps.calls.commitRecords({
    domain: bytesToHex(named.id),
    previousRoot,
    newRoot,
    coverage: { ...first.coverage, vrfEpoch: VRF_EPOCH, count, closedAt: first.asOf },
  });
  const to = deps.region.contracts.recordRegistry;
  await deps.store.commit({
    expect: batches.map(({ row }) => ({ key: commitKey(row.id), value: row })),
    put: sent.map((row) => [commitKey(row.id), row]),
    outbox: [{ kind: RECORD_COMMIT, ref: first.id, signer: first.department, to, data }],
  });
  return true;
}

const batchesOf = (deps: RecordDependencies, first: CommitRow): Promise<CommitRow[]> =>
  Promise.all((first.batches ?? [first.id]).map((id) => rowOf(deps, id)));

async function confirmed(deps: RecordDependencies, first: CommitRow, height: number): Promise<Commit> {
  const named = domainOf(deps, first.domain);
  const rows = await batchesOf(deps, first);
  const batches = await Promise.all(
    rows.map(async (row) => ({ row, statements: await statementsOf(deps.store, row) })),
  );
  const { newRoot, previousRoot, count, epoch, put, del } = await applyCommit(deps, named, batches);
  if (newRoot !== first.newRoot)
    throw new RecordMapDiverged(`commit ${first.id} gives ${newRoot}, not ${first.newRoot}`);
  const head: HeadRow = {
    root: newRoot,
    epoch,
    count,
    coverage: first.coverage,
    vrfEpoch: VRF_EPOCH,
    asOf: first.asOf,
    commit: first.id,
    height,
  };
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const ids = rows.map(({ id }) => id);
  const facts = { domain: first.domain, epoch, previousRoot, newRoot, count, height, size, batches: ids };
  return {
    expect: rows.map((row) => ({ key: commitKey(row.id), value: row })),
    events: [{ type: 'records.committed', v: 1, subject: first.id, actor: first.department, facts }],
    put: [
      ...put,
      [headKey(named.id), head],
      ...rows.map((row): [StoreKey, CommitRow] => [commitKey(row.id), { ...row, state: 'final', height }]),
    ],
    del: [...del, ...rows.map((row) => queueKey(named.id, row.place))],
  };
}

async function refused(deps: RecordDependencies, first: CommitRow, refusal: string): Promise<Commit> {
  const named = domainOf(deps, first.domain);
  const rows = await batchesOf(deps, first);
  const facts = { domain: first.domain, refusal, batches: rows.map(({ id }) => id) };
  return {
    expect: rows.map((row) => ({ key: commitKey(row.id), value: row })),
    events: [{ type: 'records.refused', v: 1, subject: first.id, actor: first.department, facts }],
    put: rows.map((row): [StoreKey, CommitRow] => [commitKey(row.id), { ...row, state: 'refused', refusal }]),
    del: rows.map((row) => queueKey(named.id, row.place)),
  };
}

/**
 * What the chain's word means to a record commit. Leaves, nodes and head of the map move in the batch that also removes
 * the outbox item: readers meet the map of one final root or of the next, never one between.
 */
export function recordCommitHandler(deps: RecordDependencies): OutboxHandler {
  return {
    async alreadyDone(item) {
      const row = await rowOf(deps, item.ref);
      const data = deps.calls.headOf(bytesToHex(domainOf(deps, row.domain).id));
      const to = deps.region.contracts.recordRegistry;
      const answer = await deps.writer.simulate({ from: to, to, data });
      return 'returned' in answer && deps.calls.readHead(answer.returned).root === row.newRoot ? {} : undefined;
    },
    confirmed: async (item, { height }) => confirmed(deps, await rowOf(deps, item.ref), height),
    refused: async (item, reason) => refused(deps, await rowOf(deps, item.ref), reason),
  };
}
