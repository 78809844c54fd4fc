import departmentData from '../../service/data/departments.json' with { type: 'json' };
import domainData from '../../service/data/record-domains.json' with { type: 'json' };
import regionData from '../../service/data/regions.json' with { type: 'json' };
import typeData from '../../service/data/certificate-types.json' with { type: 'json' };
import type { Bilingual, CertificateType, Department } from '../../service/domain/certificate-type.ts';
import type { RecordDomain } from '../../service/domain/record-domain.ts';
import { domainUri, typeUri } from '../../service/domain/region-data.ts';

/** A region as the data name it. */
export type RegionData = {
  id: string;
  name: Bilingual;
  base: string;
  caip2: string;
  departments: Department[];
};

export const certificateTypes = typeData as unknown as CertificateType[];
export const recordDomains = domainData as unknown as RecordDomain[];

/** A region of service/data/regions.json. @throws RangeError when there is none of that id */
export function regionOf(id: string): RegionData {
  const region = regionData.find((candidate) => candidate.id === id);
  if (region === undefined) throw new RangeError(`no region ${id} in service/data/regions.json`);
  const departments = (departmentData as Record<string, Department[]>)[id] ?? [];
  return { id, name: region.name, base: region.base, caip2: region.caip2, departments };
}

/** The types and domains (URIs) that a kind of department is in charge of. */
export function chargesOf(base: string, kind: string): { types: string[]; domains: string[] } {
  return {
    types: certificateTypes.filter(({ owner }) => owner === kind).map((type) => typeUri(base, type)),
    domains: recordDomains.filter(({ owner }) => owner === kind).map(({ code }) => domainUri(base, code)),
  };
}

/** The number in `eip155:<number>`. */
export const chainIdOf = (caip2: string): number => Number(caip2.split(':')[1]);

/**
 * 示例离线市: a region that others admit and whose chain never answers, so that everyone can see what a verifier says then.
 * It has a root and a department of its own, and no programs; its credit codes are synthetic like all others.
 */
export const offlineRegion: RegionData = {
  id: 'offline',
  name: { zh: '示例离线市', en: 'Offline Example City' },
  base: 'https://offline.example',
  caip2: 'eip155:370399',
  departments: [
    {
      uscc: '12370399999900011J',
      kind: 'housing-fund',
      name: { zh: '示例离线市住房公积金管理中心', en: 'Offline Example City Housing Provident Fund Management Centre' },
    },
  ],
};
