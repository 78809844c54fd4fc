import type { Check, TrustedPoint } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';
import type { CertificateForm } from './form.ts';
import type { ParsedChain } from '../x509/parsed-chain.ts';

const USCC = /^[0-9A-HJ-NP-RTUW-Y]{18}$/;

/** The 统一社会信用代码 in `<base>/departments/<USCC>`; undefined when the issuer is not named so. */
export function departmentOf(iss: string, base: string): string | undefined {
  const prefix = `${base}/departments/`;
  const uscc = iss.startsWith(prefix) ? iss.slice(prefix.length) : '';
  return USCC.test(uscc) ? uscc : undefined;
}

/**
 * Offline part: who signed, by certificates to the region's root. Returns the failing check, or nothing when all that is
 * left is whether the certificates were in force at issuance ({@link checkIssuerAtIssuance}).
 *
 * @param department by {@link departmentOf}
 */
export function checkIssuerOffline(
  form: CertificateForm,
  department: string | undefined,
  chain: ParsedChain,
  trustedPoint: TrustedPoint,
): Check | undefined {
  if (department === undefined) {
    return failed('issuer', 'issuer.outsideRegion', { detail: `${form.iss} is no department of ${trustedPoint.base}` });
  }
  // A root that is not the region's decides before anything about the chain below it.
  if (chain.rootX5tS256 === undefined || !trustedPoint.rootX5tS256.includes(chain.rootX5tS256)) {
    return failed('issuer', 'issuer.untrusted', { detail: 'x5c does not end in a root of the region' });
  }
  if (!chain.ok) return failed('issuer', 'issuer.chainInvalid', { detail: chain.fault });
  if (form.x5tS256 !== chain.x5tS256) {
    return failed('issuer', 'issuer.certificateMismatch', { detail: 'x5t#S256 names another signing certificate' });
  }
  if (!chain.leaf.uris.includes(form.iss)) {
    return failed('issuer', 'issuer.nameMismatch', { detail: 'the signing certificate names another issuer' });
  }
  return undefined;
}

/**
 * Whether every certificate of the chain was in force when the certificate was anchored. What happened to them later does
 * not matter: the anchor dates the signature.
 *
 * @param issuedAt the anchor's block time by proof; undefined when the chain could not be asked
 */
export function checkIssuerAtIssuance(chain: ParsedChain & { ok: true }, issuedAt: number | undefined): Check {
  if (issuedAt === undefined) return undetermined('issuer', 'issuer.unproven');
  const outside = chain.certificates.find(({ notBefore, notAfter }) => issuedAt < notBefore || issuedAt > notAfter);
  return outside === undefined
    ? passed('issuer', { evidence: { rootX5tS256: chain.rootX5tS256, issuedAt } })
    : failed('issuer', 'issuer.notInForce', { detail: 'a certificate of the chain was not in force at issuance' });
}
