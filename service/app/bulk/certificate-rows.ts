import { certificateText } from '../../domain/certificate.ts';
import { createPayloadJoiner, partedPayload } from '../../domain/bulk/payload-parts.ts';
import type { PayloadParts } from '../../domain/bulk/payload-parts.ts';
import { isUuid } from '../../domain/uuid.ts';
import { bytesToHex, utf8 } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import { SIGNATURE_BYTES } from '../../ports/signer.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { CertificateUnderWay } from '../issuing/errors.ts';
import { certificateKey, contentContext, instanceKey, issuedContext } from '../issuing/rows.ts';
import type { CertificateRow, InstanceRow, InstanceState } from '../issuing/rows.ts';
import { anchorsOfBatch, leafOf, leavesOf } from './batch-leaves.ts';
import { chunkTexts, licenceOfRow, rebuildRow, statusOfRow } from './rebuild-rows.ts';
import type { RebuiltRow } from './rebuild-rows.ts';
import { personOf, placeOf } from './row-place.ts';
import type { PlacedRow } from './row-place.ts';
import { signedChunkKey, signedChunkParts, signingChainKey } from './rows.ts';
import type { ChunkRow, ChunkState, SigningChainRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'store' | 'vault' | 'region' | 'sha256'>;

/** A certificate's rows, whether they lie by themselves or in a register's chunk. */
export type CertificateRows = { row: CertificateRow; instance(id: string): Promise<InstanceRow | undefined> };

/** What a chunk's signatures are made into texts with. */
export type SignedChunk = { signatures: Uint8Array; header: string };

export async function signedChunk(deps: Pick<Deps, 'store'>, chunk: ChunkRow): Promise<SignedChunk> {
  const stored = await deps.store.get<Uint8Array>(signedChunkKey(chunk));
  const signed = stored && signedChunkParts(stored);
  const chain = signed && (await deps.store.get<SigningChainRow>(signingChainKey(signed.chain)));
  if (!signed || !chain) throw new TypeError(`chunk ${chunk.batch}/${chunk.from} is issued without signatures`);
  const header = canonicalJson({ alg: 'ES256', typ: 'dc+sd-jwt', x5c: chain.x5c });
  return { signatures: signed.signatures, header: Buffer.from(header).toString('base64url') };
}

/** The certificate of an issued row: the signature is kept, the rest is made again. */
export async function textOfRow(
  deps: Deps,
  { chunk, state, index }: PlacedRow,
  { committed }: RebuiltRow,
  { signatures, header }: SignedChunk,
): Promise<string> {
  const { id, offset } = state.anchor as NonNullable<ChunkState['anchor']>;
  const anchorText = await anchorsOfBatch(deps, id);
  const added = { anchor: anchorText(offset + index), status: statusOfRow(deps, chunk, index) };
  const parts = partedPayload(committed.payload).map(utf8) as PayloadParts<Uint8Array>;
  const input = `${header}.${createPayloadJoiner()(parts, added).toString('base64url')}`;
  const signature = signatures.subarray(index * SIGNATURE_BYTES, (index + 1) * SIGNATURE_BYTES);
  return certificateText(input, signature, committed.disclosures);
}

function progressOf({ state, index }: PlacedRow): { state: InstanceState; reason?: string } {
  const alone = state.failed?.find((one) => one.index === index);
  if (alone) return { state: 'failed', reason: alone.reason };
  if (state.state === 'cancelled') return { state: 'failed', reason: 'cancelled' };
  if (state.state === 'requeued') throw new TypeError('a requeued row has rows of its own');
  return { state: state.state, ...(state.reason !== undefined && { reason: state.reason }) };
}

async function rebuilt(deps: Deps, { chunk, index }: PlacedRow): Promise<RebuiltRow | undefined> {
  const texts = await chunkTexts(deps, chunk);
  try {
    return await rebuildRow(deps, chunk, index, texts(index));
  } catch (error) {
    // An erased person's certificates stay in the lists without their text.
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

async function instanceOf(deps: Deps, id: string, placed: PlacedRow, own?: RebuiltRow): Promise<InstanceRow> {
  const { chunk, state, index } = placed;
  const person = personOf(chunk, index);
  const progress = progressOf(placed);
  const issued = progress.state === 'issued';
  const text = issued && own ? await textOfRow(deps, placed, own, await signedChunk(deps, chunk)) : undefined;
  const { anchor } = state;
  return {
    ...{ id, certificate: id, person, ...progress },
    leaf: bytesToHex(leafOf(leavesOf([chunk]), index)),
    listIndex: chunk.listFrom + index,
    sealed: text === undefined ? '' : await deps.vault.seal(person, issuedContext(id), text),
    ...(anchor && {
      anchor: { id: anchor.id, index: anchor.offset + index, size: anchor.size, ...blockOf(anchor) },
    }),
    ...(issued && { status: 'valid' as const }),
    ...(issued && state.issuedAt !== undefined && { issuedAt: state.issuedAt }),
  };
}

const blockOf = ({ block }: { block?: number }): { block?: number } => (block === undefined ? {} : { block });

async function derived(deps: Deps, id: string): Promise<CertificateRows | undefined> {
  const placed = await placeOf(deps, id);
  if (!placed) return undefined;
  const { chunk, index } = placed;
  const own = await rebuilt(deps, placed);
  const person = personOf(chunk, index);
  const row: CertificateRow = {
    ...{ id, person, department: chunk.department, type: chunk.type },
    licence: licenceOfRow(deps, chunk, index),
    acceptedAt: chunk.acceptedAt,
    validFrom: chunk.validFrom[index] as number,
    validUntil: chunk.validUntil[index] as number | null,
    ...{ status: 'valid', instances: [id] },
    sealed: own ? await deps.vault.seal(person, contentContext(id), own.content) : '',
  };
  return { row, instance: async (of) => (of === id ? instanceOf(deps, id, placed, own) : undefined) };
}

/** The rows of a certificate, those of a register's row made from its chunk; undefined when there is none. */
export async function certificateRows(deps: Deps, id: string): Promise<CertificateRows | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await deps.store.get<CertificateRow>(certificateKey(id));
  if (!row) return derived(deps, id);
  return { row, instance: (of) => deps.store.get<InstanceRow>(instanceKey(id, of)) };
}

/**
 * Gives a register's certificate rows of its own, because it is about to be changed alone; others are left as they are.
 *
 * @param isTheirs whether it concerns who asks; nothing is written for others
 * @returns its row, or undefined when there is no such certificate
 * @throws CertificateUnderWay while its chunk is
 * @throws StoreConflict when somebody else does it at the same moment
 */
export async function ownCertificateRow(
  deps: Deps,
  id: string,
  isTheirs: (row: CertificateRow) => boolean,
): Promise<CertificateRow | undefined> {
  if (!isUuid(id)) return undefined;
  const stored = await deps.store.get<CertificateRow>(certificateKey(id));
  if (stored) return stored;
  const found = await derived(deps, id);
  if (!found || !isTheirs(found.row)) return undefined;
  const instance = (await found.instance(id)) as InstanceRow;
  if (instance.state !== 'issued' && instance.state !== 'failed') {
    throw new CertificateUnderWay('the certificate is not issued yet');
  }
  await deps.store.commit({
    expect: [{ key: certificateKey(id), value: undefined }],
    put: [
      [certificateKey(id), found.row],
      [instanceKey(id, id), instance],
    ],
  });
  return found.row;
}
