import type { CertificateStatus } from '../../domain/certificate-status.ts';
import { PERSON_BYTES, SealBroken } from '../../ports/person-vault.ts';
import { tables } from '../../ports/tables.ts';
import { uuidFromBytes, uuidToBytes } from '../../domain/uuid.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { CertificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from './deps.ts';
import { CertificateUnknown } from './errors.ts';
import { issuedContext } from './rows.ts';
import type { CertificateRow, InstanceRow } from './rows.ts';

/** Who looks: the text of a certificate is only for its department and its holder. */
export type Viewer =
  { role: 'department'; department: string } | { role: 'citizen'; person: string } | { role: 'auditor' };

/** How far an instance is; a failed one has a `reason` and will never be issued. */
export type InstanceProgress = 'accepted' | 'anchored' | 'issued' | 'failed';

export type InstanceView = {
  instance: string;
  state: InstanceProgress;
  anchor?: { id: string; block: number; index: number; size: number };
  issuedAt?: number;
  reason?: string;
  certificate?: string;
};

/** A licence and its instances; `state`, `issuedAt`, `reason` and `certificate` are those of the first. Times are Unix seconds. */
export type CertificateView = {
  id: string;
  state: InstanceProgress;
  status: CertificateStatus;
  statusChangePending: boolean;
  licence: string;
  type: string;
  department: string;
  issuedAt?: number;
  reason?: string;
  validFrom: number;
  validUntil: number | null;
  supersededBy?: string;
  supersedes?: string;
  instances: InstanceView[];
  certificate?: string;
};

async function instanceView(deps: IssuingDeps, row: InstanceRow, withText: boolean): Promise<InstanceView> {
  const { anchor } = row;
  const view: InstanceView = {
    instance: row.id,
    state: row.state === 'batched' ? 'accepted' : row.state,
    ...(anchor?.block !== undefined && {
      anchor: { id: anchor.id, block: anchor.block, index: anchor.index, size: anchor.size },
    }),
    ...(row.issuedAt !== undefined && { issuedAt: row.issuedAt }),
    ...(row.reason !== undefined && { reason: row.reason }),
  };
  if (row.state !== 'issued' || !withText) return view;
  try {
    const certificate = await deps.vault.open<string>(row.person, issuedContext(row.id), row.sealed);
    return { ...view, certificate };
  } catch (error) {
    // An erased person's certificates stay in the lists without their text.
    if (error instanceof SealBroken) return view;
    throw error;
  }
}

async function viewOf(
  deps: IssuingDeps,
  { row, instance: instanceRow }: CertificateRows,
  withText: boolean,
): Promise<CertificateView> {
  const instances: InstanceView[] = [];
  for (const id of row.instances) {
    const instance = await instanceRow(id);
    if (instance) instances.push(await instanceView(deps, instance, withText));
  }
  const [first] = instances;
  if (!first) throw new TypeError(`certificate ${row.id} has no instance`);
  return {
    id: row.id,
    state: first.state,
    status: row.status,
    statusChangePending: row.change !== undefined,
    licence: row.licence,
    type: row.type.code,
    department: row.department,
    ...(first.issuedAt !== undefined && { issuedAt: first.issuedAt }),
    ...(first.reason !== undefined && { reason: first.reason }),
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    ...(row.supersededBy !== undefined && { supersededBy: row.supersededBy }),
    ...(row.supersedes !== undefined && { supersedes: row.supersedes }),
    instances,
    ...(first.certificate !== undefined && { certificate: first.certificate }),
  };
}

function maySee(row: CertificateRow, viewer: Viewer): boolean {
  if (viewer.role === 'department') return row.department === viewer.department;
  return viewer.role === 'auditor' || row.person === viewer.person;
}

/**
 * A certificate as its department, its holder or an auditor may see it.
 *
 * @throws CertificateUnknown when there is none or it is not the viewer's
 */
export async function readCertificate(deps: IssuingDeps, id: string, viewer: Viewer): Promise<CertificateView> {
  const rows = await certificateRows(deps, id);
  if (!rows || !maySee(rows.row, viewer)) throw new CertificateUnknown('no such certificate');
  return viewOf(deps, rows, viewer.role !== 'auditor');
}

/** All certificates of a person, in the order of their acceptance, with their texts: for the person alone. */
export async function certificatesOf(deps: IssuingDeps, person: string): Promise<CertificateView[]> {
  const views: CertificateView[] = [];
  const prefix = [tables.certificatesByPerson, uuidToBytes(person)] as const;
  for await (const [key] of deps.store.range(prefix)) {
    const rows = await certificateRows(deps, uuidFromBytes((key[1] as Uint8Array).subarray(PERSON_BYTES)));
    const view = rows && (await viewOf(deps, rows, true));
    // The department took its request back before anything was anchored: there never was a certificate.
    if (view && view.reason !== 'cancelled') views.push(view);
  }
  return views;
}

/** One instance with its text: for those who ordered it. @throws CertificateUnknown */
export async function readInstance(
  deps: IssuingDeps,
  certificate: string,
  instance: string,
): Promise<InstanceView & { id: string; licence: string }> {
  const rows = await certificateRows(deps, certificate);
  const found = await rows?.instance(instance);
  if (!rows || !found) throw new CertificateUnknown('no such instance');
  return { id: certificate, licence: rows.row.licence, ...(await instanceView(deps, found, true)) };
}
