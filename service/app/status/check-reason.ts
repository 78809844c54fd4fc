import type { StatusAction, StatusReason } from '../../domain/certificate-status.ts';
import { StatusReasonUnknown } from './errors.ts';

/** @throws StatusReasonUnknown when the table has no such reason for the action */
export function checkReason(
  { statusReasons }: { statusReasons: readonly StatusReason[] },
  { action, reason }: { action: StatusAction; reason: string },
): void {
  const known = statusReasons.find(({ code }) => code === reason);
  if (!known?.actions.includes(action)) throw new StatusReasonUnknown(`${reason} is no reason to ${action}`);
}
