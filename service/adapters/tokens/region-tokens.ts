import { createPublicKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, errors, jwtVerify, SignJWT } from 'jose';
import { roles, TokenExpired, TokenInvalid } from '../../ports/tokens.ts';
import type { Caller, Role, Tokens } from '../../ports/tokens.ts';

/** RFC 9068 section 2.1: so that no other JWT of the region (a receipt, an instance proof) passes for a token. */
const TOKEN_TYPE = 'at+jwt';
/** Clocks of two machines of one city may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 5;

function callerOf(claims: Record<string, unknown>): Caller {
  const { role, sub, department, case: matter } = claims;
  if (typeof role !== 'string' || !(roles as readonly string[]).includes(role)) throw new TokenInvalid('no known role');
  if (typeof sub !== 'string' || sub.length === 0) throw new TokenInvalid('no sub');
  const caller: Caller = { role: role as Role, subject: sub };
  if (department !== undefined) {
    if (typeof department !== 'string' || !/^[0-9A-Z]{18}$/.test(department))
      throw new TokenInvalid('department is no USCC');
    caller.department = department;
  }
  if (caller.role === 'department' && caller.department === undefined) throw new TokenInvalid('no department');
  if (matter !== undefined) {
    if (typeof matter !== 'string') throw new TokenInvalid('case is no text');
    caller.case = matter;
  }
  return caller;
}

/**
 * The region's tokens under its own ES256 key: `{iss: base, aud: caip2, role, department?, sub, case?, iat, exp, jti}`.
 *
 * @param input.production refuses tokens that were issued outside production, which carry a mark
 */
export async function createRegionTokens(input: {
  key: KeyObject;
  issuer: string;
  audience: string;
  production: boolean;
}): Promise<Tokens> {
  const { key, issuer, audience, production } = input;
  const publicKey = createPublicKey(key);
  const kid = await calculateJwkThumbprint(publicKey.export({ format: 'jwk' }) as { kty: string });
  return {
    async issue(caller, lifetimeSeconds, now) {
      const expiresAt = now + lifetimeSeconds;
      const claims: Record<string, unknown> = { role: caller.role };
      if (caller.department !== undefined) claims.department = caller.department;
      if (caller.case !== undefined) claims.case = caller.case;
      if (!production) claims.development = true;
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: TOKEN_TYPE, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(caller.subject)
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .setJti(randomUUID())
        .sign(key);
      return { token, expiresAt };
    },
    async check(token, now) {
      let claims: Record<string, unknown>;
      try {
        const verified = await jwtVerify(token, publicKey, {
          algorithms: ['ES256'],
          typ: TOKEN_TYPE,
          issuer,
          audience,
          requiredClaims: ['exp', 'iat', 'sub', 'role'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: new Date(now * 1000),
        });
        claims = verified.payload;
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new TokenExpired('the token has expired', { cause: error });
        if (error instanceof errors.JOSEError) throw new TokenInvalid(error.message, { cause: error });
        throw error;
      }
      if (production && claims.development !== undefined) {
        throw new TokenInvalid('development tokens are refused in production');
      }
      return callerOf(claims);
    },
  };
}
