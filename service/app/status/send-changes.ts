import { statusCodes } from '../../domain/certificate-status.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { StatusWrite } from '../../ports/contract-calls.ts';
import type { Commit, NewEvent, OutboxItem, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { OutboxHandler } from '../outbox/handler.ts';
import { groupOf, vctOf } from '../issuing/deps.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { certificateKey, instanceKey } from '../issuing/rows.ts';
import type { CertificateRow, InstanceRow } from '../issuing/rows.ts';
import { listedPut } from '../status-list/rows.ts';
import { queuedChangeKey, statusChangeKey } from './rows.ts';
import type { StatusChangeRow } from './rows.ts';

/** Outbox items of status changes; `ref` is `<certificate>/<change>`. */
export const STATUS_KIND = 'certificates.status';

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

const writesOf = ({ change, instances }: Loaded, chosen: readonly string[]): StatusWrite[] =>
  instances
    .filter(({ id }) => chosen.includes(id))
    .map(({ anchor }) => ({
      anchorId: anchor?.id as Hex,
      index: anchor?.index as number,
      status: statusCodes[change.to],
    }));

/** The end of a change: the licence is free for the next, and those who wait are told by the event. */
function end(
  deps: IssuingDeps,
  loaded: Loaded,
  ended: StatusChangeRow,
  event: 'status.changed' | 'status.refused',
): Commit {
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
  const put: [StoreKey, StoreValue][] = [
    [certificateKey(certificate.id), certificate],
    [statusChangeKey(certificate.id, ended.id), ended],
  ];
  if (changed) {
    const group = groupOf(deps, certificate.department, vctOf(deps, certificate.type));
    for (const row of loaded.instances.filter(({ id }) => ended.instances?.includes(id))) {
      put.push([instanceKey(certificate.id, row.id), { ...row, status: to } satisfies InstanceRow]);
      put.push(...listedPut(group, row, statusCodes[to]));
    }
  }
  return { events: [logged], put };
}

async function send(deps: IssuingDeps, key: StoreKey, queued: { certificate: string; change: string }): Promise<void> {
  const loaded = await load(deps, queued.certificate, queued.change);
  const { certificate, change, instances } = loaded;
  // An instance under way would miss the change: it has no status bits yet. It is settled in seconds, and none follows.
  if (instances.some(({ state }) => state !== 'issued' && state !== 'failed')) return;
  const chosen = instances.filter(({ state }) => state === 'issued').map(({ id }) => id);
  const expect = [{ key: statusChangeKey(certificate.id, change.id), value: change }];
  if (chosen.length === 0) {
    const refused: StatusChangeRow = { ...change, state: 'refused', refusal: 'notIssued' };
    await deps.store.commit({ ...end(deps, loaded, refused, 'status.refused'), expect, del: [key] });
    return;
  }
  const sent: StatusChangeRow = { ...change, state: 'sent', instances: chosen };
  await deps.store.commit({
    expect,
    put: [[statusChangeKey(certificate.id, change.id), sent]],
    del: [key],
    outbox: [
      {
        kind: STATUS_KIND,
        ref: `${certificate.id}/${change.id}`,
        signer: certificate.department,
        to: deps.region.contracts.certificateAnchors,
        data: deps.calls.setStatusMany(writesOf(loaded, chosen)),
      },
    ],
  });
}

/** Puts into the outbox every queued change whose licence has no instance under way. */
export async function sendChanges(deps: IssuingDeps): Promise<void> {
  for await (const [, queued] of deps.store.range<{ certificate: string; change: string }>([
    tables.queuedStatusChanges,
  ])) {
    await send(deps, queuedChangeKey(queued.change), queued);
  }
}

/** Status changes: final on chain, the licence and its instances take the status; refused, they keep theirs. */
export function statusHandler(deps: IssuingDeps): OutboxHandler {
  const loadItem = ({ ref }: OutboxItem): Promise<Loaded> => {
    const [certificate = '', change = ''] = ref.split('/');
    return load(deps, certificate, change);
  };
  return {
    async alreadyDone(item) {
      const loaded = await loadItem(item);
      const to = item.to as Hex;
      for (const { anchorId, index, status } of writesOf(loaded, loaded.change.instances ?? [])) {
        const answer = await deps.writer.simulate({ from: to, to, data: deps.calls.statusOf(anchorId, index) });
        if (!('returned' in answer) || deps.calls.readStatus(answer.returned) !== status) return undefined;
      }
      return {};
    },
    async confirmed(item, { height }) {
      const loaded = await loadItem(item);
      return end(deps, loaded, { ...loaded.change, state: 'final', height }, 'status.changed');
    },
    async refused(item, reason) {
      const loaded = await loadItem(item);
      return end(deps, loaded, { ...loaded.change, state: 'refused', refusal: reason }, 'status.refused');
    },
  };
}
