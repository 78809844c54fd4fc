import type { RowError } from '../../domain/bulk/read-row.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import { tables } from '../../ports/tables.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { readInstance } from '../issuing/read-certificate.ts';
import { signedChunk, textOfRow } from './certificate-rows.ts';
import type { SignedChunk } from './certificate-rows.ts';
import { issueBatch } from './open-issue-batch.ts';
import { chunkTexts, licenceOfRow, rebuildRow } from './rebuild-rows.ts';
import { idOf, tailsOf } from './row-place.ts';
import { chunkStateKey } from './rows.ts';
import type { ChunkRow, ChunkState } from './rows.ts';

/** What became of one row; `row` counts from 1. */
export type RowResult = { row: number } & (
  { state: 'rejected'; errors: RowError[] } | { state: 'duplicate'; id: string } | AcceptedResult
);

export type AcceptedResult = {
  state: 'accepted' | 'anchored' | 'issued' | 'failed' | 'cancelled';
  id: string;
  licence: string;
  reason?: string;
  certificate?: string;
};

type Deps = IssuingDeps;
/** `issued`: the rows' sealed texts and signatures, where certificates are asked for. */
type Loaded = {
  chunk: ChunkRow;
  state: ChunkState;
  issued?: { textOf(index: number): Uint8Array; signed: SignedChunk };
};

async function certificateOf(deps: Deps, { chunk, state, issued }: Loaded, index: number) {
  if (!issued) return {};
  try {
    const rebuilt = await rebuildRow(deps, chunk, index, issued.textOf(index));
    return { certificate: await textOfRow(deps, { chunk, state, index }, rebuilt, issued.signed) };
  } catch (error) {
    // The person was erased.
    if (error instanceof SealBroken) return {};
    throw error;
  }
}

async function acceptedRow(deps: Deps, loaded: Loaded, index: number, id: string): Promise<AcceptedResult> {
  const { chunk, state } = loaded;
  const licence = licenceOfRow(deps, chunk, index);
  const alone = state.failed?.find((one) => one.index === index);
  if (alone) return { state: 'failed', id, licence, reason: alone.reason };
  if (state.state === 'requeued') {
    const own = await readInstance(deps, id, id);
    const { reason, certificate } = own;
    return { state: own.state, id, licence, ...(reason && { reason }), ...(certificate && { certificate }) };
  }
  return {
    ...{ state: state.state === 'batched' ? 'accepted' : state.state, id, licence },
    ...(state.reason !== undefined && { reason: state.reason }),
    ...(state.state === 'issued' && (await certificateOf(deps, loaded, index))),
  };
}

async function* resultsOf(deps: Deps, loaded: Loaded): AsyncGenerator<RowResult> {
  const { chunk } = loaded;
  const others = new Map<number, RowResult>();
  const number = (row: number): number => chunk.from + row + 1;
  for (const { row, errors } of chunk.rejected) others.set(row, { row: number(row), state: 'rejected', errors });
  for (const { row, certificate } of chunk.duplicates) {
    others.set(row, { row: number(row), state: 'duplicate', id: certificate });
  }
  const tails = tailsOf(chunk);
  let index = 0;
  for (let row = 0; row < chunk.rows; row++) {
    const other = others.get(row);
    if (other) {
      yield other;
      continue;
    }
    const id = idOf(chunk, index, tails);
    yield { row: number(row), ...(await acceptedRow(deps, loaded, index, id)) };
    index += 1;
  }
}

/**
 * What became of each row of a register, in the rows' order; made as it is read, so that its length costs no memory.
 *
 * @param after rows up to this number are left out
 * @param withCertificates whether issued rows bring their certificate's text
 * @throws IssueBatchUnknown at once
 */
export async function readResults(
  deps: Deps,
  {
    id,
    department,
    after,
    withCertificates,
  }: { id: string; department: string; after: number; withCertificates: boolean },
): Promise<AsyncGenerator<RowResult>> {
  const batch = await issueBatch(deps, id, department);
  return (async function* () {
    for await (const [, chunk] of deps.store.range<ChunkRow>([tables.issueChunks, uuidToBytes(batch.id)])) {
      if (chunk.from + chunk.rows <= after) continue;
      const state = (await deps.store.get<ChunkState>(chunkStateKey(chunk))) as ChunkState;
      const whole = withCertificates && state.state === 'issued' && chunk.size > 0;
      const issued = whole && { textOf: await chunkTexts(deps, chunk), signed: await signedChunk(deps, chunk) };
      for await (const result of resultsOf(deps, { chunk, state, ...(issued && { issued }) })) {
        if (result.row > after) yield result;
      }
    }
  })();
}
