import type { Caller, Role } from '../../ports/tokens.ts';
import { Problem } from '../problem.ts';

const challenge = (code: string) => ({ 'WWW-Authenticate': `Bearer realm="zhenglian", error="${code}"` });

/**
 * Who calls, when an endpoint has roles: reads the bearer token (RFC 6750 section 2.1), has it checked and compares the
 * role.
 *
 * @throws Problem auth.missing, auth.role; what `check` throws (auth.invalid, auth.expired)
 */
export async function authenticate(
  authorization: string | undefined,
  allowed: readonly Role[],
  check: (token: string) => Promise<Caller>,
): Promise<Caller> {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    const detail =
      authorization === undefined ? 'no Authorization header' : 'the Authorization header holds no bearer token';
    throw new Problem('auth.missing', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="zhenglian"' } });
  }
  const caller = await check(token);
  if (!allowed.includes(caller.role)) {
    throw new Problem('auth.role', `the role ${caller.role} is none of ${allowed.join(', ')}`, {
      headers: challenge('insufficient_scope'),
    });
  }
  return caller;
}
