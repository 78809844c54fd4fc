import type { CertificateType } from '../../domain/certificate-type.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { identify } from '../holdings/identify.ts';
import type { CertificateRow } from '../issuing/rows.ts';

/** A citizen to sign in as; the number's middle is hidden. */
export type DemoCitizen = { person: string; name: string; number: string };

/** A list to choose from by eye needs no more. */
const MAX_CITIZENS = 500;
const SHOWN = 4;

function masked(number: string): string {
  const hidden = number.length - 2 * SHOWN;
  if (hidden <= 0) return '*'.repeat(number.length);
  return `${number.slice(0, SHOWN)}${'*'.repeat(hidden)}${number.slice(-SHOWN)}`;
}

/**
 * The citizens who hold a certificate, in the order of their first one: for development, where the service itself lets
 * anyone choose whom to be. Never wired in production.
 */
export async function listDemoCitizens(deps: {
  store: Store;
  vault: PersonVault;
  types: readonly CertificateType[];
}): Promise<DemoCitizen[]> {
  const found = new Map<string, DemoCitizen>();
  for await (const [, row] of deps.store.range<CertificateRow>([tables.certificates])) {
    if (found.has(row.person)) continue;
    const identified = await identify(deps, row);
    if (identified === undefined) continue;
    found.set(row.person, { person: row.person, name: identified.name, number: masked(identified.number) });
    if (found.size === MAX_CITIZENS) break;
  }
  return [...found.values()];
}
