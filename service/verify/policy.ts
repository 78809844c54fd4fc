import data from '../data/policies.json' with { type: 'json' };
import type { CheckName, Policy } from './types.ts';

/** The policies of service/data/policies.json by id. */
export const policyIds: readonly string[] = data.map(({ id }) => id);

/**
 * The policy of that id for this environment; undefined when there is none.
 *
 * @param environment production: a development quorum proves nothing there
 */
export function policyOf(id: string, environment: { production: boolean }): Policy | undefined {
  const policy = data.find((one) => one.id === id);
  if (policy === undefined) return undefined;
  return {
    id: policy.id,
    version: policy.version,
    required: policy.required as CheckName[],
    requiredOfRecords: policy.requiredOfRecords as CheckName[],
    production: environment.production,
  };
}
