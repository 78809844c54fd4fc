import data from '../data/policies.json' with { type: 'json' };
import type { CheckName, Policy } from './types.ts';

/**
 * What a verification is for: at a window, of a presentation by its holder, the holder's own look, at a window without a
 * network.
 */
export type PolicyId = 'window' | 'presentation' | 'self' | 'offline';

/** Ids of the policies there are. */
export const policyIds: readonly string[] = [...new Set(data.map(({ id }) => id))];

/**
 * The newest policy for this purpose and environment.
 *
 * @param environment production: a development quorum proves nothing there
 */
export function policyOf(id: PolicyId, environment: { production: boolean }): Policy;
/**
 * The policy of that id and version; undefined when there is none. Versions that were ever used stay in the table, since
 * receipts name them.
 *
 * @param version the newest when absent
 */
export function policyOf(id: string, environment: { production: boolean }, version?: number): Policy | undefined;
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
