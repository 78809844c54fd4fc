import { statusCodes } from '../../domain/certificate-status.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { StatusWrite } from '../../ports/contract-calls.ts';
import type { Commit, NewEvent, NewOutboxItem, OutboxItem, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { OutboxHandler } from '../outbox/handler.ts';
import { groupOf, vctOf } from '../issuing/deps.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { certificateKey, instanceKey } from '../issuing/rows.ts';
import type { CertificateRow, InstanceRow } from '../issuing/rows.ts';
import { listedPut } from '../status-list/rows.ts';
import { queuedChangeKey, queuedNoticeKey, statusChangeKey, supersessionKey } from './rows.ts';
import type { StatusChangeRow, SupersessionRow } from './rows.ts';

/** Outbox items of status changes; `ref` is `<certificate>/<change>`, several separated by commas. */
export const STATUS_KIND = 'certificates.status';

/** Status bits written in one transaction, where the chain takes so many. */
const WRITES_A_TRANSACTION = 100;
/** A status bit's, at most. */
const WRITE_GAS = 50_000;

type Loaded = { certificate: CertificateRow; change: StatusChangeRow; instances: InstanceRow[] };

async function load(deps: IssuingDeps, certificateId: string, changeId: string): Promise<Loaded> {
  const certificate = await deps.store.get<CertificateRow>(certificateKey(certificateId));
  const change = await deps.store.get<StatusChangeRow>(statusChangeKey(certificateId, changeId));
  if (!certificate || !change) throw new TypeError(`status change ${certificateId}/${changeId} has no rows`);
  const instances: InstanceRow[] = [];
  for (const id of certificate.instances) {
    const row = await deps.store.get<InstanceRow>(instanceKey(certificateId, id));
    if (row) instances.push(row);
  }
  return { certificate, change, instances };
}

const writesOf = ({ change, instances }: Loaded): StatusWrite[] =>
  instances
    .filter(({ id }) => change.instances?.includes(id))
    .map(({ anchor }) => ({
      anchorId: anchor?.id as Hex,
      index: anchor?.index as number,
      status: statusCodes[change.to],
    }));

function statusItem(deps: IssuingDeps, department: string, group: readonly Loaded[]): NewOutboxItem {
  return {
    kind: STATUS_KIND,
    ref: group.map(({ certificate, change }) => `${certificate.id}/${change.id}`).join(','),
    signer: department,
    to: deps.region.contracts.certificateAnchors,
    data: deps.calls.setStatusMany(group.flatMap(writesOf)),
  };
}

/** What follows from a change that is final: instances and lists take the status, and those who relied on it are told. */
function consequences(deps: IssuingDeps, loaded: Loaded, ended: StatusChangeRow): [StoreKey, StoreValue][] {
  const { certificate, instances } = loaded;
  const group = groupOf(deps, certificate.department, vctOf(deps, certificate.type));
  const put: [StoreKey, StoreValue][] = [
    [queuedNoticeKey(ended.id), { certificate: certificate.id, change: ended.id }],
  ];
  for (const row of instances.filter(({ id }) => ended.instances?.includes(id))) {
    put.push([instanceKey(certificate.id, row.id), { ...row, status: ended.to } satisfies InstanceRow]);
    put.push(...listedPut(group, row, statusCodes[ended.to]));
    if (ended.replacement === undefined) continue;
    const superseded: SupersessionRow = { certificate: certificate.id, replacement: ended.replacement };
    put.push([supersessionKey(row.leaf), superseded]);
  }
  return put;
}

/** The end of a change: the licence is free for the next, and those who wait are told by the event. */
function end(
  deps: IssuingDeps,
  loaded: Loaded,
  ended: StatusChangeRow,
  event: 'status.changed' | 'status.refused',
): { events: NewEvent[]; put: [StoreKey, StoreValue][] } {
  const { change: _, ...free } = loaded.certificate;
  const changed = ended.state === 'final';
  const superseded = changed && ended.replacement !== undefined ? { supersededBy: ended.replacement } : {};
  const certificate: CertificateRow = { ...free, ...(changed && { status: ended.to }), ...superseded };
  const { action, from, to, reason, height, refusal, replacement } = ended;
  const logged: NewEvent = {
    type: event,
    v: 1,
    subject: certificate.person,
    actor: ended.actor,
    ...(ended.case !== undefined && { case: ended.case }),
    facts: {
      certificate: certificate.id,
      change: ended.id,
      department: certificate.department,
      ...{ action, from, to, reason, height, refusal, replacement },
    },
  };
  return {
    events: [logged],
    put: [
      [certificateKey(certificate.id), certificate],
      [statusChangeKey(certificate.id, ended.id), ended],
      ...(changed ? consequences(deps, loaded, ended) : []),
    ],
  };
}

function together(ends: readonly ReturnType<typeof end>[]): Commit {
  return { events: ends.flatMap(({ events }) => events), put: ends.flatMap(({ put }) => put) };
}

const asRead = ({ certificate, change }: Loaded) => ({
  key: statusChangeKey(certificate.id, change.id),
  value: change,
});

/** Changes of one department that go in one transaction. */
async function send(deps: IssuingDeps, department: string, group: readonly Loaded[]): Promise<void> {
  const sent = group.map((loaded): Loaded => {
    const chosen = loaded.instances.filter(({ state }) => state === 'issued').map(({ id }) => id);
    return { ...loaded, change: { ...loaded.change, state: 'sent', instances: chosen } };
  });
  await deps.store.commit({
    expect: group.map(asRead),
    put: sent.map(({ certificate, change }) => [statusChangeKey(certificate.id, change.id), change]),
    del: group.map(({ change }) => queuedChangeKey(change.id)),
    outbox: [statusItem(deps, department, sent)],
  });
}

/** A licence of which nothing was ever issued has no status bits. */
async function refuse(deps: IssuingDeps, loaded: Loaded): Promise<void> {
  const refused: StatusChangeRow = { ...loaded.change, state: 'refused', refusal: 'notIssued' };
  const commit = end(deps, loaded, refused, 'status.refused');
  await deps.store.commit({ ...commit, expect: [asRead(loaded)], del: [queuedChangeKey(loaded.change.id)] });
}

/**
 * Puts into the outbox every queued change whose licence has no instance under way, many in one transaction.
 *
 * @param isBusy whether a department's last changes are still on their way; the next then wait and go together
 * @returns whether changes wait for that
 */
export async function sendChanges(deps: IssuingDeps, isBusy: (department: string) => boolean): Promise<boolean> {
  let left = false;
  const most = Math.min(WRITES_A_TRANSACTION, await deps.gas.items(WRITE_GAS));
  const waiting = new Map<string, Loaded[]>();
  const flush = async (department: string): Promise<void> => {
    const group = waiting.get(department) ?? [];
    waiting.delete(department);
    if (group.length > 0) await send(deps, department, group);
  };
  const queue = deps.store.range<{ certificate: string; change: string }>([tables.queuedStatusChanges]);
  for await (const [, queued] of queue) {
    const loaded = await load(deps, queued.certificate, queued.change);
    const { certificate, instances } = loaded;
    if (isBusy(certificate.department)) {
      left = true;
      continue;
    }
    // An instance under way would miss the change: it has no status bits yet. It is settled in seconds, and none follows.
    if (instances.some(({ state }) => state !== 'issued' && state !== 'failed')) continue;
    if (!instances.some(({ state }) => state === 'issued')) {
      await refuse(deps, loaded);
      continue;
    }
    const group = [...(waiting.get(certificate.department) ?? []), loaded];
    waiting.set(certificate.department, group);
    const writes = group.reduce((sum, one) => sum + one.instances.length, 0);
    if (writes >= most) await flush(certificate.department);
  }
  for (const department of [...waiting.keys()]) await flush(department);
  return left;
}

/** Status changes: final on chain, the licence and its instances take the status; refused, they keep theirs. */
export function statusHandler(deps: IssuingDeps): OutboxHandler {
  const loadItem = ({ ref }: OutboxItem): Promise<Loaded[]> =>
    Promise.all(
      ref.split(',').map((one) => {
        const [certificate = '', change = ''] = one.split('/');
        return load(deps, certificate, change);
      }),
    );
  return {
    async alreadyDone(item) {
      const to = item.to as Hex;
      for (const { anchorId, index, status } of (await loadItem(item)).flatMap(writesOf)) {
        const answer = await deps.writer.simulate({ from: to, to, data: deps.calls.statusOf(anchorId, index) });
        if (!('returned' in answer) || deps.calls.readStatus(answer.returned) !== status) return undefined;
      }
      return {};
    },
    async confirmed(item, { height }) {
      const group = await loadItem(item);
      return together(group.map((one) => end(deps, one, { ...one.change, state: 'final', height }, 'status.changed')));
    },
    async refused(item, reason) {
      const group = await loadItem(item);
      // One bad change reverts all: each is tried alone, so that only the bad one fails.
      if (group.length > 1) return { outbox: group.map((one) => statusItem(deps, item.signer, [one])) };
      return together(
        group.map((one) => end(deps, one, { ...one.change, state: 'refused', refusal: reason }, 'status.refused')),
      );
    },
  };
}
