import { FIRST_VERSION, parseLicenceIdentifier } from '../../domain/licence-identifier.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { licenceOfRow } from '../bulk/rebuild-rows.ts';
import { idOf } from '../bulk/row-place.ts';
import type { ChunkRow } from '../bulk/rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { licenceKey } from '../issuing/rows.ts';
import type { LicenceRow } from '../issuing/rows.ts';

/** A serial begins with the year of its acceptance. */
const YEAR_DIGITS = 4;

type Deps = { store: Store; region: IssuingDeps['region']; sha256: IssuingDeps['sha256'] };

/** A department's licences of registers, which have first versions and no index: its chunks are gone through once. */
async function inRegisters(deps: Deps, department: string, wanted: ReadonlyMap<string, number>) {
  const found = new Map<string, string>();
  for await (const [, chunk] of deps.store.range<ChunkRow>([tables.issueChunks])) {
    if (found.size === wanted.size) break;
    if (chunk.department !== department) continue;
    for (const [licence, n] of wanted) {
      const index = n - chunk.serialFrom;
      if (index < 0 || index >= chunk.size || licenceOfRow(deps, chunk, index) !== licence) continue;
      found.set(licence, idOf(chunk, index));
    }
  }
  return found;
}

/**
 * The certificates that a department's licence identifiers (电子证照标识) name, whether issued alone or in a register; what
 * names none, or another's, is left out.
 */
export async function idsOfLicences(
  deps: Deps,
  department: string,
  licences: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const rest = new Map<string, number>();
  const own = licences.filter((licence) => parseLicenceIdentifier(licence)?.issuer === department);
  const rows = await deps.store.getMany<LicenceRow>(own.map((licence) => licenceKey(deps.sha256, licence)));
  for (const [i, licence] of own.entries()) {
    const parts = parseLicenceIdentifier(licence);
    const row = rows[i];
    if (row) found.set(licence, row.certificate);
    else if (parts?.version === FIRST_VERSION) rest.set(licence, Number(parts.serial.slice(YEAR_DIGITS)));
  }
  if (rest.size > 0) for (const [licence, id] of await inRegisters(deps, department, rest)) found.set(licence, id);
  return found;
}
