import { p256 } from '@noble/curves/nist.js';
import type { PersonIdentity } from '../../ports/person-vault.ts';
import type { LoggedEvent } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { decodeBase64url, encodeBase64url } from '../../proof/base64url.ts';
import { equalBytes, hexToBytes } from '../../proof/bytes.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { pointToJwk } from '../../proof/es256-key.ts';
import { prefixEmptyHash } from '../../proof/prefix-tree.ts';
import type { PrefixProof } from '../../proof/prefix-tree.ts';
import { PrefixTreeCorrupt } from '../../proof/prefix-tree-nodes.ts';
import { provePrefix } from '../../proof/prefix-tree-prove.ts';
import { fieldTree } from '../../proof/record.ts';
import type { RecordAnswer, RecordAnswerField } from '../../verify/types.ts';
import { leafBytes, newestLeaf } from './apply-commit.ts';
import type { RecordDependencies } from './dependencies.ts';
import type { NamedDomain } from './domain-of.ts';
import { mapNodes } from './map-nodes.ts';
import { headKey, recordContext } from './rows.ts';
import type { HeadRow, LeafRow, Place, SealedRecord } from './rows.ts';
import { StatementsMissing } from './statements.ts';

const SALT = 16;
const ATTEMPTS = 5;

type Proven = { head: HeadRow | undefined; proof: PrefixProof; leaf: LeafRow | undefined };

/** Proof and leaf of one and the same root; undefined when the map moved on while they were read. */
async function proveOnce(deps: RecordDependencies, named: NamedDomain, key: Uint8Array): Promise<Proven | undefined> {
  const { store, sha256 } = deps;
  const head = await store.get<HeadRow>(headKey(named.id));
  const root = head === undefined ? prefixEmptyHash(sha256) : hexToBytes(head.root);
  const moved = async (): Promise<boolean> => (await store.get<HeadRow>(headKey(named.id)))?.root !== head?.root;
  try {
    const { recordLeaf, proof } = await provePrefix(sha256, mapNodes(store, named.id).nodes, root, key);
    const leaf = recordLeaf === undefined ? undefined : await newestLeaf(deps, named.id, key);
    if (recordLeaf === undefined) return { head, proof, leaf: undefined };
    if (leaf !== undefined && equalBytes(leafBytes(sha256, key, leaf), recordLeaf)) return { head, proof, leaf };
    throw new PrefixTreeCorrupt('the record in the store is not the one in the map');
  } catch (error) {
    if (error instanceof PrefixTreeCorrupt && (await moved())) return undefined;
    throw error;
  }
}

async function prove(deps: RecordDependencies, named: NamedDomain, key: Uint8Array): Promise<Proven> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const proven = await proveOnce(deps, named, key);
    if (proven !== undefined) return proven;
  }
  throw new PrefixTreeCorrupt(`the map of ${named.uri} moves faster than it can be read`);
}

/** Opens the named fields of a record version. @throws SealBroken when the person was erased */
async function openFields(
  deps: RecordDependencies,
  named: NamedDomain,
  leaf: LeafRow,
  names: readonly string[],
): Promise<RecordAnswerField[]> {
  const event = await deps.store.get<LoggedEvent>([tables.events, leaf.event]);
  if (event?.sealed === undefined) throw new StatementsMissing(`event ${leaf.event} holds no statement`);
  const context = recordContext(leaf.commit, leaf.index);
  const { values, salts } = await deps.vault.open<SealedRecord>(leaf.person, context, event.sealed);
  const saltBytes = decodeBase64url(salts);
  const fields = values.map((value, index) => ({
    index,
    value: value as JsonValue,
    salt: saltBytes.subarray(index * SALT, (index + 1) * SALT),
  }));
  const tree = fieldTree(deps.sha256, named.schemaId, fields);
  const all = Object.keys(named.domain.fields);
  return all.flatMap((name, index) => {
    if (!names.includes(name)) return [];
    const { value, salt, proof } = tree.open(index);
    return [{ index, name, value, salt: encodeBase64url(salt), proof: proof.map(encodeBase64url) }];
  });
}

function mapOf({ siblings, found }: PrefixProof): RecordAnswer['map'] {
  const end: RecordAnswer['map']['found'] =
    found.kind === 'other'
      ? { kind: 'other', key: encodeBase64url(found.key), hash: encodeBase64url(found.hash) }
      : { kind: found.kind };
  return { siblings: siblings.map(encodeBase64url), found: end };
}

/**
 * The artefact that proves what a domain's map holds of a person: presence with the named fields opened, or absence. It
 * comes from the map of the newest final root, never from one that is on its way.
 *
 * @param names fields to open; none opens presence alone
 * @throws PrefixTreeCorrupt, StatementsMissing: the store is damaged
 */
export async function recordAnswer(
  deps: RecordDependencies,
  named: NamedDomain,
  subject: { identity: PersonIdentity; place: Place },
  names: readonly string[],
): Promise<RecordAnswer> {
  const { identity, place } = subject;
  const { head, proof, leaf } = await prove(deps, named, decodeBase64url(place.key));
  const publicKey = pointToJwk(p256.Point.fromBytes(decodeBase64url(place.publicKey)).toBytes(false));
  const answer: RecordAnswer = {
    v: 1,
    kind: 'record-answer',
    chain: deps.region.caip2,
    domain: named.uri,
    subject: { idType: identity.idType, number: identity.number },
    vrf: { publicKey: { ...publicKey }, proof: place.proof, epoch: place.vrfEpoch },
    ...(head === undefined ? {} : { epoch: head.epoch }),
    map: mapOf(proof),
  };
  if (leaf === undefined) return answer;
  const { version, asOf, flags, previousLeaf, fieldRoot, schema } = leaf;
  const size = Object.keys(named.domain.fields).length;
  const fields = await openFields(deps, named, leaf, names);
  return { ...answer, leaf: { version, asOf, flags, previousLeaf, fieldRoot, schema, size, fields } };
}
