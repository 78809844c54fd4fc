import type { Check } from '../types.ts';
import { failed, passed } from './check.ts';

/** The issuer's clock may run ahead of the verifier's by this much; a certificate is used minutes after its issue. */
const SKEW_SECONDS = 30;

/**
 * The certificate's own period: from `nbf` on (with a leeway for clocks, RFC 7519 section 4.1.5) and before `exp`; at `exp` itself it is expired (RFC 7519 section 4.1.4).
 * A certificate without `exp` has no end; one that says it was issued later than now (`iat`) has not begun either.
 */
export function checkValidity(form: { iat: number; nbf: number; exp: number | undefined }, now: number): Check {
  const { iat, nbf, exp } = form;
  const evidence = { notBefore: nbf, expiresAt: exp ?? null };
  if (now + SKEW_SECONDS < Math.max(nbf, iat)) return failed('validity', 'validity.notYetValid', { evidence });
  if (exp !== undefined && now >= exp) return failed('validity', 'validity.expired', { evidence });
  return passed('validity', { evidence });
}
