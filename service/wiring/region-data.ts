import certificateTypes from '../data/certificate-types.json' with { type: 'json' };
import departments from '../data/departments.json' with { type: 'json' };
import recordDomains from '../data/record-domains.json' with { type: 'json' };
import type { CertificateType, Department } from '../domain/certificate-type.ts';
import type { RecordDomain } from '../domain/record-domain.ts';
import type { Region } from '../domain/region-data.ts';
import type { TrustedPoint } from '../verify/types.ts';

export const allRecordDomains = recordDomains as unknown as RecordDomain[];

/** The region as the use cases know it: the project's data, and the contracts its deployment recorded. */
export function domainRegion(id: string, trustedPoint: TrustedPoint): Region {
  const { caip2, name, base, contracts } = trustedPoint;
  return {
    caip2,
    name,
    base,
    contracts: { certificateAnchors: contracts.certificateAnchors, recordRegistry: contracts.recordRegistry },
    departments: (departments as Record<string, Department[]>)[id] ?? [],
    certificateTypes: certificateTypes as unknown as CertificateType[],
  };
}
