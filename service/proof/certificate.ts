import { canonicalJson } from './canonical-json.ts';
import type { JsonObject, JsonValue } from './canonical-json.ts';
import { taggedLeafPrefix } from './merkle-tree.ts';
import { hashText } from './primitives.ts';
import type { Sha256 } from './primitives.ts';
import { tag } from './tag.ts';

/** What a leaf's preimage begins with: the canonical text of the committed payload follows. */
export const CERTIFICATE_LEAF_PREFIX: Uint8Array = taggedLeafPrefix(tag('certificate'));

// Filled in again and again: hashing is synchronous and keeps nothing.
const ANCHOR_INPUT = new Uint8Array(32 + 18 + 32 + 32);
ANCHOR_INPUT.set(tag('anchor'));

/** The code is no 统一社会信用代码 in its form (18 capital letters and digits); its check digit is not looked at here. */
export class NotDepartmentCode extends Error {
  override readonly name = 'NotDepartmentCode';
  readonly code = 'notDepartmentCode';
}

/** The on-chain form of a department: the 18 ASCII bytes of its 统一社会信用代码 (bytes18). @throws NotDepartmentCode */
export function departmentBytes(department: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9A-Z]{18}$/.test(department)) throw new NotDepartmentCode('a department is named by its 18-digit code');
  const bytes = new Uint8Array(18);
  for (let i = 0; i < 18; i++) bytes[i] = department.charCodeAt(i);
  return bytes;
}

/**
 * The text of a canonical object without one of its members; undefined when the member's own text stands there several
 * times, as inside of another one.
 */
function without(text: string, name: string, value: JsonValue | undefined): string | undefined {
  if (value === undefined) return text;
  const member = `"${name}":${canonicalJson(value)}`;
  const at = text.indexOf(member);
  if (at < 0 || text.includes(member, at + 1)) return undefined;
  const end = at + member.length;
  if (text[end] === ',') return text.slice(0, at) + text.slice(end + 1);
  return text.slice(0, text[at - 1] === ',' ? at - 1 : at) + text.slice(end);
}

/** The canonical text of what a payload commits to. */
function committedText(payload: JsonObject, canonical: string | undefined): string {
  const open = canonical && without(canonical, 'anchor', payload['anchor']);
  const cut = open && without(open, 'status', payload['status']);
  if (cut !== undefined) return cut;
  const { anchor: _anchor, status: _status, ...committed } = payload;
  return canonicalJson(committed);
}

/**
 * The leaf that commits to a certificate instance: SHA-256(0x00, tag(certificate), JCS(payload without `anchor` and
 * `status`)), 32 bytes (formats.md, leaf). The leaf hash of a tree of certificates: do not hash it again.
 *
 * @param canonical JCS(payload) where the caller has it: to cut two members out is quicker than to write all others
 * @throws NotCanonicalizable
 */
export function certificateLeaf(sha256: Sha256, payload: JsonObject, canonical?: string): Uint8Array {
  return hashText(sha256, committedText(payload, canonical), CERTIFICATE_LEAF_PREFIX);
}

/**
 * The id of an anchor on chain: SHA-256(tag(anchor), department 18, type 32, root 32). Binding the department keeps
 * another one from taking the root first.
 *
 * @throws NotDepartmentCode
 */
export function anchorId(
  sha256: Sha256,
  anchor: { readonly department: string; readonly type: Uint8Array; readonly root: Uint8Array },
): Uint8Array {
  const { department, type, root } = anchor;
  if (type.length !== 32 || root.length !== 32) throw new RangeError('type and root have 32 bytes each');
  ANCHOR_INPUT.set(departmentBytes(department), 32);
  ANCHOR_INPUT.set(type, 32 + 18);
  ANCHOR_INPUT.set(root, 32 + 18 + 32);
  return sha256(ANCHOR_INPUT);
}

/** The on-chain id of a type (vct), a record domain or a schema: SHA-256 of its URI's UTF-8. */
export function uriId(sha256: Sha256, uri: string): Uint8Array {
  return hashText(sha256, uri);
}
