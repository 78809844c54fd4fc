import { anchorTexts } from '../../domain/bulk/anchor-texts.ts';
import type { BatchAnchor } from '../../domain/bulk/anchor-texts.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import type { MerkleTree } from '../../proof/merkle-tree.ts';
import type { Store } from '../../ports/store.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { batchKey } from '../issuing/rows.ts';
import type { BatchRow } from '../issuing/rows.ts';
import { chunkKey } from './rows.ts';
import type { ChunkRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'store' | 'sha256' | 'region'>;

const LEAF_BYTES = 32;

/** The leaves of chunks one after another, 32 bytes each. */
export const leavesOf = (chunks: readonly Pick<ChunkRow, 'leaves'>[]): Uint8Array =>
  Buffer.concat(chunks.map(({ leaves }) => Buffer.from(leaves, 'base64url')));

/** The leaf of a chunk's accepted row. */
export const leafOf = (leaves: Uint8Array, index: number): Uint8Array =>
  leaves.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES);

/** What the anchor claims of an anchored batch have in common. */
export function batchAnchor({ region }: Pick<Deps, 'region'>, { id, block, size }: BatchRow): BatchAnchor {
  return { chain: region.caip2, contract: region.contracts.certificateAnchors, id, block: block ?? -1, size };
}

/** Trees of the batches closed last, which are signed a block later: 128 KiB each at most. */
const CLOSED_TREES = 32;
const closed = new WeakMap<Store, Map<string, Uint8Array>>();

/** Remembers the tree of a batch that was made to close it. */
export function keepTree({ store }: Pick<Deps, 'store'>, id: BatchRow['id'], { hashes }: MerkleTree): void {
  const trees = closed.get(store) ?? new Map<string, Uint8Array>();
  closed.set(store, trees);
  trees.set(id, hashes);
  if (trees.size > CLOSED_TREES) trees.delete(trees.keys().next().value as string);
}

/** The hashes of a batch's tree level by level from its leaves on, 32 bytes each. */
export async function treeOf(deps: Deps, batch: BatchRow): Promise<Uint8Array> {
  const known = closed.get(deps.store)?.get(batch.id);
  if (known !== undefined) return known;
  const chunks = await deps.store.getMany<ChunkRow>((batch.chunks ?? []).map(chunkKey));
  return merkleTree(deps.sha256, leavesOf(chunks as ChunkRow[])).hashes;
}

/** Trees of batches looked at last; anchored batches never change. */
const KEPT_TREES = 8;
const kept = new WeakMap<Store, Map<string, Promise<(index: number) => string>>>();

/** The anchor claims of an anchored batch, for those who read single certificates of it. */
export function anchorsOfBatch(deps: Deps, id: BatchRow['id']): Promise<(index: number) => string> {
  const own = kept.get(deps.store) ?? new Map<string, Promise<(index: number) => string>>();
  kept.set(deps.store, own);
  const make = async (): Promise<(index: number) => string> => {
    const batch = await deps.store.get<BatchRow>(batchKey(id));
    if (batch?.block === undefined) throw new TypeError(`batch ${id} is not anchored`);
    return anchorTexts(batchAnchor(deps, batch), await treeOf(deps, batch));
  };
  const anchors = own.get(id) ?? make();
  anchors.catch(() => own.delete(id));
  own.delete(id);
  own.set(id, anchors);
  if (own.size > KEPT_TREES) own.delete(own.keys().next().value as string);
  return anchors;
}
