import type { CertificateStatus } from '../../domain/certificate-status.ts';
import { placeOfRow } from '../../domain/bulk/row-id.ts';
import { isUuid } from '../../domain/uuid.ts';
import { idOf } from '../bulk/row-place.ts';
import { chunkKey, chunkPlaceKey, chunkStateKey } from '../bulk/rows.ts';
import type { ChunkPlace, ChunkRow, ChunkState } from '../bulk/rows.ts';
import { certificateKey, instanceKey } from '../issuing/rows.ts';
import type { CertificateRow, InstanceRow } from '../issuing/rows.ts';
import type { Store } from '../../ports/store.ts';

/** What deciding about a change of status takes of a certificate; nothing of it is personal. */
export type Glance = {
  department: string;
  type: string;
  acceptedAt: number;
  status: CertificateStatus;
  /** Whether a change is under way. */
  changing: boolean;
  issued: boolean;
};

/** Whether a chunk's accepted row is issued; those that failed alone are not. */
export function isIssued(state: ChunkState, index: number): boolean {
  return state.state === 'issued' && state.failed?.some((one) => one.index === index) !== true;
}

export function glanceOfChunk(chunk: ChunkRow, state: ChunkState, index: number): Glance {
  const { department, type, acceptedAt } = chunk;
  return { department, type: type.code, acceptedAt, status: 'valid', changing: false, issued: isIssued(state, index) };
}

async function issuedByItself({ store }: { store: Store }, row: CertificateRow): Promise<boolean> {
  for (const instance of row.instances) {
    if ((await store.get<InstanceRow>(instanceKey(row.id, instance)))?.state === 'issued') return true;
  }
  return false;
}

export async function glanceOfRow(deps: { store: Store }, row: CertificateRow): Promise<Glance> {
  const { department, type, acceptedAt, status, change } = row;
  const issued = await issuedByItself(deps, row);
  return { department, type: type.code, acceptedAt, status, changing: change !== undefined, issued };
}

/**
 * Looks at many certificates, whether their rows lie by themselves or in a register's chunk, without opening any; chunks
 * are read once.
 */
export function glancer(deps: { store: Store }): (id: string) => Promise<Glance | undefined> {
  const { store } = deps;
  const chunks = new Map<number, Promise<[ChunkRow, ChunkState] | undefined>>();
  const readChunk = async (time: number): Promise<[ChunkRow, ChunkState] | undefined> => {
    const place = await store.get<ChunkPlace>(chunkPlaceKey(time));
    const chunk = place && (await store.get<ChunkRow>(chunkKey(place)));
    const state = place && (await store.get<ChunkState>(chunkStateKey(place)));
    return chunk && state && [chunk, state];
  };
  return async (id) => {
    if (!isUuid(id)) return undefined;
    const row = await store.get<CertificateRow>(certificateKey(id));
    if (row) return glanceOfRow(deps, row);
    const { time, row: index } = placeOfRow(id);
    const reading = chunks.get(time) ?? readChunk(time);
    chunks.set(time, reading);
    const found = await reading;
    if (!found || index >= found[0].size || idOf(found[0], index) !== id) return undefined;
    return glanceOfChunk(...found, index);
  };
}
