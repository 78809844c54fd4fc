import { anchorId, uriId } from '../../proof/certificate.ts';
import { bytesToHex, concatBytes, hexToBytes } from '../../proof/bytes.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import type { Commit, NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { IssuingDeps } from './deps.ts';
import { batchKey, instanceKey } from './rows.ts';
import type { BatchRow, InstanceRow, PendingRow } from './rows.ts';

/** Outbox items of batches; `ref` names their anchor ids, separated by commas. */
export const ANCHOR_KIND = 'certificates.anchor';

export type BatchLimits = {
  /** Leaves a batch; a batch's row and event grow with it. */
  batchSize: number;
  /** Batches a transaction, where the chain takes so many. */
  batchesPerTransaction: number;
};

/** An anchor's, at most: with an account, a department and an accreditation that the transaction asks for first. */
const ANCHOR_GAS = 70_000;

/** The limits as the chain allows them now. */
export async function limitsOnChain({ gas }: Pick<IssuingDeps, 'gas'>, limits: BatchLimits): Promise<BatchLimits> {
  return { ...limits, batchesPerTransaction: Math.min(limits.batchesPerTransaction, await gas.items(ANCHOR_GAS)) };
}

type Waiting = { key: StoreKey; row: PendingRow };

/** The first waiting instances of every department and type, at most `limit` of each. */
async function waitingGroups(deps: IssuingDeps, limit: number): Promise<Waiting[][]> {
  const groups: Waiting[][] = [];
  for (let from: StoreKey | undefined; ;) {
    let first: StoreKey | undefined;
    for await (const [key] of deps.store.range([tables.pendingInstances], { ...(from && { from }), limit: 1 }))
      first = key;
    if (!first) return groups;
    const group = (first[1] as Uint8Array).slice(0, 16);
    const members: Waiting[] = [];
    for await (const [key, row] of deps.store.range<PendingRow>([tables.pendingInstances, group], { limit })) {
      members.push({ key, row });
    }
    groups.push(members);
    from = [tables.pendingInstances, group, new Uint8Array(17).fill(0xff)];
  }
}

type Closed = { batch: BatchRow; put: [StoreKey, StoreValue][]; expect: NonNullable<Commit['expect']> };

/** A batch of the members; those whose row is gone or no longer waits are only taken off the list. */
async function close(deps: IssuingDeps, members: readonly Waiting[]): Promise<Closed | undefined> {
  const rows: InstanceRow[] = [];
  for (const { row } of members) {
    const instance = await deps.store.get<InstanceRow>(instanceKey(row.certificate, row.instance));
    if (instance?.state === 'accepted') rows.push(instance);
  }
  const { department, vct } = (members[0] as Waiting).row;
  if (rows.length === 0) return undefined;
  const tree = merkleTree(deps.sha256, concatBytes(...rows.map(({ leaf }) => hexToBytes(leaf))));
  const type = uriId(deps.sha256, vct);
  const id = bytesToHex(anchorId(deps.sha256, { department, type, root: tree.root }));
  const batch: BatchRow = {
    id,
    department,
    vct,
    typeId: bytesToHex(type),
    root: bytesToHex(tree.root),
    size: rows.length,
    closedAt: deps.clock.now(),
    members: rows.map(({ certificate, id, leaf }) => ({ certificate, instance: id, leaf })),
  };
  const put = rows.map((row, index): [StoreKey, StoreValue] => [
    instanceKey(row.certificate, row.id),
    { ...row, state: 'batched', anchor: { id, index, size: rows.length } } satisfies InstanceRow,
  ]);
  const expect = rows.map((row) => ({ key: instanceKey(row.certificate, row.id), value: row }));
  return { batch, put: [[batchKey(id), batch], ...put], expect };
}

const closedEvent = ({ id, department, vct, root, size, members }: BatchRow): NewEvent => ({
  type: 'batch.closed',
  v: 1,
  subject: id,
  actor: 'system',
  facts: { department, vct, root, size, leaves: members.map(({ leaf }) => leaf) },
});

/** The commit that closes batches and sends their anchors; exported for the fallback after a refused transaction. */
export function anchorItem(deps: IssuingDeps, department: string, batches: readonly BatchRow[]) {
  return {
    kind: ANCHOR_KIND,
    ref: batches.map(({ id }) => id).join(','),
    signer: department,
    to: deps.region.contracts.certificateAnchors,
    data: deps.calls.anchorMany(batches.map(({ typeId, root, size }) => ({ typeId, root, size }))),
  };
}

/**
 * Closes a batch for every department and type that has waiting instances, and puts one transaction a department into the
 * outbox. Leaves, roots and transaction are durable together before anything is sent.
 *
 * @param isBusy whether a department's last batches are still on their way; its instances then wait and share the next
 * @returns whether instances are left waiting
 */
export async function closeBatches(
  deps: IssuingDeps,
  given: BatchLimits,
  isBusy: (department: string) => boolean,
): Promise<boolean> {
  const limits = await limitsOnChain(deps, given);
  const groups = await waitingGroups(deps, limits.batchSize);
  const departments = Map.groupBy(groups, ([member]) => (member as Waiting).row.department);
  let left = false;
  for (const [department, ofDepartment] of departments) {
    if (isBusy(department)) {
      left = true;
      continue;
    }
    const taken = ofDepartment.slice(0, limits.batchesPerTransaction);
    left ||= taken.length < ofDepartment.length || taken.some(({ length }) => length === limits.batchSize);
    const closed: Closed[] = [];
    for (const members of taken) {
      const one = await close(deps, members);
      if (one) closed.push(one);
    }
    const batches = closed.map(({ batch }) => batch);
    await deps.store.commit({
      expect: closed.flatMap(({ expect }) => expect),
      events: batches.map(closedEvent),
      put: closed.flatMap(({ put }) => put),
      del: taken.flat().map(({ key }) => key),
      outbox: batches.length === 0 ? [] : [anchorItem(deps, department, batches)],
    });
  }
  return left;
}
