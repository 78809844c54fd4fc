import { decodeBase64url } from '../../proof/base64url.ts';
import { uriId } from '../../proof/certificate.ts';
import { jwkToPoint, thumbprintBytes } from '../../proof/es256-key.ts';
import { verifyAbsence, verifyPresence } from '../../proof/prefix-tree.ts';
import type { PrefixProof } from '../../proof/prefix-tree.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { recordAlpha, recordLeaf, verifyField } from '../../proof/record.ts';
import { vrfVerify } from '../../proof/vrf.ts';
import type { RecordAnswer } from '../types.ts';

/** What a record answer proves by itself: the record's key, and whether a map with a given root says what it says. */
export type RecordProof = {
  /** Output of the VRF: the key in the map and in the disputes. */
  readonly key: Uint8Array;
  /** RFC 7638 thumbprint of the VRF key: its name in the AuthorityRegistry. */
  readonly thumbprint: Uint8Array;
  readonly domainId: Uint8Array;
  under(root: Uint8Array): boolean;
};

export type RecordFault = { readonly code: 'record.vrfInvalid' | 'record.fieldInvalid'; readonly detail: string };

function compressed(point: Uint8Array): Uint8Array {
  const bytes = point.slice(0, 33);
  bytes[0] = 2 + ((point[64] as number) & 1);
  return bytes;
}

function prefixProof(map: RecordAnswer['map']): PrefixProof {
  const { siblings, found } = map;
  return {
    siblings: siblings.map(decodeBase64url),
    found:
      found.kind === 'other'
        ? { kind: 'other', key: decodeBase64url(found.key), hash: decodeBase64url(found.hash) }
        : { kind: found.kind },
  };
}

/** The leaf hash that the map must hold, or the first opened field that does not belong to it. */
function openedLeaf(
  sha256: Sha256,
  key: Uint8Array,
  leaf: NonNullable<RecordAnswer['leaf']>,
): Uint8Array | RecordFault {
  const fieldRoot = decodeBase64url(leaf.fieldRoot);
  const schemaId = uriId(sha256, leaf.schema);
  for (const { index, name, value, salt, proof } of leaf.fields) {
    const opening = { index, value, salt: decodeBase64url(salt), proof: proof.map(decodeBase64url) };
    if (!verifyField(sha256, { schemaId, size: leaf.size, fieldRoot, opening })) {
      return { code: 'record.fieldInvalid', detail: `${name} is not in the record` };
    }
  }
  const { version, asOf, flags } = leaf;
  return recordLeaf(sha256, { key, version, asOf, fieldRoot, flags, previousLeaf: decodeBase64url(leaf.previousLeaf) });
}

/** Offline part of a record answer: the VRF names the key for the subject, the opened fields lead to the leaf. */
export function proveRecord(sha256: Sha256, answer: RecordAnswer): RecordProof | RecordFault {
  const { chain: region, domain, subject, vrf, map } = answer;
  const alpha = recordAlpha({ region, domain, vrfEpoch: vrf.epoch, ...subject });
  const key = vrfVerify(compressed(jwkToPoint(vrf.publicKey)), alpha, decodeBase64url(vrf.proof));
  if (key === undefined) return { code: 'record.vrfInvalid', detail: 'the VRF proof is not for this subject' };
  const leaf = answer.leaf === undefined ? undefined : openedLeaf(sha256, key, answer.leaf);
  if (leaf !== undefined && 'code' in leaf) return leaf;
  const proof = prefixProof(map);
  return {
    key,
    thumbprint: thumbprintBytes(sha256, vrf.publicKey),
    domainId: uriId(sha256, domain),
    under: (root) =>
      leaf === undefined
        ? verifyAbsence(sha256, { root, key, proof })
        : verifyPresence(sha256, { root, key, recordLeaf: leaf, proof }),
  };
}
