import { statusAfter, StatusTransitionIllegal } from '../../domain/certificate-status.ts';
import { bytesToHex, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { checkReason } from '../status/check-reason.ts';
import { chooseCertificates } from './choose-certificates.ts';
import type { Glance } from './glance.ts';
import type { BatchAction, Selection } from './rows.ts';

/** A department's wish to change many. */
export type StatusBatchOrder = {
  department: string;
  action: BatchAction;
  reason: string;
  case?: string | undefined;
  selection: Selection;
};

/** Why a chosen certificate would not be changed. */
export type Exclusion = 'certificate.unknown' | 'certificate.underWay' | 'status.changePending' | 'status.transition';

export type StatusBatchPreview = {
  /** Names exactly this change: who, what, why, and of which certificates. */
  digest: Hex;
  certificates: string[];
  excluded: { certificate: string; code: Exclusion }[];
};

function exclusion(action: BatchAction, glance: Glance | undefined): Exclusion | undefined {
  if (glance === undefined) return 'certificate.unknown';
  if (!glance.issued) return 'certificate.underWay';
  if (glance.changing) return 'status.changePending';
  try {
    statusAfter(glance.status, action);
    return undefined;
  } catch (error) {
    if (error instanceof StatusTransitionIllegal) return error.code;
    throw error;
  }
}

/**
 * What a change of many would do now. Nothing is changed and nothing is kept.
 *
 * @throws StatusReasonUnknown, SelectionTooLarge
 */
export async function previewBatch(deps: IssuingDeps, order: StatusBatchOrder): Promise<StatusBatchPreview> {
  const { department, action, reason, selection } = order;
  checkReason(deps, { action, reason });
  const certificates: string[] = [];
  const excluded: StatusBatchPreview['excluded'] = [];
  for (const [certificate, glance] of await chooseCertificates(deps, department, selection)) {
    const code = exclusion(action, glance);
    if (code === undefined) certificates.push(certificate);
    else excluded.push({ certificate, code });
  }
  const named = { department, action, reason, case: order.case ?? null, certificates };
  return { digest: bytesToHex(deps.sha256(utf8(canonicalJson(named)))), certificates, excluded };
}
