import type { RecordDomain } from '../../domain/record-domain.ts';
import { schemaUri } from '../../domain/record-domain.ts';
import { domainUri } from '../../domain/region-data.ts';
import { uriId } from '../../proof/certificate.ts';
import type { RecordDependencies } from './dependencies.ts';

/** The region keeps no records of that name. Ask for one that GET /v1/types lists. */
export class RecordDomainUnknown extends Error {
  override readonly name = 'RecordDomainUnknown';
  readonly code = 'record.domainUnknown';
}

/** A domain with what follows from its name. `id` is the 32 bytes it has on chain; `department` is in charge of it. */
export type NamedDomain = {
  domain: RecordDomain;
  uri: string;
  id: Uint8Array;
  schema: string;
  schemaId: Uint8Array;
  department: string;
};

/**
 * The domain of a code, if it takes records (the reserved `log` does not).
 *
 * @throws RecordDomainUnknown
 */
export function domainOf(deps: Pick<RecordDependencies, 'region' | 'domains' | 'sha256'>, code: string): NamedDomain {
  const { region, sha256 } = deps;
  const domain = deps.domains.find((candidate) => candidate.code === code && Object.keys(candidate.fields).length > 0);
  const department = region.departments.find(({ kind }) => kind === domain?.owner);
  if (domain === undefined || department === undefined) throw new RecordDomainUnknown(`no record domain ${code}`);
  const uri = domainUri(region.base, code);
  const schema = schemaUri(region.base, domain);
  return { domain, uri, id: uriId(sha256, uri), schema, schemaId: uriId(sha256, schema), department: department.uscc };
}
