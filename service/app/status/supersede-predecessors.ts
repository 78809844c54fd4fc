import { StatusTransitionIllegal } from '../../domain/certificate-status.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { CertificateUnderWay, CertificateUnknown, StatusChangePending } from '../issuing/errors.ts';
import { readCertificate } from '../issuing/read-certificate.ts';
import { createStage } from '../issuing/stage.ts';
import { licenceVersionsKey, successionKey } from '../issuing/succession.ts';
import type { LicenceVersionsRow, SuccessionRow } from '../issuing/succession.ts';
import { changeStatus } from './change-status.ts';
import { ReplacementUnusable } from './errors.ts';

/** How soon a predecessor that is just being changed is looked at again. */
const AGAIN_MS = 500;

/** The predecessor stays as it is for good: somebody revoked it meanwhile, or took the successor out of force. */
function whyNever(error: unknown): string {
  for (const kind of [StatusTransitionIllegal, ReplacementUnusable, CertificateUnknown]) {
    if (error instanceof kind) return error.code;
  }
  throw error;
}

/** The end of a succession: its licence may be succeeded again; `refusal` when nothing was superseded. */
async function settle(deps: IssuingDeps, row: SuccessionRow, refusal?: string): Promise<void> {
  const key = licenceVersionsKey(row.lineage);
  const versions = await deps.store.get<LicenceVersionsRow>(key);
  if (!versions) throw new TypeError(`no versions of the licence of ${row.successor}`);
  const { successor: certificate, predecessor, department, reason } = row;
  await deps.store.commit({
    expect: [{ key, value: versions }],
    put: [[key, { last: versions.last } satisfies LicenceVersionsRow]],
    del: [successionKey(certificate)],
    ...(refusal !== undefined && {
      events: [
        {
          ...{ type: 'succession.refused', v: 1, subject: certificate, actor: row.actor },
          ...(row.case !== undefined && { case: row.case }),
          facts: { certificate, predecessor, department, reason, refusal },
        },
      ],
    }),
  });
}

/** @returns whether to look again soon */
async function lookAt(deps: IssuingDeps, row: SuccessionRow): Promise<boolean> {
  const { successor, predecessor, department, actor } = row;
  const { state } = await readCertificate(deps, successor, { role: 'auditor' });
  if (state === 'failed') await settle(deps, row, 'certificate.failed');
  // Its event wakes us.
  if (state !== 'issued') return false;
  const because = { reason: row.reason, ...(row.case !== undefined && { case: row.case }) };
  const body = { action: 'supersede', replacement: successor, ...because } as const;
  // The same key after a crash finds the change that was ordered already.
  const idempotencyKey = `succession/${successor}`;
  try {
    await changeStatus(deps, { certificate: predecessor, department, actor, idempotencyKey, body });
  } catch (error) {
    if (error instanceof StatusChangePending || error instanceof CertificateUnderWay) return true;
    await settle(deps, row, whyNever(error));
    return false;
  }
  await settle(deps, row);
  return false;
}

/** Supersedes what was renewed or corrected as soon as its successor is issued; goes on where an earlier run stopped. */
export function startSuperseding(deps: IssuingDeps): { stop(): Promise<void> } {
  let stopped = false;
  let started = false;
  const due = new Set<string>();
  const stage = createStage({
    failed(error) {
      const trouble = error instanceof StoreUnavailable || error instanceof StoreConflict;
      if (!trouble && !stopped) deps.report(error);
    },
    async work() {
      if (!started) {
        const left = deps.store.range<SuccessionRow>([tables.queuedSuccessions]);
        for await (const [, { successor }] of left) due.add(successor);
        started = true;
      }
      for (const successor of [...due]) {
        if (stopped) return;
        // Out of the set before it is looked at: an event that comes while we look puts it in again.
        due.delete(successor);
        try {
          const row = await deps.store.get<SuccessionRow>(successionKey(successor));
          if (!row || !(await lookAt(deps, row))) continue;
        } catch (error) {
          due.add(successor);
          throw error;
        }
        due.add(successor);
        stage.wake(AGAIN_MS);
      }
    },
  });
  const unsubscribe = deps.store.onCommit(({ events }) => {
    for (const { type, facts } of events) {
      if (type !== 'certificate.issued' && type !== 'certificate.failed') continue;
      due.add(facts?.['certificate'] as string);
      stage.wake();
    }
  });
  stage.wake();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      await stage.stop();
    },
  };
}
