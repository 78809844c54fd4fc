import type { NewEvent } from '../../ports/store.ts';
import type { InstanceRow } from './rows.ts';

/** An instance will never be issued. The department corrects what `reason` names and asks anew. */
export function failedEvent(row: InstanceRow, reason: string): NewEvent {
  return {
    type: 'certificate.failed',
    v: 1,
    subject: row.person,
    actor: 'system',
    facts: { certificate: row.certificate, instance: row.id, reason },
  };
}

/** An instance is issued; `sealed` is its text, so that the log alone can give it again. */
export function issuedEvent(row: InstanceRow, department: string): NewEvent {
  return {
    type: 'certificate.issued',
    v: 1,
    subject: row.person,
    actor: department,
    facts: { certificate: row.certificate, instance: row.id, department, anchor: row.anchor },
    sealed: row.sealed,
  };
}
