import { partedPayload } from '../../domain/bulk/payload-parts.ts';
import type { PayloadParts } from '../../domain/bulk/payload-parts.ts';
import { createPacker, startOf } from '../../domain/bulk/packed.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { equalBytes, utf8 } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import { SIGNATURE_BYTES, signMany } from '../../ports/signer.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { PackedPayloads } from '../../ports/workshop.ts';
import { vctOf } from '../issuing/deps.ts';
import { batchKey } from '../issuing/rows.ts';
import type { BatchRow, SigningRow } from '../issuing/rows.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { batchAnchor, leafOf, leavesOf, treeOf } from './batch-leaves.ts';
import type { BulkDeps } from './deps.ts';
import { chunkTexts, rebuildRow } from './rebuild-rows.ts';
import { requeueChunk } from './requeue-chunk.ts';
import * as rows from './rows.ts';
import type { ChunkRow, ChunkState, SigningChainRow } from './rows.ts';

type Signing = Awaited<ReturnType<typeof signingCertificate>> & { x5c: string[]; header: string; digest: Uint8Array };
type Failure = { index: number; reason: string };

/** Chunks of a batch signed side by side. */
const LANES = 3;
/** Of a payload, about. */
const PAYLOAD_BYTES = 1536;

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** The department's signer, with the JWS header of everything it signs now. */
async function signingOf(deps: BulkDeps, department: string): Promise<Signing> {
  const signing = await signingCertificate(deps, department);
  const x5c = signing.chain.map((der) => Buffer.from(der).toString('base64'));
  const header = base64url(canonicalJson({ alg: 'ES256', typ: 'dc+sd-jwt', x5c }));
  return { ...signing, x5c, header, digest: deps.sha256(utf8(x5c.join(' '))) };
}

/** The payloads of a chunk: those kept since it was accepted, or made again; a row that cannot be made again fails alone. */
async function payloadsOf(deps: BulkDeps, chunk: ChunkRow, failed: Failure[]): Promise<PackedPayloads> {
  const kept = deps.payloads.take(chunk);
  if (kept) return kept;
  const texts = await chunkTexts(deps, chunk);
  const leaves = leavesOf([chunk]);
  const payloads = createPacker(3 * chunk.size, chunk.size * PAYLOAD_BYTES);
  for (let index = 0; index < chunk.size; index++) {
    let parts: PayloadParts = ['', '', ''];
    try {
      const { committed } = await rebuildRow(deps, chunk, index, texts(index));
      if (!equalBytes(certificateLeaf(deps.sha256, committed.payload), leafOf(leaves, index))) {
        throw new SealBroken('the leaf is another');
      }
      parts = partedPayload(committed.payload);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      deps.report(error);
      failed.push({ index, reason: error.code });
    }
    for (const part of parts) payloads.addText(part);
  }
  return payloads.packed();
}

/** The items that are not empty, and their places. */
function withoutEmpty(packed: Packed): { payloads: Packed; places: number[] } {
  const { ends } = packed;
  if (ends.every((end, index) => end > startOf(packed, index))) return { payloads: packed, places: [...ends.keys()] };
  const places = [...ends.keys()].filter((index) => (ends[index] as number) > startOf(packed, index));
  // Empty items take no bytes: only their ends have to go.
  return { payloads: { ...packed, ends: Uint32Array.from(places, (place) => packed.ends[place] as number) }, places };
}

type Work = { batch: BatchRow; signing: Signing; tree: Uint8Array };

async function signChunk(deps: BulkDeps, work: Work, place: rows.ChunkPlace): Promise<void> {
  const { batch, signing } = work;
  const key = rows.chunkStateKey(place);
  const [chunk, state] = await Promise.all([
    deps.store.get<ChunkRow>(rows.chunkKey(place)),
    deps.store.get<ChunkState>(key),
  ]);
  if (!chunk || state?.state !== 'anchored' || state.anchor?.id !== batch.id) return;
  if (chunk.x5tS256 !== signing.x5tS256) return requeueChunk(deps, chunk, state);
  const failed: Failure[] = [];
  const { department, listFrom } = chunk;
  const joined = await deps.workshop.join({
    payloads: await payloadsOf(deps, chunk, failed),
    anchor: batchAnchor(deps, batch),
    tree: work.tree,
    offset: state.anchor.offset,
    status: { base: deps.region.base, department, vct: vctOf(deps, chunk.type), listFrom },
  });
  const { payloads, places } = withoutEmpty(joined);
  const signed = await signMany(signing.signer, signing.header, payloads);
  const signatures = new Uint8Array(chunk.size * SIGNATURE_BYTES);
  for (const [at, index] of places.entries()) {
    signatures.set(
      signed.signatures.subarray(at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES),
      index * SIGNATURE_BYTES,
    );
  }
  for (const { index, refusal } of signed.refused) {
    deps.report(refusal);
    failed.push({ index: places[index] as number, reason: refusal.reason });
  }
  const issuedAt = deps.clock.now();
  const issued: ChunkState = { ...state, state: 'issued', issuedAt, ...(failed.length > 0 && { failed }) };
  const put: [StoreKey, StoreValue][] = [
    [key, issued],
    [rows.signedChunkKey(chunk), rows.signedChunkValue(signing.digest, signatures)],
    [rows.signingChainKey(signing.digest), { x5c: signing.x5c } satisfies SigningChainRow],
  ];
  const facts = {
    department: chunk.department,
    from: chunk.from,
    issued: chunk.size - failed.length,
    failed: failed.length,
  };
  await deps.store.commit({
    expect: [{ key, value: state }],
    put,
    events: [
      {
        ...{ type: 'rows.issued', v: 1, subject: chunk.batch, actor: chunk.department },
        facts: { ...facts, anchor: state.anchor },
      },
    ],
  });
}

async function signBatch(deps: BulkDeps, batch: BatchRow): Promise<void> {
  const chunks = batch.chunks ?? [];
  const signing = await signingOf(deps, batch.department);
  const work: Work = { batch, signing, tree: await treeOf(deps, batch) };
  const queue = chunks.values();
  const lanes = Array.from({ length: LANES }, async () => {
    for (const chunk of queue) await signChunk(deps, work, chunk);
  });
  const ends = await Promise.allSettled(lanes);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * Signs the chunks of one department whose anchors are final, and makes the signatures durable. A chunk already issued is
 * never signed again.
 *
 * @throws SignerUnavailable, StoreUnavailable, StoreConflict: try again later, nothing is lost
 */
export async function signChunks(deps: BulkDeps, department: string): Promise<void> {
  const work = deps.store.range<SigningRow>([tables.chunkSigningWork, utf8(department)]);
  for await (const [key, row] of work) {
    const batch = await deps.store.get<BatchRow>(batchKey(row.batch));
    if (!batch) throw new TypeError(`no batch ${row.batch}`);
    await signBatch(deps, batch);
    await deps.store.commit({ expect: [{ key, value: row }], del: [key] });
  }
}
