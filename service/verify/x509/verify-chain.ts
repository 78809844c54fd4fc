import { equalBytes } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import type { ParsedCertificate } from './parse-certificate.ts';

/** Why a chain does not hold; for people, the code is the issuer check's. */
export type ChainFault = { readonly fault: string };

/**
 * Whether each certificate is signed by the next and each may do what it did: the first signs and is no authority, the
 * others are authorities that may certify, path lengths kept. Whether the last is trusted, and whether all were in force
 * at a time, is for the caller.
 *
 * @see RFC 5280 section 6.1
 */
export async function verifyChain(
  primitives: Primitives,
  chain: readonly ParsedCertificate[],
): Promise<ChainFault | undefined> {
  const leaf = chain[0];
  if (leaf === undefined || chain.length < 2) return { fault: 'a chain has a signing certificate and a root' };
  if (leaf.authority || !leaf.maySign) return { fault: 'the signing certificate may not sign' };
  for (let i = 1; i < chain.length; i++) {
    const subject = chain[i - 1] as ParsedCertificate;
    const issuer = chain[i] as ParsedCertificate;
    if (!equalBytes(subject.issuer, issuer.subject)) return { fault: `certificate ${i - 1} names another issuer` };
    if (!issuer.authority || !issuer.mayCertify) return { fault: `certificate ${i} is no authority` };
    // Path length counts the authorities between this one and the signing certificate.
    if (issuer.pathLength !== undefined && issuer.pathLength < i - 1)
      return { fault: `path of certificate ${i} too long` };
    if (!(await primitives.verifyEs256(issuer.publicKey, subject.tbs, subject.signature))) {
      return { fault: `certificate ${i - 1} is not signed by certificate ${i}` };
    }
  }
  return undefined;
}
