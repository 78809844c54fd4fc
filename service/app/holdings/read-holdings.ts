import { uuidToBytes } from '../../domain/uuid.ts';
import { tables } from '../../ports/tables.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { certificatesOf } from '../issuing/read-certificate.ts';
import type { CertificateView } from '../issuing/read-certificate.ts';
import { listAccesses } from '../records/accesses.ts';
import type { Access } from '../records/accesses.ts';
import { ownRecords } from '../records/query-records.ts';
import type { QueryDependencies, VerifiedAnswer } from '../records/query-records.ts';
import { identify } from './identify.ts';

/** The region never met this person, or has forgotten them. */
export class PersonUnknown extends Error {
  override readonly name = 'PersonUnknown';
  readonly code = 'person.unknown';
}

/** Everything a region holds of a person, for that person alone. */
export type Holdings = {
  person: string;
  name: string;
  certificates: CertificateView[];
  records: ({ domain: string } & VerifiedAnswer)[];
  accesses: Access[];
};

async function nameOf(deps: IssuingDeps, certificates: readonly CertificateView[], records: Holdings['records']) {
  for (const { id } of certificates) {
    const row = (await certificateRows(deps, id))?.row;
    const types = deps.region.certificateTypes;
    const identified = row && (await identify({ vault: deps.vault, types }, row));
    if (identified !== undefined) return identified.name;
  }
  const fields = records.flatMap(({ answer }) => answer.leaf?.fields ?? []);
  return String(fields.find(({ name }) => name === 'name')?.value ?? '');
}

/**
 * A citizen's own certificates with their texts, their records with proof and verdict, and who looked at them.
 *
 * @throws PersonUnknown, SignerUnavailable
 */
export async function readHoldings(deps: IssuingDeps & QueryDependencies, person: string): Promise<Holdings> {
  const isKnown = (await deps.store.get([tables.persons, uuidToBytes(person)])) !== undefined;
  if (!isKnown) throw new PersonUnknown('the region does not know this person');
  const [certificates, records, accesses] = await Promise.all([
    certificatesOf(deps, person),
    ownRecords(deps, person),
    listAccesses(deps, person),
  ]);
  return { person, name: await nameOf(deps, certificates, records), certificates, records, accesses };
}
