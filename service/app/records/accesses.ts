import type { Bilingual } from '../../domain/certificate-type.ts';
import type { Region } from '../../domain/region-data.ts';
import { uuidFromBytes } from '../../domain/uuid.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import type { Store } from '../../ports/store.ts';
import type { Caller } from '../../ports/tokens.ts';
import { accessContext, accessPrefix } from './rows.ts';
import type { AccessRow } from './rows.ts';

/** One look at a citizen's data, in words the citizen reads. `at` is Unix seconds. */
export type Access = { at: number; who: string; role: string; basis: string; case: string; what: Bilingual };

const BASIS_NAMES: Record<'holder' | 'statutory' | 'consent', string> = {
  holder: '持证人用证',
  statutory: '依职能查验',
  consent: '授权用证',
};

/** On which basis data is looked at; `reference` is the consent's id or the provision of law. */
export type Basis = { kind: keyof typeof BASIS_NAMES; reference: string };

/** Who looked, as the citizen is told: an office by its name, everyone else by what their token says. */
export function whoLooked(region: Region, caller: Caller): string {
  const office = region.departments.find(({ uscc }) => uscc === caller.department);
  return office === undefined ? caller.subject : `${office.name.zh} ${caller.subject}`;
}

export const basisInWords = ({ kind, reference }: Basis): string => `${BASIS_NAMES[kind]}: ${reference}`;

/** The looks at a person's data, newest first, at most `limit`. */
export async function listAccesses(
  deps: { store: Store; vault: PersonVault },
  person: string,
  limit = 200,
): Promise<Access[]> {
  const accesses: Access[] = [];
  for await (const [key, row] of deps.store.range<AccessRow>(accessPrefix(person), { reverse: true, limit })) {
    const id = (key[1] as Uint8Array).subarray(-16);
    accesses.push(await deps.vault.open<Access>(person, accessContext(uuidFromBytes(id)), row.sealed));
  }
  return accesses;
}
