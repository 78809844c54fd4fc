import type { CommittedInstance, LicenceContent } from '../../domain/certificate.ts';
import type { ClaimValue } from '../../domain/claims.ts';
import { committedRow, licenceOf } from '../../domain/bulk/committed-row.ts';
import { decodePacked, itemOf } from '../../domain/bulk/packed.ts';
import { typeUri } from '../../domain/region-data.ts';
import { statusClaim } from '../../domain/status-list.ts';
import type { StatusClaim } from '../../domain/status-list.ts';
import { StoreUnavailable } from '../../ports/store.ts';
import { certificateType } from '../issuing/deps.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { idOf, personOf } from './row-place.ts';
import { chunkTextsKey, rowContext } from './rows.ts';
import type { ChunkPlace, ChunkRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'vault' | 'region' | 'sha256'>;

export type RebuiltRow = {
  id: string;
  person: string;
  content: LicenceContent;
  committed: CommittedInstance;
};

/**
 * The sealed texts of a chunk's accepted rows.
 *
 * @throws StoreUnavailable when they are not in the store: no row may be taken for one whose person was erased
 */
export async function chunkTexts(
  { store }: Pick<IssuingDeps, 'store'>,
  chunk: ChunkPlace,
): Promise<(index: number) => Uint8Array> {
  const stored = await store.get<Uint8Array>(chunkTextsKey(chunk));
  if (stored === undefined) throw new StoreUnavailable(`no texts of rows ${chunk.from} and on of ${chunk.batch}`);
  const texts = decodePacked(stored);
  return (index) => itemOf(texts, index);
}

/** The licence of a chunk's row. */
export function licenceOfRow(deps: Pick<IssuingDeps, 'region'>, chunk: ChunkRow, index: number): string {
  const type = certificateType(deps, chunk.type.code, chunk.type.major);
  return licenceOf(type, chunk.department, chunk.acceptedAt, chunk.serialFrom + index);
}

/** What is signed of a row besides what it was committed to with: its place in the status lists. */
export function statusOfRow({ region }: Pick<IssuingDeps, 'region'>, chunk: ChunkRow, index: number): StatusClaim {
  const vct = typeUri(region.base, chunk.type);
  return statusClaim(region.base, { department: chunk.department, vct, listIndex: chunk.listFrom + index });
}

/**
 * A row of a chunk as it was when it was accepted, made from what is kept of it.
 *
 * @param text the row's sealed text
 * @throws SealBroken when the person was erased
 */
export async function rebuildRow(deps: Deps, chunk: ChunkRow, index: number, text: Uint8Array): Promise<RebuiltRow> {
  const id = idOf(chunk, index);
  const person = personOf(chunk, index);
  type Kept = [claims: Record<string, ClaimValue>, salts: string];
  const [claims, salts] = await deps.vault.open<Kept>(person, rowContext(id), text);
  const content: LicenceContent = {
    ...{ department: chunk.department, acceptedAt: chunk.acceptedAt, claims },
    licence: licenceOfRow(deps, chunk, index),
    validFrom: chunk.validFrom[index] as number,
    validUntil: chunk.validUntil[index] as number | null,
  };
  const type = certificateType(deps, chunk.type.code, chunk.type.major);
  const kept = { salts: Buffer.from(salts, 'base64url'), x5tS256: chunk.x5tS256 };
  const committed = committedRow(deps.sha256, deps.region.base, type, content, kept);
  return { id, person, content, committed };
}
