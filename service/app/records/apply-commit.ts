import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { decodeBase64url, encodeBase64url } from '../../proof/base64url.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { prefixEmptyHash } from '../../proof/prefix-tree.ts';
import { updatePrefixTree } from '../../proof/prefix-tree-update.ts';
import type { PrefixChange } from '../../proof/prefix-tree-update.ts';
import { NO_PREVIOUS_LEAF, recordLeaf } from '../../proof/record.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { RecordDependencies } from './dependencies.ts';
import type { NamedDomain } from './domain-of.ts';
import { mapNodes } from './map-nodes.ts';
import { headKey, leafKey, leafPrefix, personKey } from './rows.ts';
import type { CommitRow, HeadRow, LeafRow, PersonRow } from './rows.ts';
import { StatementsMissing } from './statements.ts';
import type { Statement } from './statements.ts';

/** A batch with its statements read from the log. */
export type StatedBatch = { row: CommitRow; statements: Statement[] };

/** What a commit does to its domain's map; nothing of it is written yet. */
export type Application = {
  previousRoot: Hex;
  newRoot: Hex;
  count: number;
  epoch: number;
  /** Leaves and nodes. */
  put: [StoreKey, StoreValue][];
  del: StoreKey[];
};

/** The bytes that the map holds for a version of a record. */
export function leafBytes(sha256: Sha256, key: Uint8Array, leaf: LeafRow): Uint8Array {
  return recordLeaf(sha256, {
    key,
    version: leaf.version,
    asOf: leaf.asOf,
    fieldRoot: decodeBase64url(leaf.fieldRoot),
    flags: leaf.flags,
    previousLeaf: decodeBase64url(leaf.previousLeaf),
  });
}

/** The newest version of the record under a key that the chain has for good. */
export async function newestLeaf(
  deps: Pick<RecordDependencies, 'store'>,
  domain: Uint8Array,
  key: Uint8Array,
): Promise<LeafRow | undefined> {
  for await (const [, row] of deps.store.range<LeafRow>(leafPrefix(domain, key), { reverse: true, limit: 1 }))
    return row;
  return undefined;
}

/**
 * Computes a commit on top of the map as it stands: each record becomes the next version of its person's, chained to the
 * one before. The same batches on the same map give the same root, so it is computed when they are sent and again when
 * they are final, and nothing of it is kept in between.
 *
 * @param batches no person occurs twice in them
 * @throws PrefixTreeCorrupt, StatementsMissing: the store is damaged
 */
export async function applyCommit(
  deps: RecordDependencies,
  named: NamedDomain,
  batches: readonly StatedBatch[],
): Promise<Application> {
  const { store, sha256 } = deps;
  const head = await store.get<HeadRow>(headKey(named.id));
  const changes: PrefixChange[] = [];
  const put: [StoreKey, StoreValue][] = [];
  let count = head?.count ?? 0;
  for (const { row, statement } of batches.flatMap(({ row, statements }) =>
    statements.map((statement) => ({ row, statement })),
  )) {
    const { event, person, facts } = statement;
    const place = await store.get<PersonRow>(personKey(named.id, person));
    if (place === undefined) throw new StatementsMissing(`person of event ${event} has no place in the map`);
    const key = decodeBase64url(place.key);
    const before = await newestLeaf(deps, named.id, key);
    if (before === undefined) count += 1;
    const leaf: LeafRow = {
      person,
      version: (before?.version ?? 0) + 1,
      asOf: row.asOf,
      flags: before?.flags ?? 0,
      previousLeaf: encodeBase64url(before === undefined ? NO_PREVIOUS_LEAF : leafBytes(sha256, key, before)),
      fieldRoot: facts.fieldRoot,
      schema: named.schema,
      commit: row.id,
      index: facts.index,
      event,
    };
    changes.push({ key, recordLeaf: leafBytes(sha256, key, leaf) });
    put.push([leafKey(named.id, key, leaf.version), leaf]);
  }
  const tree = mapNodes(store, named.id);
  const root = head === undefined ? prefixEmptyHash(sha256) : hexToBytes(head.root);
  const newRoot = await updatePrefixTree(sha256, tree.nodes, root, changes);
  return {
    previousRoot: head?.root ?? bytesToHex(new Uint8Array(32)),
    newRoot: bytesToHex(newRoot),
    count,
    epoch: (head?.epoch ?? 0) + 1,
    put: [...put, ...tree.put],
    del: tree.del,
  };
}
