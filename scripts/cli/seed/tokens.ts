import type { RegionData } from '../../start/region-data.ts';
import type { Role, SeedClient } from './client.ts';

/** One development token per role, as lines for people. The citizen is the first one of the seed. */
export async function tokenLines(region: RegionData, client: SeedClient): Promise<string[]> {
  const { citizens } = await client.get<{ citizens: { person: string; name: string }[] }>('/v1/development/citizens');
  const citizen = citizens[0];
  const department = region.departments[0];
  const roles: [Role, { department?: string; person?: string }, string][] = [
    ['clerk', {}, '窗口人员'],
    ['department', { department: department?.uscc ?? '' }, `${department?.name.zh}`],
    ['partner', {}, '协作城市'],
    ['auditor', {}, '审计'],
    ['operator', {}, '运维'],
  ];
  if (citizen !== undefined) roles.push(['citizen', { person: citizen.person }, `市民 ${citizen.name}`]);
  const lines = await Promise.all(
    roles.map(async ([role, of, who]) => `  ${role} (${who})\n    ${await client.token(role, of)}`),
  );
  return [`${region.name.zh} ${region.name.en}: 演示令牌 development tokens`, ...lines];
}
