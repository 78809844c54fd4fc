import { commitInstance } from '../../domain/certificate.ts';
import type { LicenceContent } from '../../domain/certificate.ts';
import type { CertificateStatus } from '../../domain/certificate-status.ts';
import type { Confirmation } from '../../domain/certificate-type.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import type { IssuingDeps } from './deps.ts';
import { certificateType, groupOf, vctOf } from './deps.ts';
import { committedContext, instanceKey, pendingKey } from './rows.ts';
import type { CertificateRow, InstanceRow, PendingRow } from './rows.ts';
import { signingCertificate } from './signing-certificate.ts';

/** A resource id of now. */
export function newId(deps: Pick<IssuingDeps, 'clock' | 'random'>): string {
  return uuidv7(deps.clock.now() * 1000, deps.random(10));
}

/** The writes that make an instance wait for the next batch of its department and type. */
export function pendingPut(
  deps: IssuingDeps,
  certificate: Pick<CertificateRow, 'id' | 'department' | 'type'>,
  instance: string,
): [StoreKey, StoreValue] {
  const { department, id } = certificate;
  const vct = vctOf(deps, certificate.type);
  const row: PendingRow = { certificate: id, instance, department, vct };
  return [pendingKey(groupOf(deps, department, vct), instance), row];
}

/**
 * A new instance of a licence, committed and sealed, with the writes that put it on its way.
 *
 * @throws SignerUnavailable when the department's certificate cannot be had
 * @throws StoreUnavailable when no place in the status list can be set aside
 */
export async function newInstance(
  deps: IssuingDeps,
  certificate: Pick<CertificateRow, 'id' | 'person' | 'department' | 'type'>,
  content: LicenceContent,
  holder?: { cnf: Confirmation; carry?: CertificateStatus },
): Promise<{ row: InstanceRow; put: [StoreKey, StoreValue][] }> {
  const type = certificateType(deps, certificate.type.code, certificate.type.major);
  const { x5tS256 } = await signingCertificate(deps, certificate.department);
  const committed = commitInstance(deps.sha256, deps.region, type, content, {
    random: deps.random,
    x5tS256,
    ...(holder && { cnf: holder.cnf }),
  });
  const id = newId(deps);
  const listIndex = await deps.listIndices.next(groupOf(deps, certificate.department, vctOf(deps, certificate.type)));
  const row: InstanceRow = {
    id,
    certificate: certificate.id,
    person: certificate.person,
    state: 'accepted',
    leaf: bytesToHex(certificateLeaf(deps.sha256, committed.payload)),
    sealed: await deps.vault.seal(certificate.person, committedContext(id), committed),
    listIndex,
    ...(holder?.carry && { carry: holder.carry }),
  };
  return { row, put: [[instanceKey(certificate.id, id), row], pendingPut(deps, certificate, id)] };
}
