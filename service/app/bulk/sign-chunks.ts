import { joinedPayload, partedPayload } from '../../domain/bulk/committed-row.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { equalBytes, utf8 } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import { signMany, SignerRefused } from '../../ports/signer.ts';
import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { PayloadText } from '../../ports/workshop.ts';
import { batchKey } from '../issuing/rows.ts';
import type { BatchRow, SigningRow } from '../issuing/rows.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { anchorTexts, leavesOf, treeOf } from './batch-leaves.ts';
import type { BulkDeps } from './deps.ts';
import { rebuildRow, statusOfRow } from './rebuild-rows.ts';
import { requeueChunk } from './requeue-chunk.ts';
import * as rows from './rows.ts';
import type { ChunkRow, ChunkState, ChunkTexts, SignedChunkRow, SigningChainRow } from './rows.ts';

type Signing = Awaited<ReturnType<typeof signingCertificate>> & { x5c: string[]; header: string; digest: Uint8Array };
type Failure = { index: number; reason: string };

/** Chunks of a batch signed side by side. */
const LANES = 3;
const SIGNATURE_BYTES = 64;

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** The department's signer, with the JWS header of everything it signs now. */
async function signingOf(deps: BulkDeps, department: string): Promise<Signing> {
  const signing = await signingCertificate(deps, department);
  const x5c = signing.chain.map((der) => Buffer.from(der).toString('base64'));
  const header = base64url(canonicalJson({ alg: 'ES256', typ: 'dc+sd-jwt', x5c }));
  return { ...signing, x5c, header, digest: deps.sha256(utf8(x5c.join(' '))) };
}

/** The payloads of a chunk: those kept since it was accepted, or made again; a row that cannot be made again fails alone. */
async function payloadsOf(deps: BulkDeps, chunk: ChunkRow, failed: Failure[]): Promise<(PayloadText | undefined)[]> {
  const kept = deps.payloads.take(chunk.time);
  if (kept) return kept;
  const texts = (await deps.store.get<ChunkTexts>(rows.chunkTextsKey(chunk))) ?? [];
  const leaves = leavesOf([chunk]);
  const payloads: (PayloadText | undefined)[] = [];
  for (let index = 0; index < chunk.size; index++) {
    try {
      const { committed } = await rebuildRow(deps, chunk, index, texts[index] ?? '');
      if (!equalBytes(certificateLeaf(deps.sha256, committed.payload), leaves[index] as Uint8Array)) {
        throw new SealBroken('the leaf is another');
      }
      payloads.push(partedPayload(committed.payload));
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      deps.report(error);
      failed.push({ index, reason: error.code });
      payloads.push(undefined);
    }
  }
  return payloads;
}

type Work = { batch: BatchRow; signing: Signing; anchorText(index: number): string };

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
  const payloads = await payloadsOf(deps, chunk, failed);
  const { offset } = state.anchor;
  const wanted: number[] = [];
  const inputs: string[] = [];
  for (const [index, payload] of payloads.entries()) {
    if (!payload) continue;
    wanted.push(index);
    const added = { anchor: work.anchorText(offset + index), status: statusOfRow(deps, chunk, index) };
    inputs.push(`${signing.header}.${base64url(joinedPayload(payload, added))}`);
  }
  const signatures = Buffer.alloc(chunk.size * SIGNATURE_BYTES);
  const signed = await signMany(signing.signer, inputs);
  for (const [at, index] of wanted.entries()) {
    const signature = signed[at] as Uint8Array | SignerRefused;
    if (signature instanceof SignerRefused) {
      deps.report(signature);
      failed.push({ index, reason: signature.reason });
    } else signatures.set(signature, index * SIGNATURE_BYTES);
  }
  const issuedAt = deps.clock.now();
  const issued: ChunkState = { ...state, state: 'issued', issuedAt, ...(failed.length > 0 && { failed }) };
  const chain = Buffer.from(signing.digest).toString('base64url');
  const put: [StoreKey, StoreValue][] = [
    [key, issued],
    [rows.signedChunkKey(chunk), { signatures: signatures.toString('base64url'), chain } satisfies SignedChunkRow],
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
  const work: Work = { batch, signing, anchorText: anchorTexts(deps, batch, await treeOf(deps, batch)) };
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
