import type { LicenceContent } from '../../domain/certificate.ts';
import type { CertificateType } from '../../domain/certificate-type.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import { contentContext } from '../issuing/rows.ts';
import type { CertificateRow } from '../issuing/rows.ts';

/**
 * Name and document number of the person a certificate is about, as its claims say them; undefined when its type names
 * neither or the person was erased.
 */
export async function identify(
  deps: { vault: PersonVault; types: readonly CertificateType[] },
  row: CertificateRow,
): Promise<{ name: string; number: string } | undefined> {
  const type = deps.types.find(({ code, major }) => code === row.type.code && major === row.type.major);
  const numberClaim = Object.entries(type?.claims ?? {}).find(([, claim]) => claim.subject === 'number')?.[0];
  if (numberClaim === undefined || type?.claims['name'] === undefined) return undefined;
  try {
    const { claims } = await deps.vault.open<LicenceContent>(row.person, contentContext(row.id), row.sealed);
    const { name, [numberClaim]: number } = claims;
    return typeof name === 'string' && typeof number === 'string' ? { name, number } : undefined;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
