/** A certificate's status; the numbers are those on chain and in the Token Status List. */
export const statusCodes = { valid: 0, revoked: 1, suspended: 2, superseded: 3 } as const;

export type CertificateStatus = keyof typeof statusCodes;

export type StatusAction = 'suspend' | 'reinstate' | 'revoke' | 'supersede';

/** A reason of service/data/status-reasons.json: which actions it may stand for, and its words. */
export type StatusReason = { code: string; actions: StatusAction[]; zh: string; en: string };

/** The certificate's status does not permit the action. Read it again; revoked and superseded are final. */
export class StatusTransitionIllegal extends Error {
  override readonly name = 'StatusTransitionIllegal';
  readonly code = 'status.transition';
}

const transitions: Record<StatusAction, { from: readonly CertificateStatus[]; to: CertificateStatus }> = {
  suspend: { from: ['valid'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'valid' },
  revoke: { from: ['valid', 'suspended'], to: 'revoked' },
  supersede: { from: ['valid', 'suspended'], to: 'superseded' },
};

/**
 * The status after an action.
 *
 * @throws StatusTransitionIllegal
 */
export function statusAfter(status: CertificateStatus, action: StatusAction): CertificateStatus {
  const { from, to } = transitions[action];
  if (!from.includes(status))
    throw new StatusTransitionIllegal(`${action} is not possible for a ${status} certificate`);
  return to;
}

/** Whether a status can never change again, so that no further instance may be made. */
export function isFinal(status: CertificateStatus): boolean {
  return status === 'revoked' || status === 'superseded';
}

/** The status of two status bits. */
export function statusOf(code: number): CertificateStatus | undefined {
  return (Object.keys(statusCodes) as CertificateStatus[]).find((status) => statusCodes[status] === code);
}
