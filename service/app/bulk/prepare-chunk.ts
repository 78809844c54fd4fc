import { concatBytes } from '../../proof/bytes.ts';
import { pick } from '../../ports/byte-columns.ts';
import { LOOKUP_BYTES } from '../../ports/person-vault.ts';
import type { SeededPerson } from '../../ports/person-vault.ts';
import { KNOWN_PERSON, NEW_PERSON } from '../../ports/workshop.ts';
import type { CheckedRows, SealedRows, SealTask } from '../../ports/workshop.ts';
import { certificateType, groupOf, vctOf } from '../issuing/deps.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { chooseRows, itemNames, nameOf } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import { KEY_BYTES } from './rows.ts';
import type { IssueBatchRow } from './rows.ts';

/** What the chosen rows of a chunk were made into. */
export type ChunkParts = { task: SealTask; listFrom: number; sealed: SealedRows };

/** A chunk that only has to be committed; `parts` is absent when no row of it becomes a certificate. */
export type PreparedChunk = { choice: Chosen; parts?: ChunkParts };

const lookupOf = ({ good }: CheckedRows, at: number): Uint8Array =>
  good.lookups.subarray(at * LOOKUP_BYTES, (at + 1) * LOOKUP_BYTES);

/** The people and natural keys that a chunk's rows name: chunks that share none can be prepared side by side. */
export function namesOf(checked: CheckedRows): Set<string> {
  const names = new Set<string>();
  const { rows, keys, lookups } = checked.good;
  const [ofKey, ofLookup] = [itemNames(keys, KEY_BYTES), itemNames(lookups, LOOKUP_BYTES)];
  for (let at = 0; at < rows.length; at++) names.add(ofKey(at)).add(ofLookup(at));
  return names;
}

/** Who the chosen rows are about: people whom the vault knows, and new ones by the first row that names them. */
function peopleOf(
  checked: CheckedRows,
  chosen: readonly number[],
  found: readonly (SeededPerson | undefined)[],
): Pick<SealTask, 'persons' | 'known'> {
  const firstRow = new Map<string, number>();
  const persons = Int32Array.from(chosen, (at, index) => {
    if (found[index]) return KNOWN_PERSON;
    const name = nameOf(lookupOf(checked, at));
    const first = firstRow.get(name);
    if (first !== undefined) return first;
    firstRow.set(name, index);
    return NEW_PERSON;
  });
  return { persons, known: concatBytes(...found.flatMap((one) => (one ? [one.person, one.seed] : []))) };
}

async function seal(
  deps: BulkDeps,
  { department, type: { code, major } }: Pick<IssueBatchRow, 'department' | 'type'>,
  checked: CheckedRows,
  { chosen }: Chosen,
): Promise<ChunkParts> {
  const type = certificateType(deps, code, major);
  const all = chosen.length === checked.good.rows.length;
  const lookups = pick({ bytes: checked.good.lookups, width: LOOKUP_BYTES }, all ? undefined : chosen);
  const found = await deps.vault.known(lookups.bytes);
  const { x5tS256 } = await signingCertificate(deps, department);
  const acceptedAt = deps.clock.now();
  const task: SealTask = {
    ...{ base: deps.region.base, department, type, x5tS256, acceptedAt },
    time: await deps.chunkTimes.next(acceptedAt),
    serialFrom: await deps.serials.take(department, type.typeCode, chosen.length),
    claims: checked.good.claims,
    ...(!all && { chosen }),
    validFrom: chosen.map((at) => checked.good.validFrom[at] as number),
    validUntil: chosen.map((at) => checked.good.validUntil[at] as number | null),
    ...peopleOf(checked, chosen, found),
  };
  const listFrom = await deps.listIndices.take(groupOf(deps, department, vctOf(deps, type)), chosen.length);
  return { task, listFrom, sealed: await deps.workshop.seal(task) };
}

/**
 * Sorts a chunk's rows out and makes certificates of those that are to become some; nothing is durable yet.
 *
 * @throws SignerUnavailable, StoreUnavailable
 */
export async function prepareChunk(
  deps: BulkDeps,
  batch: Pick<IssueBatchRow, 'department' | 'type'>,
  checked: CheckedRows,
): Promise<PreparedChunk> {
  const choice = await chooseRows(deps, checked);
  if (choice.chosen.length === 0) return { choice };
  return { choice, parts: await seal(deps, batch, checked, choice) };
}
