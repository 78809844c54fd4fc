import { bytesToHex } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import type { Commit, NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import type { CommittedInstance } from '../../domain/certificate.ts';
import { pendingPut } from '../issuing/new-instance.ts';
import { certificateKey, committedContext, contentContext, instanceKey } from '../issuing/rows.ts';
import type { CertificateRow, InstanceRow } from '../issuing/rows.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import type { BulkDeps } from './deps.ts';
import { chunkTexts, rebuildRow } from './rebuild-rows.ts';
import { chunkStateKey } from './rows.ts';
import type { ChunkRow, ChunkState } from './rows.ts';

type Writes = { put: [StoreKey, StoreValue][]; events: NewEvent[] };

/** One row as a certificate of its own, committed to again with the certificate that signs now. */
async function ownRow(
  deps: BulkDeps,
  chunk: ChunkRow,
  { index, text, x5tS256 }: { index: number; text: Uint8Array; x5tS256: string },
): Promise<Writes> {
  const { id, person, content, committed } = await rebuildRow(deps, chunk, index, text);
  const { department, type, acceptedAt } = chunk;
  const renewed: CommittedInstance = { ...committed, payload: { ...committed.payload, 'x5t#S256': x5tS256 } };
  const { licence, validFrom, validUntil } = content;
  const certificate: CertificateRow = {
    ...{ id, person, department, type, licence, acceptedAt, validFrom, validUntil },
    ...{ status: 'valid', instances: [id] },
    sealed: await deps.vault.seal(person, contentContext(id), content),
  };
  const instance: InstanceRow = {
    ...{ id, certificate: id, person, state: 'accepted' },
    leaf: bytesToHex(certificateLeaf(deps.sha256, renewed.payload)),
    listIndex: chunk.listFrom + index,
    sealed: await deps.vault.seal(person, committedContext(id), renewed),
  };
  const facts = { certificate: id, instance: id, leaf: instance.leaf };
  return {
    put: [[certificateKey(id), certificate], [instanceKey(id, id), instance], pendingPut(deps, certificate, id)],
    events: [
      { ...{ type: 'instance.requeued', v: 1, subject: person, actor: 'system' }, facts, sealed: instance.sealed },
    ],
  };
}

/**
 * The department signs with another certificate than the one a chunk was committed to: its rows become certificates of
 * their own, which are committed, anchored and signed one by one. The chunk's leaves stay on chain and prove nothing.
 *
 * @throws SignerUnavailable, StoreUnavailable, StoreConflict: try again later
 */
export async function requeueChunk(deps: BulkDeps, chunk: ChunkRow, state: ChunkState): Promise<void> {
  const { x5tS256 } = await signingCertificate(deps, chunk.department);
  const texts = await chunkTexts(deps, chunk);
  const writes: Writes = { put: [], events: [] };
  const failed: NonNullable<ChunkState['failed']> = [];
  for (let index = 0; index < chunk.size; index++) {
    try {
      const own = await ownRow(deps, chunk, { index, text: texts(index), x5tS256 });
      writes.put.push(...own.put);
      writes.events.push(...own.events);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      failed.push({ index, reason: error.code });
    }
  }
  const requeued: ChunkState = { ...state, state: 'requeued', ...(failed.length > 0 && { failed }) };
  const facts = { department: chunk.department, from: chunk.from, requeued: chunk.size - failed.length };
  const commit: Commit = {
    expect: [{ key: chunkStateKey(chunk), value: state }],
    put: [[chunkStateKey(chunk), requeued], ...writes.put],
    events: [...writes.events, { type: 'rows.requeued', v: 1, subject: chunk.batch, actor: 'system', facts }],
  };
  await deps.store.commit(commit);
}
