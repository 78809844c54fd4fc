import { concatBytes, equalBytes, lp, u16, u32, u64, u8, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JsonValue } from './canonical-json.ts';
import { merkleTree, rootFromInclusion, taggedLeafPrefix } from './merkle-tree.ts';
import type { Sha256 } from './primitives.ts';
import { tag } from './tag.ts';

const FIELD_PREFIX = taggedLeafPrefix(tag('field'));
const RECORD_TAG = tag('record');
const VRF_TAG = tag('vrf');
const SALT = 16;

/** Bits of a record's flags. */
export const RECORD_DISPUTED = 1;
export const RECORD_ERASED = 2;

/** `previousLeaf` of a record's first version. */
export const NO_PREVIOUS_LEAF: Uint8Array = new Uint8Array(32);

/** One field of a record with what opens it: 16 bytes of salt unknown to readers of the chain. */
export type Field = { readonly index: number; readonly salt: Uint8Array; readonly value: JsonValue };

/** A field together with its inclusion proof in the field tree. */
export type FieldOpening = Field & { readonly proof: readonly Uint8Array[] };

/** A record's state in one version of the map. Hashes and the key are 32 bytes; asOf in Unix seconds. */
export type RecordState = {
  readonly key: Uint8Array;
  readonly version: number;
  readonly asOf: number;
  readonly fieldRoot: Uint8Array;
  readonly flags: number;
  readonly previousLeaf: Uint8Array;
};

/**
 * The VRF input of a person's record key: tag(vrf), lp(region), lp(domain), vrfEpoch u32, idType u8, lp(NFKC number)
 * (formats.md, record key).
 *
 * @param record region is the CAIP-2 name, domain the domain's URI; number as printed on the identity document
 */
export function recordAlpha(record: {
  readonly region: string;
  readonly domain: string;
  readonly vrfEpoch: number;
  readonly idType: number;
  readonly number: string;
}): Uint8Array<ArrayBuffer> {
  const { region, domain, vrfEpoch, idType, number } = record;
  return concatBytes(
    VRF_TAG,
    lp(utf8(region)),
    lp(utf8(domain)),
    u32(vrfEpoch),
    u8(idType),
    lp(utf8(number.normalize('NFKC'))),
  );
}

/**
 * The leaf of one field: SHA-256(0x00, tag(field), schema id 32, index u16, salt 16, JCS(value)).
 *
 * @param schemaId SHA-256 of the schema's URI, which names its version
 * @throws NotCanonicalizable
 * @throws RangeError
 */
export function fieldLeaf(sha256: Sha256, schemaId: Uint8Array, field: Field): Uint8Array {
  if (schemaId.length !== 32 || field.salt.length !== SALT) throw new RangeError('schema id 32 bytes, salt 16 bytes');
  return sha256(concatBytes(FIELD_PREFIX, schemaId, u16(field.index), field.salt, utf8(canonicalJson(field.value))));
}

/**
 * The field tree of a record: leaf i is field i of the schema's version, so the size is the schema's, an empty field being
 * null. Returns the root and an opening for any field.
 *
 * @throws RangeError unless the fields are 0..n-1 in order, n at least 1
 */
export function fieldTree(
  sha256: Sha256,
  schemaId: Uint8Array,
  fields: readonly Field[],
): { readonly root: Uint8Array; open(index: number): FieldOpening } {
  if (fields.length === 0 || fields.some(({ index }, i) => index !== i)) throw new RangeError('fields are 0..n-1');
  const leaves = fields.map((field) => fieldLeaf(sha256, schemaId, field));
  const tree = merkleTree(sha256, concatBytes(...leaves));
  const open = (index: number): FieldOpening => {
    const proof = tree.proof(index);
    return { ...(fields[index] as Field), proof };
  };
  return { root: tree.root, open };
}

/** The root of the field tree. */
export function fieldRoot(sha256: Sha256, schemaId: Uint8Array, fields: readonly Field[]): Uint8Array {
  return fieldTree(sha256, schemaId, fields).root;
}

/**
 * Whether an opened field is field `opening.index` of the record with this field root. Safe on hostile bytes; the value
 * must come from a JSON parser.
 *
 * @param claim size is the schema's number of fields, from the schema and not from the prover
 * @throws NotCanonicalizable
 */
export function verifyField(
  sha256: Sha256,
  claim: {
    readonly schemaId: Uint8Array;
    readonly size: number;
    readonly fieldRoot: Uint8Array;
    readonly opening: FieldOpening;
  },
): boolean {
  const { schemaId, size, opening } = claim;
  const { index, salt, proof } = opening;
  if (salt.length !== SALT || !Number.isInteger(index) || index < 0 || index >= size || size > 0xffff) return false;
  const leaf = fieldLeaf(sha256, schemaId, opening);
  const root = rootFromInclusion(sha256, { leafHash: leaf, index, size, proof });
  return root !== undefined && equalBytes(root, claim.fieldRoot);
}

/**
 * What the map holds under a record's key: SHA-256(tag(record), key 32, version u32, asOf u64, fieldRoot 32, flags u16,
 * previousLeaf 32) (formats.md, record leaf). Each version names the one before, so history opens backwards.
 *
 * @throws RangeError
 */
export function recordLeaf(sha256: Sha256, record: RecordState): Uint8Array {
  const { key, version, asOf, flags, previousLeaf } = record;
  if (key.length !== 32 || record.fieldRoot.length !== 32 || previousLeaf.length !== 32) {
    throw new RangeError('key, field root and previous leaf have 32 bytes each');
  }
  return sha256(concatBytes(RECORD_TAG, key, u32(version), u64(asOf), record.fieldRoot, u16(flags), previousLeaf));
}
