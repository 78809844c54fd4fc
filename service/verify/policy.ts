import data from '../data/policies.json' with { type: 'json' };
import type { CheckName, Policy } from './types.ts';

/** Ids of the policies of service/data/policies.json. */
export const policyIds: readonly string[] = [...new Set(data.map(({ id }) => id))];

/**
 * The policy of that id for this environment; undefined when there is none. Versions that were ever used stay in the
 * table, since receipts name them.
 *
 * @param environment production: a development quorum proves nothing there
 * @param version the newest when absent
 */
export function policyOf(id: string, environment: { production: boolean }, version?: number): Policy | undefined {
  const named = data.filter((one) => one.id === id && (version === undefined || one.version === version));
  const policy = named.sort((a, b) => b.version - a.version)[0];
  if (policy === undefined) return undefined;
  return {
    id: policy.id,
    version: policy.version,
    required: policy.required as CheckName[],
    requiredOfRecords: policy.requiredOfRecords as CheckName[],
    ...('offlineMaxAgeSeconds' in policy ? { offlineMaxAgeSeconds: policy.offlineMaxAgeSeconds } : {}),
    production: environment.production,
  };
}
