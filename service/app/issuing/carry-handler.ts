import { statusCodes } from '../../domain/certificate-status.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { NewOutboxItem, OutboxItem, StoreKey } from '../../ports/store.ts';
import type { OutboxHandler } from '../outbox/handler.ts';
import { listedPut } from '../status-list/rows.ts';
import { groupOf } from './deps.ts';
import type { IssuingDeps } from './deps.ts';
import { batchKey, instanceKey, signingKey } from './rows.ts';
import type { BatchRow, InstanceRow, SigningRow } from './rows.ts';
import { failedEvent } from './settled-events.ts';

/** Outbox items that give a new instance its licence's status; `ref` is `<certificate>/<instance>`. */
export const CARRY_KIND = 'certificates.carry';

/** An instance of a suspended licence is suspended on chain before anybody holds it. */
export function carryItem(deps: IssuingDeps, department: string, row: InstanceRow): NewOutboxItem {
  const { anchor, carry = 'valid' } = row;
  if (!anchor) throw new TypeError('only an anchored instance has status bits');
  const change = { anchorId: anchor.id, index: anchor.index, status: statusCodes[carry] };
  return {
    kind: CARRY_KIND,
    ref: `${row.certificate}/${row.id}`,
    signer: department,
    to: deps.region.contracts.certificateAnchors,
    data: deps.calls.setStatusMany([change]),
  };
}

async function rowOf(deps: IssuingDeps, item: OutboxItem): Promise<{ key: StoreKey; row: InstanceRow }> {
  const [certificate = '', instance = ''] = item.ref.split('/');
  const key = instanceKey(certificate, instance);
  const row = await deps.store.get<InstanceRow>(key);
  if (!row?.anchor) throw new TypeError(`no anchored instance ${item.ref}`);
  return { key, row };
}

/** Once the status stands, the instance may be signed. */
export function carryHandler(deps: IssuingDeps): OutboxHandler {
  return {
    async alreadyDone(item) {
      const { row } = await rowOf(deps, item);
      const { id, index } = row.anchor as NonNullable<InstanceRow['anchor']>;
      const to = item.to as Hex;
      const answer = await deps.writer.simulate({ from: to, to, data: deps.calls.statusOf(id, index) });
      const code = 'returned' in answer ? deps.calls.readStatus(answer.returned) : undefined;
      return code === statusCodes[row.carry ?? 'valid'] ? {} : undefined;
    },
    async confirmed(item) {
      const { key, row } = await rowOf(deps, item);
      const id = (row.anchor as NonNullable<InstanceRow['anchor']>).id;
      const batch = await deps.store.get<BatchRow>(batchKey(id));
      const signing: SigningRow = { batch: id, round: row.id };
      return {
        put: [
          [key, { ...row, status: row.carry ?? 'valid' } satisfies InstanceRow],
          [signingKey(batch?.department ?? item.signer, id), signing],
          ...(batch
            ? listedPut(groupOf(deps, batch.department, batch.vct), row, statusCodes[row.carry ?? 'valid'])
            : []),
        ],
        events: [
          {
            type: 'instance.statusCarried',
            v: 1,
            subject: row.person,
            actor: 'system',
            facts: { certificate: row.certificate, instance: row.id, department: item.signer, status: row.carry },
          },
        ],
      };
    },
    async refused(item, reason) {
      const { key, row } = await rowOf(deps, item);
      return { put: [[key, { ...row, state: 'failed', reason }]], events: [failedEvent(row, reason)] };
    },
  };
}
