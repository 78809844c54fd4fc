import { isUuid, uuidToBytes, uuidv7 } from '../../domain/uuid.ts';
import { tables } from '../../ports/tables.ts';
import { idOf, tailsOf } from '../bulk/row-place.ts';
import { chunkKey, chunkPlaceKey, chunkStateKey } from '../bulk/rows.ts';
import type { ChunkPlace, ChunkRow, ChunkState } from '../bulk/rows.ts';
import { certificateKey } from '../issuing/rows.ts';
import type { CertificateRow } from '../issuing/rows.ts';
import type { Store } from '../../ports/store.ts';
import { SelectionTooLarge } from './errors.ts';
import { glanceOfChunk, glanceOfRow, glancer } from './glance.ts';
import type { Glance } from './glance.ts';
import { idsOfLicences } from './ids-of-licences.ts';
import type { Selection } from './rows.ts';

/** Certificates of one batch: so many are confirmed, kept and answered at once. */
export const MAX_CHOSEN = 10_000;

type Deps = Parameters<typeof idsOfLicences>[0];

export type Chosen = Map<string, Glance | undefined>;

type Query = Exclude<Selection, { certificates: readonly string[] }>;

function fits(query: Query, department: string, glance: Glance): boolean {
  return (
    glance.department === department &&
    glance.type === query.type &&
    glance.acceptedAt >= query.acceptedFrom &&
    glance.acceptedAt <= query.acceptedThrough &&
    glance.issued &&
    (query.status === undefined || glance.status === query.status)
  );
}

const firstIdOf = (time: number): Uint8Array => uuidToBytes(uuidv7(time * 1000, new Uint8Array(10)));

async function byQuery({ store }: { store: Store }, department: string, query: Query): Promise<Chosen> {
  const chosen: Chosen = new Map();
  const add = (id: string, glance: Glance): void => {
    if (!fits(query, department, glance)) return;
    chosen.set(id, glance);
    if (chosen.size > MAX_CHOSEN) throw new SelectionTooLarge(`more than ${MAX_CHOSEN} certificates`);
  };
  // Ids begin with the time of their acceptance.
  const from = [tables.certificates, firstIdOf(query.acceptedFrom)] as const;
  for await (const [, row] of store.range<CertificateRow>([tables.certificates], { from })) {
    if (row.acceptedAt > query.acceptedThrough) break;
    if (row.department === department && row.type.code === query.type) add(row.id, await glanceOfRow({ store }, row));
  }
  // A chunk's time is never before its acceptance; after a clock was set back it may be far behind it.
  const places = store.range<ChunkPlace>([tables.issueChunkPlaces], { from: chunkPlaceKey(query.acceptedFrom * 1000) });
  for await (const [, place] of places) {
    const chunk = (await store.get<ChunkRow>(chunkKey(place))) as ChunkRow;
    const { department: of, type, acceptedAt } = chunk;
    if (of !== department || type.code !== query.type) continue;
    if (acceptedAt < query.acceptedFrom || acceptedAt > query.acceptedThrough) continue;
    const state = await store.get<ChunkState>(chunkStateKey(chunk));
    if (state?.state !== 'issued') continue;
    const tails = tailsOf(chunk);
    for (let index = 0; index < chunk.size; index++) {
      const id = idOf(chunk, index, tails);
      // A row that was changed alone has rows of its own and was met above.
      if ((await store.get(certificateKey(id))) === undefined) add(id, glanceOfChunk(chunk, state, index));
    }
  }
  return chosen;
}

/** Names that are none of a certificate's stay as they are; the same certificate named twice is there once. */
async function idsOf(deps: Deps, department: string, names: readonly string[]): Promise<string[]> {
  const licences = names.filter((name) => !isUuid(name));
  const ids = licences.length > 0 ? await idsOfLicences(deps, department, licences) : new Map<string, string>();
  return [...new Set(names.map((name) => ids.get(name) ?? name))].sort();
}

/**
 * The certificates a selection names, each once, in the order of their ids; what is not there, or another department's, is
 * undefined and under the name it was given.
 *
 * @throws SelectionTooLarge
 */
export async function chooseCertificates(deps: Deps, department: string, selection: Selection): Promise<Chosen> {
  if (!('certificates' in selection)) {
    return new Map([...(await byQuery(deps, department, selection))].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  const ids = await idsOf(deps, department, selection.certificates);
  if (ids.length > MAX_CHOSEN) throw new SelectionTooLarge(`more than ${MAX_CHOSEN} certificates`);
  const glance = glancer(deps);
  const chosen: Chosen = new Map();
  for (const id of ids) {
    const found = await glance(id);
    chosen.set(id, found?.department === department ? found : undefined);
  }
  return chosen;
}
