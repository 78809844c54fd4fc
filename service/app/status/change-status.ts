import { statusAfter } from '../../domain/certificate-status.ts';
import type { CertificateStatus, StatusAction } from '../../domain/certificate-status.ts';
import { StoreConflict } from '../../ports/store.ts';
import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import { certificateRows, ownCertificateRow } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { CertificateUnknown, StatusChangePending } from '../issuing/errors.ts';
import { newId } from '../issuing/new-instance.ts';
import { certificateKey } from '../issuing/rows.ts';
import type { CertificateRow } from '../issuing/rows.ts';
import { checkReason } from './check-reason.ts';
import { ReplacementUnusable } from './errors.ts';
import { queuedChangeKey, statusChangeKey } from './rows.ts';
import type { StatusChangeRow } from './rows.ts';

/** A department's order to change the status of a certificate it issued. */
export type StatusOrder = {
  certificate: string;
  department: string;
  actor: string;
  idempotencyKey: string;
  body: { action: StatusAction; reason: string; replacement?: string | undefined; case?: string | undefined };
};

/** What has become of a change: final with its height, on its way, or refused by the chain with a reason. */
export type StatusChange = {
  id: string;
  change: string;
  state: 'pending' | 'final' | 'refused';
  status: CertificateStatus;
  height?: number;
  refusal?: string;
};

const MAX_ATTEMPTS = 4;

async function checkReplacement(deps: IssuingDeps, row: CertificateRow, body: StatusOrder['body']): Promise<void> {
  const { action, replacement } = body;
  if (action !== 'supersede') {
    if (replacement !== undefined) throw new ReplacementUnusable('only a superseded licence has a replacement');
    return;
  }
  if (replacement === undefined || replacement === row.id) throw new ReplacementUnusable('supersede names another one');
  const rows = await certificateRows(deps, replacement);
  const other = rows?.row;
  const [first = ''] = other?.instances ?? [];
  const instance = await rows?.instance(first);
  const usable =
    other?.department === row.department &&
    other.person === row.person &&
    other.type.code === row.type.code &&
    other.status === 'valid' &&
    other.change === undefined &&
    instance?.state === 'issued';
  if (!usable) throw new ReplacementUnusable('not an issued, valid certificate of the same kind and holder');
}

/** What has become of a change. */
export async function readStatusChange(deps: IssuingDeps, certificate: string, change: string): Promise<StatusChange> {
  const row = await deps.store.get<StatusChangeRow>(statusChangeKey(certificate, change));
  if (!row) throw new CertificateUnknown('no such status change');
  const pending = row.state === 'queued' || row.state === 'sent';
  return {
    id: certificate,
    change,
    state: pending ? 'pending' : (row.state as 'final' | 'refused'),
    status: row.state === 'final' ? row.to : row.from,
    ...(row.height !== undefined && { height: row.height }),
    ...(row.refusal !== undefined && { refusal: row.refusal }),
  };
}

async function order(deps: IssuingDeps, { certificate, department, ...given }: StatusOrder): Promise<string> {
  const { actor, body } = given;
  const row = await ownCertificateRow(deps, certificate, (found) => found.department === department);
  if (!row || row.department !== department) throw new CertificateUnknown('no such certificate of this department');
  const request = await requestKey(deps.vault, `status-changes/${certificate}`, given.idempotencyKey, body);
  const earlier = await earlierResult(deps.store, request);
  if (earlier !== undefined) return earlier;

  checkReason(deps, body);
  if (row.change !== undefined) throw new StatusChangePending('another status change is under way');
  const to = statusAfter(row.status, body.action);
  await checkReplacement(deps, row, body);

  const id = newId(deps);
  const change: StatusChangeRow = {
    id,
    certificate,
    action: body.action,
    from: row.status,
    to,
    reason: body.reason,
    actor,
    ...(body.case !== undefined && { case: body.case }),
    ...(body.replacement !== undefined && { replacement: body.replacement }),
    requestedAt: deps.clock.now(),
    state: 'queued',
  };
  const remembered: RequestRow = { digest: request.digest, id };
  const { reason, action, replacement } = body;
  await deps.store.commit({
    expect: [
      { key: request.key, value: undefined },
      { key: certificateKey(certificate), value: row },
    ],
    events: [
      {
        type: 'status.requested',
        v: 1,
        subject: row.person,
        actor,
        ...(body.case !== undefined && { case: body.case }),
        facts: { certificate, change: id, department, action, from: row.status, to, reason, replacement },
      },
    ],
    put: [
      [request.key, remembered],
      [certificateKey(certificate), { ...row, change: id } satisfies CertificateRow],
      [statusChangeKey(certificate, id), change],
      [queuedChangeKey(id), { certificate, change: id }],
    ],
  });
  return id;
}

/**
 * Accepts a change of status: durable when it returns, and written to the chain for all instances of the licence in one
 * transaction. Until that is final the licence keeps its status and takes no further instance or change.
 *
 * @returns the change's id, for {@link readStatusChange} and for waiting
 * @throws CertificateUnknown: not this department's, or not there
 * @throws StatusTransitionIllegal, StatusReasonUnknown, ReplacementUnusable, IdempotencyMismatch: correct the request
 * @throws StatusChangePending, CertificateUnderWay: in a few seconds
 * @throws StoreUnavailable: nothing was accepted, try again with the same key
 */
export async function changeStatus(deps: IssuingDeps, request: StatusOrder): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await order(deps, request);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Waits until a change is final or refused, at most `timeoutMs`, and says what has become of it. */
export async function whenStatusChanged(
  deps: IssuingDeps,
  certificate: string,
  change: string,
  timeoutMs: number,
): Promise<StatusChange> {
  // Waiting begins before the look, or the end could fall between the two.
  const waited = deps.waiters.wait(change, timeoutMs);
  const now = await readStatusChange(deps, certificate, change);
  if (now.state !== 'pending') {
    deps.waiters.settled(change);
    return now;
  }
  await waited;
  return readStatusChange(deps, certificate, change);
}
