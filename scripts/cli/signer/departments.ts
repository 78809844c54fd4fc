import type { Department } from '../../../service/domain/certificate-type.ts';
import { issuerUri } from '../../../service/domain/region-data.ts';
import type { CeremonyDepartment } from '../../../service/adapters/pki/key-ceremony.ts';
import { regionOf } from '../../start/region-data.ts';
import type { RegionData } from '../../start/region-data.ts';
import { UsageError } from './usage.ts';

/** @throws UsageError */
export function findRegion(regionId: string): RegionData {
  try {
    return regionOf(regionId);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** A department of a region's data, by code or kind, with what its certificates say. @throws UsageError */
export function findDepartment(
  regionId: string,
  name: string,
): { region: RegionData; department: Department; named: CeremonyDepartment } {
  const region = findRegion(regionId);
  const department = region.departments.find(({ uscc, kind }) => uscc === name || kind === name);
  if (department === undefined) throw new UsageError(`--department: ${region.id} 没有 has no ${name}`);
  const { uscc } = department;
  return { region, department, named: { uscc, name: department.name.zh, issuer: issuerUri(region.base, uscc) } };
}
