import type { Department } from '../../domain/certificate-type.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Caller, Role, Tokens } from '../../ports/tokens.ts';

/** A token for a department names one of the region's departments. See /v1/types. */
export class DevelopmentDepartment extends Error {
  readonly code = 'development.department';
}

/** A token for a citizen names a person whom the region knows. See /v1/development/citizens. */
export class DevelopmentPerson extends Error {
  readonly code = 'development.person';
}

export type DevelopmentTokenRequest = {
  role: Role;
  department?: string | undefined;
  person?: string | undefined;
};

/** Who a token without a person is for; recognisable in the log. */
const pseudonyms: Record<Exclude<Role, 'citizen' | 'partner'>, string> = {
  clerk: 'clerk-development',
  department: 'department-development',
  auditor: 'auditor-development',
  operator: 'operator-development',
};

async function callerOf(
  deps: { store: Pick<Store, 'get'>; departments: readonly Department[]; partners: readonly string[] },
  request: DevelopmentTokenRequest,
): Promise<Caller> {
  const { role, department, person } = request;
  if (department !== undefined && !deps.departments.some(({ uscc }) => uscc === department)) {
    throw new DevelopmentDepartment('the region has no such department');
  }
  const of = department === undefined ? {} : { department };
  if (role === 'citizen') {
    const known = person !== undefined && (await deps.store.get([tables.persons, uuidToBytes(person)])) !== undefined;
    if (!known) throw new DevelopmentPerson('a citizen token needs the id of a known person');
    return { role, subject: person };
  }
  if (role === 'department' && department === undefined) {
    throw new DevelopmentDepartment('a department token needs a department');
  }
  if (role === 'partner') return { role, subject: deps.partners[0] ?? 'partner-development', ...of };
  return { role, subject: pseudonyms[role], ...of };
}

/**
 * Gives anyone a token of any role: for trying the system, never wired in production, where these tokens are refused too.
 *
 * @throws DevelopmentDepartment, DevelopmentPerson
 */
export async function issueDevelopmentToken(
  deps: {
    store: Pick<Store, 'get'>;
    tokens: Tokens;
    departments: readonly Department[];
    /** CAIP-2 names of the partners. */
    partners: readonly string[];
    lifetimeSeconds: number;
  },
  request: DevelopmentTokenRequest,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  return deps.tokens.issue(await callerOf(deps, request), deps.lifetimeSeconds, now);
}
