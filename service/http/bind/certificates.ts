import { acceptCertificate } from '../../app/issuing/accept-certificate.ts';
import { acceptInstance } from '../../app/issuing/accept-instance.ts';
import type { BulkDeps } from '../../app/bulk/deps.ts';
import { QueueFull } from '../../app/bulk/errors.ts';
import { readCertificate } from '../../app/issuing/read-certificate.ts';
import type { InstanceView, Viewer } from '../../app/issuing/read-certificate.ts';
import { whenIssued } from '../../app/issuing/when-issued.ts';
import { changeStatus, whenStatusChanged } from '../../app/status/change-status.ts';
import type { Caller } from '../../ports/tokens.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

type Certificates = Pick<Services, 'issueCertificate' | 'readCertificate' | 'issueInstance' | 'changeStatus'>;

/** The parser of tokens lets no department in without one. */
const departmentOf = (caller: Caller): string => caller.department as string;
const actorOf = (caller: Caller): string => `${caller.role}/${caller.subject}`;

function viewerOf(caller: Caller): Viewer {
  if (caller.role === 'department') return { role: 'department', department: departmentOf(caller) };
  if (caller.role === 'citizen') return { role: 'citizen', person: caller.subject };
  return { role: 'auditor' };
}

type Progress = InstanceView & { id: string; licence: string };

function refuseFailed(progress: Progress): void {
  if (progress.state !== 'failed') return;
  throw new Problem('certificate.failed', `certificate ${progress.id} was not issued: ${progress.reason ?? 'refused'}`);
}

const stateOf = (state: Progress['state']) => (state === 'anchored' ? 'anchored' : 'accepted');

/**
 * Issuing and status changes in the API's shapes. Each waits a while, so that most callers need no second request.
 *
 * @param waitMs the longest wait for the chain
 */
export function bindCertificates(deps: BulkDeps, waitMs: number): Certificates {
  return {
    async issueCertificate(caller, body, idempotencyKey) {
      if (deps.queue.depth() >= deps.bulkLimits.maxQueuedRows) throw new QueueFull('too much is on its way');
      const { id } = await acceptCertificate(deps, {
        department: departmentOf(caller),
        actor: actorOf(caller),
        case: caller.case,
        idempotencyKey,
        body,
      });
      const progress = await whenIssued(deps, id, waitMs);
      refuseFailed(progress);
      const { licence, anchor, certificate } = progress;
      return anchor !== undefined && certificate !== undefined
        ? { id, state: 'issued', licence, certificate, anchor }
        : { id, state: stateOf(progress.state) };
    },

    readCertificate: (caller, id) => readCertificate(deps, id, viewerOf(caller)),

    async issueInstance(caller, id, body, idempotencyKey) {
      const { instance } = await acceptInstance(deps, {
        certificate: id,
        person: caller.subject,
        idempotencyKey,
        body,
      });
      const progress = await whenIssued(deps, id, waitMs, instance);
      refuseFailed(progress);
      return progress.certificate === undefined
        ? { instance, state: stateOf(progress.state) }
        : { instance, certificate: progress.certificate };
    },

    async changeStatus(caller, id, { case: matter = caller.case, ...rest }, idempotencyKey) {
      const body = { ...rest, ...(matter !== undefined && { case: matter }) };
      const change = await changeStatus(deps, {
        certificate: id,
        department: departmentOf(caller),
        actor: actorOf(caller),
        idempotencyKey,
        body,
      });
      const { state, status, height, refusal } = await whenStatusChanged(deps, id, change, waitMs);
      if (state === 'refused') throw new Problem('status.refused', `the chain refused the change: ${refusal ?? ''}`);
      return height === undefined ? { id, status, statusChangePending: true } : { id, status, height };
    },
  };
}
