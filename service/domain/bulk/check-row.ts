import type { CertificateType } from '../certificate-type.ts';
import { checkedClaims, ClaimsInvalid } from '../claims.ts';
import type { ClaimValue } from '../claims.ts';
import { identityOf, SubjectInvalid } from '../person-identity.ts';
import { validityPeriod } from '../validity.ts';
import type { RowError, RowRequest } from './read-row.ts';

/** A row that can become a certificate. Times are Unix seconds. */
export type GoodRow = {
  identity: { idType: number; number: string };
  claims: Record<string, ClaimValue>;
  validFrom: number;
  validUntil: number | null;
};

/**
 * Holds a row to its certificate type: person, claims, validity; every fault is named.
 *
 * @param now Unix seconds
 */
export function checkRow(
  type: CertificateType,
  request: RowRequest,
  now: number,
): { good: GoodRow } | { errors: RowError[] } {
  try {
    const identity = identityOf(request.subject, now);
    const claims = checkedClaims(type, request.claims, identity.number);
    const period = validityPeriod(type, request, now);
    if (period) return { good: { identity, claims, ...period } };
    const message = 'must be later than the beginning';
    return { errors: [{ code: 'certificate.validityInvalid', path: '/validUntil', message }] };
  } catch (error) {
    if (error instanceof SubjectInvalid) {
      return { errors: [{ code: error.code, path: '/subject/number', message: 'is not a number of this kind' }] };
    }
    if (error instanceof ClaimsInvalid) {
      const { code } = error;
      return { errors: error.errors.slice(0, 20).map(({ path, message }) => ({ code, path, message })) };
    }
    throw error;
  }
}
