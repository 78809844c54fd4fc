import {
  FIRST_VERSION,
  licenceIdentifier,
  parseLicenceIdentifier,
  versionAfter,
} from '../../domain/licence-identifier.ts';
import type { LicenceIdentifier } from '../../domain/licence-identifier.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import { utf8 } from '../../proof/bytes.ts';
import type { Commit, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import { checkReason } from '../status/check-reason.ts';
import type { IssuingDeps } from './deps.ts';
import { PredecessorUnusable, StatusChangePending } from './errors.ts';
import type { CertificateRow } from './rows.ts';

/** Versions given to a licence's serial so far, and the certificate under which the next one is on its way. */
export type LicenceVersionsRow = { last: number; under?: string };

/** A certificate that is to be superseded as soon as its successor is issued. */
export type SuccessionRow = {
  successor: string;
  predecessor: string;
  /** Digest of the serial: the place of its {@link LicenceVersionsRow}. */
  lineage: string;
  department: string;
  actor: string;
  reason: string;
  case?: string;
};

export const successionKey = (successor: string): StoreKey => [tables.queuedSuccessions, uuidToBytes(successor)];
export const licenceVersionsKey = (lineage: string): StoreKey => [
  tables.licenceVersions,
  Buffer.from(lineage, 'base64url'),
];

/** Whom a successor is for; `supersedes` as the request has it. */
export type Successor = {
  id: string;
  person: string;
  department: string;
  type: string;
  actor: string;
  case?: string | undefined;
  supersedes: { certificate: string; reason: string };
};

async function checkedPredecessor(deps: IssuingDeps, successor: Successor): Promise<LicenceIdentifier> {
  const rows = await certificateRows(deps, successor.supersedes.certificate);
  const old: CertificateRow | undefined = rows?.row;
  const parts = old && parseLicenceIdentifier(old.licence);
  const fits =
    old?.department === successor.department && old.person === successor.person && old.type.code === successor.type;
  if (!parts || !fits) throw new PredecessorUnusable('no certificate of the same department, person and type');
  if (old.change !== undefined) throw new StatusChangePending('a status change of the predecessor is under way');
  const issued = (await rows?.instance(old.instances[0] ?? ''))?.state === 'issued';
  if (!issued || (old.status !== 'valid' && old.status !== 'suspended')) {
    throw new PredecessorUnusable('the predecessor is neither valid nor suspended');
  }
  return parts;
}

/**
 * The identifier of a certificate that renews or corrects another: the same serial in the next version, which no other
 * certificate ever gets; with what the acceptance has to write, so that the old one is superseded once.
 *
 * @throws StatusReasonUnknown, PredecessorUnusable: correct the request
 * @throws StatusChangePending: the predecessor is being changed or succeeded already; in a few seconds
 */
export async function succeed(
  deps: IssuingDeps,
  successor: Successor,
): Promise<{ licence: string } & Required<Pick<Commit, 'expect' | 'put'>>> {
  const { id, supersedes, department, actor } = successor;
  checkReason(deps, { action: 'supersede', reason: supersedes.reason });
  const parts = await checkedPredecessor(deps, successor);
  const serial = `${parts.typeCode}.${parts.issuer}.${parts.serial}`;
  const lineage = Buffer.from(deps.sha256(utf8(serial)).slice(0, 16)).toString('base64url');
  const key = licenceVersionsKey(lineage);
  const versions = await deps.store.get<LicenceVersionsRow>(key);
  if (versions?.under !== undefined) throw new StatusChangePending('another successor is on its way');
  const last = versions?.last ?? Number(FIRST_VERSION);
  const version = versionAfter(last);
  if (version === undefined) throw new PredecessorUnusable('the licence has had as many versions as there can be');
  const row: SuccessionRow = {
    ...{ successor: id, predecessor: supersedes.certificate, lineage, department, actor, reason: supersedes.reason },
    ...(successor.case !== undefined && { case: successor.case }),
  };
  return {
    licence: licenceIdentifier({ ...parts, version }),
    expect: [{ key, value: versions }],
    put: [
      [key, { last: last + 1, under: id } satisfies LicenceVersionsRow],
      [successionKey(id), row],
    ],
  };
}
