import { FIRST_VERSION, parseLicenceIdentifier } from '../../domain/licence-identifier.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { licenceOfRow } from '../bulk/rebuild-rows.ts';
import { idOf } from '../bulk/row-place.ts';
import { chunkKey, licenceChunkKey } from '../bulk/rows.ts';
import type { ChunkPlace, ChunkRow } from '../bulk/rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { licenceKey } from '../issuing/rows.ts';
import type { LicenceRow } from '../issuing/rows.ts';
import { serialGroup } from '../issuing/serials.ts';

/** A serial begins with the year of its acceptance. */
const YEAR_DIGITS = 4;

type Deps = { store: Store; region: IssuingDeps['region']; sha256: IssuingDeps['sha256'] };

/** A first version that may be of a register: `group` and `serial` as the register counted. */
type Wanted = { licence: string; group: Uint8Array; serial: number };

/** Licences of registers, which are found by the chunk that their serial lies in. */
async function inRegisters(deps: Deps, wanted: readonly Wanted[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let chunk: ChunkRow | undefined;
  // Neighbours lie in the same chunk.
  for (const { licence, group, serial } of wanted.toSorted((a, b) => (a.licence < b.licence ? -1 : 1))) {
    const isIn = (one: ChunkRow): boolean =>
      serial >= one.serialFrom &&
      serial < one.serialFrom + one.size &&
      licenceOfRow(deps, one, serial - one.serialFrom) === licence;
    if (chunk === undefined || !isIn(chunk)) {
      const before = { from: licenceChunkKey(group, serial), reverse: true, limit: 1 };
      for await (const [, place] of deps.store.range<ChunkPlace>([tables.licenceChunks, group], before)) {
        chunk = await deps.store.get<ChunkRow>(chunkKey(place));
      }
    }
    if (chunk !== undefined && isIn(chunk)) found.set(licence, idOf(chunk, serial - chunk.serialFrom));
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
  const rest: Wanted[] = [];
  const own = licences.filter((licence) => parseLicenceIdentifier(licence)?.issuer === department);
  const rows = await deps.store.getMany<LicenceRow>(own.map((licence) => licenceKey(deps.sha256, licence)));
  for (const [i, licence] of own.entries()) {
    const parts = parseLicenceIdentifier(licence);
    const row = rows[i];
    if (row) {
      found.set(licence, row.certificate);
      continue;
    }
    const serial = Number(parts?.serial.slice(YEAR_DIGITS));
    if (parts?.version !== FIRST_VERSION || !Number.isSafeInteger(serial)) continue;
    rest.push({ licence, group: serialGroup(deps.sha256, department, parts.typeCode), serial });
  }
  for (const [licence, id] of await inRegisters(deps, rest)) found.set(licence, id);
  return found;
}
